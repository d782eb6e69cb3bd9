// The named places where a mutant may differ from the reference. The reference has none of them.
import type { Socket } from 'node:net'
import type { CerDecision, CerVerdict, MessageInput } from '@ch1/diameter'
import type { SipTransport } from '@ch1/sip'
import type { ConferenceEvent } from '../conference/conference-event'
import type { RecordDraft, StampedRecord } from './record'
import type { RfAnswer } from './rf/rf-route'

/** Middleware around the charging path, each applied at exactly one place; absent means the reference's behaviour. */
export interface Seams {
  /** Which records an event makes. */
  trigger?(event: ConferenceEvent, next: (event: ConferenceEvent) => readonly RecordDraft[]): readonly RecordDraft[]
  /** What a record says, before it gets its number and Session-Id. */
  draft?(draft: RecordDraft): readonly RecordDraft[]
  /** Session-Id and number. */
  stamp?(draft: RecordDraft, next: (draft: RecordDraft) => StampedRecord): StampedRecord
  /** The message before encoding, at every sending: first sends, resends (`retransmitted`) and retries. */
  acr?(input: MessageInput): MessageInput
  /** Everything that crosses the boundary of the Rf client. What is not given is passed on. */
  rf?(next: RfBoundary): Partial<RfBoundary>
  /** A connection to a Charging Enabler, made and not yet connected: what is written to it and read from it. */
  socket?(socket: Socket): void
  /** What a Charging Enabler that connects to us is answered; `refuse` says what the reference does, `drop` ends our own connection to it for good. */
  called?(refuse: () => CerVerdict, drop: () => void): CerDecision
  /** The server's SIP transport. `isWaiting` says whether any record waits for its answer. */
  sip?(transport: SipTransport, isWaiting: () => boolean): SipTransport
}

/** What crosses the boundary of the Rf client: records from above, what its peers tell from below, and whom it asks. */
export interface RfBoundary {
  submit(record: StampedRecord): void
  opened(peer: number): void
  lost(peer: number): void
  answered(answer: RfAnswer): void
  /** Whether an open peer is asked to take a record; `isNext` is what the client itself says. Peers are asked in order of preference. */
  usable(record: StampedRecord, peer: number, isNext: boolean): boolean
  /** The record was just sent to this peer, under this Hop-by-Hop Identifier. */
  sent(record: StampedRecord, to: { readonly peer: number; readonly hopByHop: number }): void
}

/** A fault that remembers something has a function: each server gets seams of its own. */
export function seamsOf({ seams }: { readonly seams: Seams | (() => Seams) }): Seams {
  return typeof seams === 'function' ? seams() : seams
}
