// The charging trigger of the participating function: which arrivals and departures of its served users make which records.
import type { ConferenceEvent } from '../conference/conference-event'
import { APPLICATION_SERVICE_TYPE, type RecordDraft } from '../charging/record'
import type { Behaviour } from '../charging/trigger/behaviour'
import type { Trigger } from '../charging/trigger/trigger'
import { participatingReference } from './participating-behaviour'
import type { Accounting } from './participating-options'

const { inviting, joining, leaving } = APPLICATION_SERVICE_TYPE
const MOST_CONFERENCES = 20_000

export class ParticipatingTrigger implements Trigger {
  readonly #accounting: Accounting
  readonly #behaviour: Behaviour
  /** How many served users are in each conference. */
  readonly #inside = new Map<string, number>()

  constructor(accounting: Accounting, behaviour: Behaviour = participatingReference(accounting)) {
    this.#accounting = accounting
    this.#behaviour = behaviour
  }

  /** The records an event makes. Most events make none. */
  readonly recordsOf = (event: ConferenceEvent): readonly RecordDraft[] => {
    this.#count(event)
    return this.#accounting === 'user' ? this.#ofUser(event) : this.#ofConference(event)
  }

  byTime(cause: ConferenceEvent, at: Date): RecordDraft {
    const participants = this.#inside.get(cause.conference) ?? cause.attached.length
    return { type: 'interim', cause, byTime: at, ...this.#participants(participants) }
  }

  /** LV-15 — the served user's arrival is START, its BYE is STOP; how many others there are, only the controlling function knows. */
  #ofUser(event: ConferenceEvent): readonly RecordDraft[] {
    const entity = { entity: `served-user ${event.leg.user} ${event.conference}`, participating: true } as const
    switch (event.kind) {
      case 'joined':
        return [{ type: 'start', cause: event, serviceType: joining, ...entity }]
      case 'inviteeAnswered':
        return [{ type: 'start', cause: event, serviceType: inviting, ...entity }]
      case 'sessionRefreshed':
        return this.#refreshed({ type: 'interim', cause: event, ...entity })
      case 'leaveReceived':
      case 'expelled':
      case 'expelUnanswered':
        return [{ type: 'stop', cause: event, serviceType: leaving, causeCode: 0, ...entity }]
      default:
        return []
    }
  }

  /**
   * One session for all served users of a conference. CR 6.2.3.2 steps 1–2 — INTERIM for a 200 OK or a BYE that is sent to the controlling
   * function. The first user opens the session and the last one ends it, by START and STOP in place of INTERIM. A user who joins by its own
   * INVITE makes none unless P-JOIN says so: its 200 OK comes from the controlling function (LV-10).
   */
  #ofConference(event: ConferenceEvent): readonly RecordDraft[] {
    const entity = { entity: `served-users ${event.conference}`, participating: true } as const
    const count = this.#participants(event.attached.length)
    switch (event.kind) {
      case 'joined':
      case 'inviteeAnswered': {
        const serviceType = event.kind === 'joined' ? joining : inviting
        const arrival = { cause: event, ...count, serviceType, ...entity }
        if (event.attachedBefore.length === 0) return [{ type: 'start', ...arrival }]
        const isCharged = event.kind === 'inviteeAnswered' || this.#behaviour.choices['P-JOIN'] === 'charged'
        return isCharged ? [{ type: 'interim', ...arrival }] : []
      }
      case 'sessionRefreshed':
        return this.#refreshed({ type: 'interim', cause: event, ...count, ...entity })
      case 'leaveReceived':
      case 'expelled':
      case 'expelUnanswered':
        if (event.ends) return [{ type: 'stop', cause: event, serviceType: leaving, causeCode: 0, ...entity }]
        return [{ type: 'interim', cause: event, ...count, serviceType: leaving, ...entity }]
      default:
        return []
    }
  }

  // LV-08
  #refreshed(draft: RecordDraft): readonly RecordDraft[] {
    return this.#behaviour.variants.refreshInterims === true ? [draft] : []
  }

  // LV-04
  #participants(participants: number): Pick<RecordDraft, 'participants'> {
    return this.#behaviour.variants.withoutCount === true ? {} : { participants }
  }

  #count({ conference, attached }: ConferenceEvent): void {
    this.#inside.delete(conference)
    if (attached.length === 0) return
    this.#inside.set(conference, attached.length)
    const [oldest] = this.#inside.keys()
    if (this.#inside.size > MOST_CONFERENCES && oldest !== undefined) this.#inside.delete(oldest)
  }
}
