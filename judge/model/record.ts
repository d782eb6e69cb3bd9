// One ACR as the Charging Enabler saw it, read once: the fields that assign, match and judge it.
import { avpAt, avpsAt, scalarAt, type DiameterMessage } from '@ch1/diameter'
import type { RecordType } from '../history/events'
import type { Mark } from './leg'

export interface SeenRecord extends Mark {
  readonly enabler: string
  readonly conn: number
  readonly message: DiameterMessage
  readonly type: RecordType | undefined
  readonly session: string
  readonly number: number | undefined
  readonly originHost: string
  /** T flag. */
  readonly resent: boolean
  /** User-Session-Id and Outgoing-Session-Id: Call-IDs of legs. */
  readonly callIds: readonly string[]
  readonly icids: readonly string[]
  readonly sipMethod: string | undefined
  /** Calling and called parties and subscriptions, as written. */
  readonly parties: readonly string[]
  readonly participants: number | undefined
  /** Triggered by SIP: it bears a SIP method or SIP time stamps (32.260 T6.3.2.1 note 3). */
  readonly bySip: boolean
}

const types: Readonly<Record<number, RecordType>> = { 1: 'event', 2: 'start', 3: 'interim', 4: 'stop' }
const IMS = 'Service-Information/IMS-Information'

/** Reads an ACR. A missing or undecodable field is undefined or empty, never an error: rules judge that. */
export function seenRecord(message: DiameterMessage, at: Mark, enabler: string, conn: number): SeenRecord {
  const type = numberAt(message, 'Accounting-Record-Type')
  return {
    n: at.n,
    atUs: at.atUs,
    enabler,
    conn,
    message,
    type: type === undefined ? undefined : types[type],
    session: textAt(message, 'Session-Id') ?? '',
    number: numberAt(message, 'Accounting-Record-Number'),
    originHost: textAt(message, 'Origin-Host') ?? '',
    resent: message.retransmitted,
    callIds: [...texts(message, `${IMS}/User-Session-Id`), ...texts(message, `${IMS}/Outgoing-Session-Id`)],
    icids: texts(message, `${IMS}/IMS-Charging-Identifier`),
    sipMethod: textAt(message, `${IMS}/Event-Type/SIP-Method`),
    parties: [
      ...texts(message, `${IMS}/Calling-Party-Address`),
      ...texts(message, `${IMS}/Called-Party-Address`),
      ...texts(message, `${IMS}/Requested-Party-Address`),
      ...texts(message, 'Service-Information/Subscription-Id/Subscription-Id-Data'),
    ],
    participants: numberAt(message, 'Service-Information/**/Number-Of-Participants'),
    bySip: avpAt(message, `${IMS}/Event-Type/SIP-Method`) !== undefined || avpAt(message, `${IMS}/Time-Stamps`) !== undefined,
  }
}

/** `INTERIM, record 3` for messages. */
export function recordName(record: SeenRecord): string {
  return `${(record.type ?? 'unreadable').toUpperCase()}, record ${record.number ?? '?'}`
}

function texts(message: DiameterMessage, path: string): readonly string[] {
  return avpsAt(message, path).flatMap((avp) => (avp.value.ok && typeof avp.value.value === 'string' ? [avp.value.value] : []))
}

function textAt(message: DiameterMessage, path: string): string | undefined {
  const value = scalarAt(message, path)
  return typeof value === 'string' ? value : undefined
}

function numberAt(message: DiameterMessage, path: string): number | undefined {
  const value = scalarAt(message, path)
  return typeof value === 'number' ? value : undefined
}
