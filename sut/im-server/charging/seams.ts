// The named places where a mutant may differ from the reference. The reference has none of them.
import type { MessageInput } from '@ch1/diameter'
import type { ConferenceEvent } from '../conference/conference-event'
import type { RecordDraft, StampedRecord } from './record'

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
}
