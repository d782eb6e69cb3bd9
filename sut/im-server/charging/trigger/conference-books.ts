// What the trigger remembers of one conference: whether accounting is open, who is in, and what was charged ahead of time.
import type { ConferenceEvent, LegFacts } from '../../conference/conference-event'
import type { MessageCounts, RecordDraft } from '../record'
import { countedWith } from './message-counts'

const MOST_CONFERENCES = 20_000

/** The memory of one conference. */
export interface ConferencePage {
  /** START has been made; where it waits for the ACK, other records wait for it. */
  started: boolean
  /** Records that must not overtake START. RFC 6733 §8.2 */
  readonly held: RecordDraft[]
  creator: LegFacts | undefined
  /** Legs that are in, by Call-ID. */
  readonly legs: Map<string, LegFacts>
  /** Legs whose departure was charged as the BYE left. */
  readonly ahead: Set<string>
  /** Legs with an accounting session of their own. */
  readonly accounts: Set<string>
  /** Messages of all who are in, since it began; none before the first. OMA-DDS §8.5.6 */
  messages: MessageCounts | undefined
  /** Newest event: an interim by time speaks of it. */
  last: ConferenceEvent
}

/** All conferences that may still be charged; of too many the oldest is forgotten. */
export class ConferenceBooks {
  private readonly pages = new Map<string, ConferencePage>()

  /** The page of the event's conference, brought up to date with who is in. `waits`: START comes with the ACK. */
  pageFor(event: ConferenceEvent, waits: boolean): ConferencePage {
    const { conference, kind, leg } = event
    let page = this.pages.get(conference)
    if (!page || kind === 'created') {
      page = {
        started: !(waits && kind === 'created'),
        held: [],
        creator: kind === 'created' ? leg : undefined,
        legs: new Map(),
        ahead: new Set(),
        accounts: new Set(),
        messages: undefined,
        last: event,
      }
      // A refused INVITE, or a MESSAGE, is of a conference that nobody is in: it must not push out one that lives.
      if (event.attached.length > 0) this.remember(conference, page)
    }
    page.last = event
    page.messages = countedWith(page.messages, event)
    if (kind === 'created' || kind === 'joined' || kind === 'inviteeAnswered') page.legs.set(leg.callId, leg)
    return page
  }

  /** It has ended, and everything in it is charged. */
  forget(conference: string): void {
    this.pages.delete(conference)
  }

  /** The page of this conference, if it is known. */
  known(conference: string): ConferencePage | undefined {
    return this.pages.get(conference)
  }

  private remember(conference: string, page: ConferencePage): void {
    this.pages.set(conference, page)
    const [oldest] = this.pages.keys()
    if (this.pages.size > MOST_CONFERENCES && oldest !== undefined) this.pages.delete(oldest)
  }
}
