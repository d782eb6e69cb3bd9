// The charging trigger of the controlling function: conference events in, records out, by the choices it was made with.
import type { ConferenceEvent, LegFacts } from '../../conference/conference-event'
import { APPLICATION_SERVICE_TYPE, type RecordDraft } from '../record'
import { REFERENCE, type Behaviour } from './behaviour'
import { ConferenceBooks, type ConferencePage } from './conference-books'
import { countsOf } from './message-counts'
import { occasionsOf, type Occasion } from './occasions'
import { participantsAfter } from './participants'
import type { Trigger } from './trigger'

const { inviting, leaving, sending } = APPLICATION_SERVICE_TYPE

/** Makes records; decides nothing about their delivery. */
export class ChargingTrigger implements Trigger {
  private readonly behaviour: Behaviour
  private readonly lingerMs: number
  private readonly books = new ConferenceBooks()
  private transactions = 0

  /** @param lingerMs how long an empty conference keeps its accounting session, where P-LAST says so */
  constructor(behaviour: Behaviour = REFERENCE, lingerMs = 1000) {
    this.behaviour = behaviour
    this.lingerMs = lingerMs
  }

  /** The records of an event, in order. */
  readonly recordsOf = (event: ConferenceEvent): readonly RecordDraft[] => {
    const { choices, variants } = this.behaviour
    const page = this.books.pageFor(event, choices['P-START'] === 'ack' && choices['P-GRAN'] === 'conference')
    const drafts: RecordDraft[] = []
    for (const occasion of occasionsOf(event, this.behaviour)) drafts.push(...this.records(occasion, event, page))
    if (variants.participatingToo === true) drafts.push(...participating(event))
    if (event.kind === 'ended' && page.accounts.size === 0) this.books.forget(event.conference)
    return this.afterStart(this.bared(this.named(this.counted(drafts, page), page)), event, page)
  }

  /** The record of the time that has passed, for the conference of this accounting session. TS 32.299 §6.1.2 */
  byTime(cause: ConferenceEvent, at: Date): RecordDraft {
    const page = this.books.known(cause.conference)
    const event = page?.last ?? cause
    const draft: RecordDraft = { type: 'interim', cause: event, byTime: at, ...this.count(event) }
    return page ? (this.counted([draft], page)[0] ?? draft) : draft
  }

  private records(occasion: Occasion, event: ConferenceEvent, page: ConferencePage): readonly RecordDraft[] {
    if (occasion.what === 'transaction') return [this.transaction(event, occasion.causeCode)]
    if (occasion.what === 'message')
      return [{ ...this.transaction(event, occasion.causeCode), serviceType: sending, messages: countsOf(event) }]
    return this.behaviour.choices['P-GRAN'] === 'leg'
      ? ofLeg(occasion, event, page, this.count(event))
      : this.ofConference(occasion, event, page)
  }

  private ofConference(occasion: Occasion, event: ConferenceEvent, page: ConferencePage): readonly RecordDraft[] {
    switch (occasion.what) {
      case 'start':
        // 885 then counts the invited. TS 32.299 §7.2.117
        return [{ type: 'start', cause: event, ...this.countIf(event.invited) }]
      case 'arrival':
        return [this.interim(event, occasion.serviceType)]
      case 'departure':
        return this.departure(event, page, occasion.ahead)
      case 'end':
        return this.end(event, page, occasion.causeCode)
      case 'refresh':
        return [{ type: 'interim', cause: event, ...this.count(event) }]
      case 'fork': // LV-14 — in with the 2xx, out with the BYE that releases it
        return [this.interim(event, inviting, -1), this.interim({ ...event, method: 'BYE' }, leaving)]
      default:
        return []
    }
  }

  private departure(event: ConferenceEvent, page: ConferencePage, ahead: boolean): readonly RecordDraft[] {
    const { callId } = event.leg
    if (page.ahead.has(callId)) return [] // LV-07 — charged as the BYE left, whatever became of it
    page.legs.delete(callId)
    if (ahead) page.ahead.add(callId)
    return [this.interim(event, leaving, ahead ? 1 : 0)]
  }

  // TS 32.260 Table 5.2.1.1-2 — a BYE that ends the conference makes a STOP and no INTERIM. LV-11, LV-12: or INTERIMs before it.
  private end(event: ConferenceEvent, page: ConferencePage, causeCode: number): readonly RecordDraft[] {
    const { choices, variants } = this.behaviour
    page.legs.delete(event.leg.callId)
    const others = variants.releaseInterims === true ? [...page.legs.values()].filter(({ user }) => isIn(event, user)) : []
    const released = others.map((leg, i) => this.interim({ ...event, leg }, leaving, i + 1))
    const stop: RecordDraft = { type: 'stop', cause: event, serviceType: leaving, causeCode }
    const lingers = choices['P-LAST'] === 'interim-then-stop'
    const own = lingers || released.length > 0 ? [this.interim(event, leaving)] : []
    return [...own, ...released, lingers ? { ...stop, afterMs: this.lingerMs } : stop]
  }

  // TS 32.299 §7.2.117 — an interim counts the parties attached when it is made; TS 32.260 Table 6.3.2.1 — it has no Cause-Code.
  private interim(event: ConferenceEvent, serviceType: number, less = 0): RecordDraft {
    return { type: 'interim', cause: event, ...this.count(event, less), serviceType }
  }

  private count(event: ConferenceEvent, less = 0): Pick<RecordDraft, 'participants'> {
    return this.countIf(participantsAfter(event, this.behaviour, less))
  }

  private countIf(participants: number | undefined): Pick<RecordDraft, 'participants'> {
    return participants === undefined || this.behaviour.variants.withoutCount === true ? {} : { participants }
  }

  // TS 32.299 §6.1.0 — one-time, in an accounting session of its own.
  private transaction(event: ConferenceEvent, causeCode: number): RecordDraft {
    return { type: 'event', cause: event, causeCode, entity: `${event.conference}|event-${this.transactions++}` }
  }

  /** P-LEG — Call-ID and ICID of the first leg in every record of the conference. */
  private named(drafts: readonly RecordDraft[], { creator }: ConferencePage): readonly RecordDraft[] {
    if (this.behaviour.choices['P-LEG'] === 'trigger-leg' || !creator) return drafts
    const { icid: _, ...first } = creator
    return drafts.map((draft) => {
      const leg: LegFacts = {
        ...draft.cause.leg,
        callId: first.callId,
        ...(creator.icid !== undefined && { icid: creator.icid }),
      }
      return draft.entity === undefined ? { ...draft, cause: { ...draft.cause, leg } } : draft
    })
  }

  // RFC 6733 §9.8.1 — an interim counts since its session began, and so does the STOP. LV-04: or none counts.
  private counted(drafts: readonly RecordDraft[], { messages }: ConferencePage): readonly RecordDraft[] {
    if (messages === undefined || this.behaviour.variants.withoutCount === true) return drafts
    return drafts.map((draft) => (draft.entity === undefined && draft.type !== 'event' ? { ...draft, messages } : draft))
  }

  /** LV-04 — the minimal form of TS 32.299 §7.1.12, where every conditional field is optional. */
  private bared(drafts: readonly RecordDraft[]): readonly RecordDraft[] {
    if (this.behaviour.variants.bareLegs !== true) return drafts
    return drafts.map((draft) => {
      const { operators: _operators, media: _media, ...leg } = draft.cause.leg
      return { ...draft, cause: { ...draft.cause, leg } }
    })
  }

  // RFC 6733 §8.2 — nothing of the session goes before its START; without one there is no session, and nothing to stop.
  private afterStart(drafts: readonly RecordDraft[], event: ConferenceEvent, page: ConferencePage): readonly RecordDraft[] {
    if (page.started) return drafts
    const own = drafts.filter(({ entity }) => entity === undefined)
    const others = drafts.filter(({ entity }) => entity !== undefined)
    if (own.some(({ type }) => type === 'start')) {
      page.started = true
      return [...own, ...page.held.splice(0), ...others]
    }
    // The initiator's ACK is lost for good, and others stay: accounting begins all the same.
    if (event.kind === 'unacknowledged' && event.leg.callId === page.creator?.callId && !event.ends) {
      page.started = true
      return [{ type: 'start', cause: event, ...this.countIf(event.invited) }, ...page.held.splice(0), ...drafts]
    }
    page.held.push(...own)
    return others
  }
}

/** LV-15 — an accounting session a leg: an arrival is its START, a departure its STOP. */
function ofLeg(
  occasion: Occasion,
  event: ConferenceEvent,
  page: ConferencePage,
  count: Pick<RecordDraft, 'participants'>,
): readonly RecordDraft[] {
  const { callId } = event.leg
  const entity = `${event.conference}|${callId}`
  switch (occasion.what) {
    case 'start':
    case 'arrival':
      page.accounts.add(callId)
      return [
        {
          type: 'start',
          cause: event,
          entity,
          ...count,
          ...(occasion.what === 'arrival' && { serviceType: occasion.serviceType }),
        },
      ]
    case 'departure':
    case 'end': {
      if (!page.accounts.delete(callId)) return []
      const causeCode = occasion.what === 'end' ? occasion.causeCode : 0
      return [{ type: 'stop', cause: event, entity, serviceType: leaving, causeCode }]
    }
    case 'refresh':
      return page.accounts.has(callId) ? [{ type: 'interim', cause: event, entity, ...count }] : []
    default:
      return []
  }
}

/** LV-16 — the participating function in the same box: a session a served user, START as it comes, STOP as it goes. */
function participating(event: ConferenceEvent): readonly RecordDraft[] {
  const entity = `${event.conference}|served-${event.leg.callId}`
  const served = { cause: event, entity, participating: true } as const
  switch (event.kind) {
    case 'created':
    case 'joined':
    case 'inviteeAnswered':
      return [{ type: 'start', ...served }]
    case 'leaveReceived':
    case 'expelled':
    case 'expelUnanswered':
    case 'unacknowledged':
      return [{ type: 'stop', ...served, causeCode: 0 }]
    default:
      return []
  }
}

function isIn({ attached }: ConferenceEvent, user: string): boolean {
  return attached.includes(user)
}
