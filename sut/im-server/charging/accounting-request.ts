// Turns a stamped record into the ACR that carries it. RFC 6733 §9.7.1, TS 32.299 §6.2.2
import { APPLICATION, COMMAND, type AvpInput, type MessageInput } from '@ch1/diameter'
import { utf8 } from '@ch1/sip'
import type { ConferenceEventKind, Operators } from '../conference/conference-event'
import { RECORD_TYPE, type MessageCounts, type StampedRecord } from './record'

/** Who sends, to which realm, and since when. */
export interface AcrOrigin {
  readonly originHost: string
  readonly originRealm: string
  readonly destinationRealm: string
  /** RFC 6733 §8.16 — grows with each restart. */
  readonly originStateId: number
}

/** The part of an ACR that changes from sending to sending. */
export interface SendingIds {
  readonly hopByHop: number
  readonly endToEnd: number
  /** The T flag. RFC 6733 §3 */
  readonly retransmitted: boolean
}

/** Service-Context-Id in the minimal form of TS 32.299 §7.1.12: release, service context, domain. */
export const SERVICE_CONTEXT_ID = '1.SIMPLE_IM@openmobilealliance.org'

/** Node-Functionality of an application server. TS 32.299 §7.2.77 */
const APPLICATION_SERVER = 6
/** PoC-Server-Role of a participating function. TS 32.299 §7.2.145 */
const PARTICIPATING = 0
/** Subscription-Id-Type SIP_URI. RFC 8506 §8.47 */
const SIP_URI = 2

/** The ACR of a record, in the order of the command's grammar. */
export function accountingRequest(record: StampedRecord, origin: AcrOrigin, ids: SendingIds): MessageInput {
  return {
    commandCode: COMMAND.accounting,
    applicationId: APPLICATION.accounting,
    request: true,
    proxiable: true,
    retransmitted: ids.retransmitted,
    hopByHop: ids.hopByHop,
    endToEnd: ids.endToEnd,
    avps: [
      ['Session-Id', record.sessionId],
      ['Origin-Host', origin.originHost],
      ['Origin-Realm', origin.originRealm],
      ['Destination-Realm', origin.destinationRealm],
      ['Accounting-Record-Type', RECORD_TYPE[record.type]],
      ['Accounting-Record-Number', record.number],
      ['Acct-Application-Id', APPLICATION.accounting],
      ['Origin-State-Id', origin.originStateId],
      // TS 32.299 §7.1.8 — when the trigger was received, not when this is sent.
      ['Event-Timestamp', triggeredAt(record)],
      ['Service-Context-Id', SERVICE_CONTEXT_ID],
      ['Service-Information', serviceInformation(record)],
    ],
  }
}

// TS 32.299 §7.2.192
function serviceInformation(record: StampedRecord): readonly AvpInput[] {
  const { serviceType, messages } = record
  const poc = pocInformation(record)
  return [
    [
      'Subscription-Id',
      [
        ['Subscription-Id-Type', SIP_URI],
        ['Subscription-Id-Data', utf8(record.cause.leg.user)],
      ],
    ],
    ['IMS-Information', imsInformation(record)],
    ...(poc.length === 0 ? [] : [['PoC-Information', poc] as const]),
    ...(serviceType === undefined ? [] : [['Service-Generic-Information', [['Application-Service-Type', serviceType]]] as const]),
    ...(messages === undefined ? [] : [['IM-Information', imInformation(messages)] as const]),
  ]
}

// TS 32.299 §7.2.117, §7.2.145 — PoC's group, used by SIMPLE IM too; a role only where the box has both.
function pocInformation({ participants, participating }: StampedRecord): readonly AvpInput[] {
  return [
    ...(participating === undefined ? [] : [['PoC-Server-Role', PARTICIPATING] as const]),
    ...(participants === undefined ? [] : [['Number-Of-Participants', participants] as const]),
  ]
}

// OMA-DDS §8.5.6 — counters of messages, and nothing else.
function imInformation({ sent, delivered, exploded }: MessageCounts): readonly AvpInput[] {
  return [
    ...(exploded === undefined ? [] : [['Number-Of-Messages-Successfully-Exploded', exploded.successful] as const]),
    ['Number-Of-Messages-Successfully-Sent', delivered],
    ...(exploded === undefined ? [] : [['Total-Number-Of-Messages-Exploded', exploded.total] as const]),
    ['Total-Number-Of-Messages-Sent', sent],
  ]
}

// TS 32.299 §7.2.77; which record may carry what: TS 32.260 Table 6.3.2.1
function imsInformation(record: StampedRecord): readonly AvpInput[] {
  const { leg, method, requestAt, responseAt } = record.cause
  // TS 32.260 Table 6.3.2.1 note 3 — no method and no SIP times where no SIP message made the record.
  const bySip: readonly AvpInput[] = [
    [
      'Time-Stamps',
      [
        ['SIP-Request-Timestamp', requestAt],
        ...(responseAt === undefined ? [] : [['SIP-Response-Timestamp', responseAt] as const]),
      ],
    ],
  ]
  return [
    ...(record.byTime ? [] : [['Event-Type', [['SIP-Method', method]]] as const]),
    ['Node-Functionality', APPLICATION_SERVER],
    ['User-Session-Id', utf8(leg.callId)],
    ['Calling-Party-Address', utf8(leg.callingParty)],
    ['Called-Party-Address', utf8(leg.calledParty)],
    ...(record.byTime ? [] : bySip),
    ...(leg.operators === undefined ? [] : [['Inter-Operator-Identifier', operators(leg.operators)] as const]),
    ...(leg.icid === undefined ? [] : [['IMS-Charging-Identifier', utf8(leg.icid)] as const]),
    ...mediaOf(record).map((name) => ['SDP-Media-Component', [['SDP-Media-Name', utf8(name)]]] as const),
    ...(record.causeCode === undefined ? [] : [['Cause-Code', record.causeCode] as const]),
  ]
}

/** Events by which a user is in. */
const ARRIVALS: readonly ConferenceEventKind[] = ['created', 'joined', 'inviteeAnswered', 'acknowledged']

// TS 32.260 Table 6.3.2.1 — START and INTERIM may tell media, a STOP none; here the ones that tell of an arrival.
function mediaOf({ type, cause, byTime }: StampedRecord): readonly string[] {
  const tells = (type === 'start' || type === 'interim') && byTime === undefined && ARRIVALS.includes(cause.kind)
  return tells ? (cause.leg.media ?? []) : []
}

// TS 32.299 §7.2.80 — as SIP told them.
function operators({ originating, terminating }: Operators): readonly AvpInput[] {
  return [
    ...(originating === undefined ? [] : [['Originating-IOI', utf8(originating)] as const]),
    ...(terminating === undefined ? [] : [['Terminating-IOI', utf8(terminating)] as const]),
  ]
}

// The trigger of an invited arrival and of an expulsion is the response; of all others the request.
function triggeredAt({ cause, byTime }: StampedRecord): Date {
  if (byTime) return byTime
  const byResponse = cause.kind === 'inviteeAnswered' || cause.kind === 'expelled'
  return byResponse ? (cause.responseAt ?? cause.at) : cause.requestAt
}
