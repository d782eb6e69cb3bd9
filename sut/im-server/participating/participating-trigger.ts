// The charging trigger of the participating function: which arrivals and departures of its served users make which records.
import type { ConferenceEvent } from '../conference/conference-event'
import { APPLICATION_SERVICE_TYPE, type RecordDraft } from '../charging/record'

/** How it accounts: a session for each served user, or one for each conference (LV-15). */
export type Accounting = 'user' | 'conference'

const { inviting, joining, leaving } = APPLICATION_SERVICE_TYPE

/** The records an event makes. Most events make none. */
export function recordsOf(event: ConferenceEvent, accounting: Accounting): readonly RecordDraft[] {
  return accounting === 'user' ? ofUser(event) : ofConference(event)
}

/** LV-15 — the served user's arrival is START, its BYE is STOP; how many others there are, only the controlling function knows. */
function ofUser(event: ConferenceEvent): readonly RecordDraft[] {
  const entity = { entity: `served-user ${event.leg.user} ${event.conference}`, participating: true } as const
  switch (event.kind) {
    case 'joined':
      return [{ type: 'start', cause: event, serviceType: joining, ...entity }]
    case 'inviteeAnswered':
      return [{ type: 'start', cause: event, serviceType: inviting, ...entity }]
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
 * INVITE makes none: its 200 OK comes from the controlling function (LV-10).
 */
function ofConference(event: ConferenceEvent): readonly RecordDraft[] {
  const entity = { entity: `served-users ${event.conference}`, participating: true } as const
  const participants = event.attached.length
  switch (event.kind) {
    case 'joined':
    case 'inviteeAnswered': {
      const serviceType = event.kind === 'joined' ? joining : inviting
      if (event.attachedBefore.length === 0) return [{ type: 'start', cause: event, participants, serviceType, ...entity }]
      return event.kind === 'joined' ? [] : [{ type: 'interim', cause: event, participants, serviceType, ...entity }]
    }
    case 'leaveReceived':
    case 'expelled':
    case 'expelUnanswered':
      if (event.ends) return [{ type: 'stop', cause: event, serviceType: leaving, causeCode: 0, ...entity }]
      return [{ type: 'interim', cause: event, participants, serviceType: leaving, ...entity }]
    default:
      return []
  }
}
