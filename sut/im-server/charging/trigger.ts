// The charging trigger of the controlling function: which conference events make which records.
import type { ConferenceEvent } from '../conference/conference-event'
import { APPLICATION_SERVICE_TYPE, type RecordDraft } from './record'

const { inviting, joining, leaving } = APPLICATION_SERVICE_TYPE

/** The records an event makes, by the reference's reading of the change request. Most events make none. */
export function recordsOf(event: ConferenceEvent): readonly RecordDraft[] {
  switch (event.kind) {
    case 'created':
      // TS 32.260 §5.2.2.1.10 — START when the conference is set up; 885 then counts the invited (TS 32.299 §7.2.117).
      return [{ type: 'start', cause: event, participants: event.invited }]
    case 'inviteeAnswered':
      // CR 6.2.3.2 steps 1–2 — the 200 OK to the server's INVITE has reached the controlling function.
      return [interim(event, inviting)]
    case 'joined':
      // CR 6.2.3.2 — its first sentence names received INVITEs; TS 32.260 Table 5.2.1.1-2 has the joining user.
      return [interim(event, joining)]
    case 'leaveReceived': // CR 6.2.3.2 steps 1–2 — a BYE has reached the controlling function.
    case 'expelled': // CR 6.2.3.2 steps 1–2 — the 200 OK to the server's BYE has reached the controlling function.
    case 'expelUnanswered': // The user is gone all the same; reported once, so that the count stays true.
      return [event.ends ? stop(event, 0) : interim(event, leaving)]
    case 'unacknowledged':
      // TS 32.299 §7.2.35 — 2: the set-up failed for want of the ACK.
      return [event.ends ? stop(event, 2) : interim(event, leaving)]
    default:
      return []
  }
}

// TS 32.299 §7.2.117 — an interim counts the parties attached when it is made; TS 32.260 Table 6.3.2.1 — it has no Cause-Code.
function interim(event: ConferenceEvent, serviceType: number): RecordDraft {
  return { type: 'interim', cause: event, participants: event.attached.length, serviceType }
}

// TS 32.260 Table 5.2.1.1-2 — a BYE that ends the conference makes a STOP and no INTERIM.
function stop(event: ConferenceEvent, causeCode: number): RecordDraft {
  return { type: 'stop', cause: event, serviceType: leaving, causeCode }
}
