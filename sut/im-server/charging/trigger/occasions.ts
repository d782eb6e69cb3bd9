// Which conference events are occasions to charge, by the choices made: the reading of the change request, without its records.
import type { ConferenceEvent } from '../../conference/conference-event'
import { APPLICATION_SERVICE_TYPE } from '../record'
import type { Behaviour } from './behaviour'

const { inviting, joining } = APPLICATION_SERVICE_TYPE

/** An occasion. `ahead`: charged before the roster shows it. */
export type Occasion =
  | { readonly what: 'start' }
  | { readonly what: 'arrival'; readonly serviceType: number }
  | { readonly what: 'departure'; readonly ahead: boolean }
  | { readonly what: 'end'; readonly causeCode: number }
  | { readonly what: 'refresh' }
  | { readonly what: 'fork' }
  | { readonly what: 'transaction'; readonly causeCode: number }
  | { readonly what: 'message'; readonly causeCode: number }

/** The occasions of an event. Most events are none. */
export function occasionsOf(event: ConferenceEvent, { choices, variants }: Behaviour): readonly Occasion[] {
  switch (event.kind) {
    case 'created':
      // TS 32.260 §5.2.2.1.10 — START when the conference is set up.
      return choices['P-START'] === '2xx' ? [{ what: 'start' }] : []
    case 'acknowledged':
      return acknowledged(event, choices)
    case 'inviteeAnswered':
      // CR 6.2.3.2 steps 1–2 — the 200 OK to the server's INVITE has reached the controlling function.
      return [{ what: 'arrival', serviceType: inviting }]
    case 'joined':
      // CR 6.2.3.2 — its first sentence names received INVITEs; TS 32.260 Table 5.2.1.1-2 has the joining user.
      return choices['P-JOIN'] === 'charged' && choices['P-ARR-POINT'] === '2xx'
        ? [{ what: 'arrival', serviceType: joining }]
        : []
    case 'leaveReceived': // CR 6.2.3.2 steps 1–2 — a BYE has reached the controlling function.
    case 'expelled': // CR 6.2.3.2 steps 1–2 — the 200 OK to the server's BYE has reached the controlling function.
      // TS 32.299 §7.2.35 — 0: it ended normally; else the status of the invitation that failed and so ended it.
      return [event.ends ? { what: 'end', causeCode: event.failure ?? 0 } : { what: 'departure', ahead: false }]
    case 'expelSent':
      // LV-07 — the last one's BYE ends the conference, and that is charged when it has ended.
      return choices['P-DEP-POINT'] === 'bye' && event.attached.length > 1 ? [{ what: 'departure', ahead: true }] : []
    case 'expelUnanswered':
      // The user is gone all the same; reported once, so that the count stays true. LV-13: or not.
      if (event.ends) return [{ what: 'end', causeCode: 0 }]
      return choices['P-DEP-NO200'] === 'interim' ? [{ what: 'departure', ahead: false }] : []
    case 'unacknowledged':
      // TS 32.299 §7.2.35 — 2: the set-up failed for want of the ACK.
      return [event.ends ? { what: 'end', causeCode: 2 } : { what: 'departure', ahead: false }]
    case 'inviteeRefused':
    case 'inviteeCancelled':
    case 'joinRefused':
      // TS 32.299 §6.1.0, §7.2.35 — an unsuccessful set-up, with the SIP status as its cause.
      return choices['P-EVT-FAIL'] === 'sent' ? [{ what: 'transaction', causeCode: event.status ?? 1 }] : []
    case 'referred':
      // TS 32.299 §7.2.35 — -1: success with 200, -2xx: another 2xx.
      return variants.transactionEvents === true ? [{ what: 'transaction', causeCode: -(event.status ?? 1) }] : []
    case 'messageAnswered':
      // one to a session is charged when all its copies are answered: only then its counters are known
      return event.session === undefined ? message(event, choices) : []
    case 'messageSpread':
    case 'messageRefused':
      return message(event, choices)
    case 'sessionRefreshed':
      return variants.refreshInterims === true ? [{ what: 'refresh' }] : []
    case 'answeredTooLate':
      return variants.forkInterims === true ? [{ what: 'fork' }] : []
    default:
      return []
  }
}

/**
 * TS 32.299 §6.1.0 — what is of no session makes an EVENT; a MESSAGE within a leg is of one. TS 32.299 §7.2.35 — -1: success with 200, -2xx:
 * another 2xx; else the SIP status.
 */
function message({ leg, status = 1 }: ConferenceEvent, choices: Behaviour['choices']): readonly Occasion[] {
  if (leg.origin !== 'pager') return []
  const failed = status >= 300
  if (choices[failed ? 'P-EVT-MSG-FAIL' : 'P-EVT-MSG'] !== 'sent') return []
  return [{ what: 'message', causeCode: failed ? status : status === 200 ? -1 : -status }]
}

/** LV-06, LV-07 — what waited for the ACK. */
function acknowledged({ leg }: ConferenceEvent, choices: Behaviour['choices']): readonly Occasion[] {
  if (leg.origin === 'created') return choices['P-START'] === 'ack' ? [{ what: 'start' }] : []
  return leg.origin === 'joined' && choices['P-JOIN'] === 'charged' && choices['P-ARR-POINT'] === 'ack'
    ? [{ what: 'arrival', serviceType: joining }]
    : []
}
