// The connection a node initiates to one peer: one attempt at a time, each told apart from those before.
import type { PeerLink, PeerState } from '../peer/peer-types'
import { DiameterClient, type ClientOptions } from './diameter-client'
import { relayedEvents } from './relayed-events'

/** What happened to the present attempt. */
export type InitiatedEvent = 'I-Rcv-Conn-Ack' | 'I-Rcv-Conn-Nack' | 'I-Rcv-CEA' | 'I-Rcv-DPR' | 'I-Peer-Disc'

/** Tells events after the fact, never in the midst of a call: the client is then in the state the event speaks of. */
export class InitiatedConnection {
  readonly client: DiameterClient
  readonly #told: (event: InitiatedEvent, link: PeerLink, state: PeerState) => void
  #link: PeerLink | undefined
  #isBusy = false
  #isDropped = false
  #isWanted = false
  #wasSuspect = false

  constructor(o: ClientOptions, told: (event: InitiatedEvent, link: PeerLink, state: PeerState) => void) {
    this.#told = told
    const events = relayedEvents(o.events, {
      state: (state, link, why) => {
        o.events?.state?.(state, link, why)
        queueMicrotask(() => this.#happened(state, link))
      },
    })
    this.client = new DiameterClient({ ...o, events })
  }

  /** The present connection, once its transport is up. */
  get link(): PeerLink | undefined {
    return this.#isDropped ? undefined : this.#link
  }

  /** Whether the last one ended while its watchdogs went unanswered. */
  get wasSuspect(): boolean {
    return this.#wasSuspect
  }

  /** Begins an attempt, as soon as the one before is wholly gone. */
  connect(): void {
    this.#isWanted = this.#isBusy
    if (this.#isBusy) return
    this.#isBusy = true
    this.#isDropped = false
    this.client.start()
  }

  /** Ends the attempt, whatever it has become; nothing more is told of it. */
  drop(): void {
    this.#isWanted = false
    this.#isDropped = true
    if (this.#isBusy) void this.client.close()
  }

  #happened(state: PeerState, link: PeerLink): void {
    const before = this.#link
    this.#link = state === 'closed' ? undefined : link
    if (state !== 'closed') this.#wasSuspect = state === 'suspect'
    const event = eventOf(state, before)
    if (event !== undefined && !this.#isDropped) this.#told(event, link, state)
    if (state !== 'closed') return
    // One attempt only: when to make the next is for the node to say.
    void this.client.close()
    this.#isBusy = false
    if (this.#isWanted) this.connect()
  }
}

function eventOf(state: PeerState, before: PeerLink | undefined): InitiatedEvent | undefined {
  switch (state) {
    case 'connected':
      return 'I-Rcv-Conn-Ack'
    case 'open':
    case 'suspect':
      return 'I-Rcv-CEA'
    case 'closing':
      return 'I-Rcv-DPR'
    case 'closed':
      return before === undefined ? 'I-Rcv-Conn-Nack' : 'I-Peer-Disc'
    case 'refused':
      return undefined
  }
}
