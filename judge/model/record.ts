// One SessionRequest or EventRequest as the Charging Enabler saw it: the fields that assign, match and judge it, whatever the binding.
import type { DiameterMessage } from '@ch1/diameter/codec'
import type { RecordType } from '../history/events'
import type { Mark } from './leg'

/** A value of a record as tests compare it: times as ISO 8601, bytes as lower-case hexadecimal text. */
export type ContentValue = string | number | bigint

/** What a record says, asked for by the names of AVPs. Every binding can answer. */
export interface RecordContent {
  /**
   * The readable scalar values at a path, in order of appearance: names joined by slashes from the top level
   * (`Service-Information/IMS-Information/Node-Functionality`); a `**` stands for any number of levels.
   */
  scalars(path: string): readonly ContentValue[]
  /** Is anything there, readable or not, scalar or group? */
  has(path: string): boolean
}

export interface SeenRecord extends Mark {
  readonly enabler: string
  readonly conn: number
  readonly type: RecordType | undefined
  /** The accounting session's name. With {@link sessionInAnswer} a provisional one, unique in the history. */
  readonly session: string
  /** The session gets its name by the answer, as an HTTP create does: the answer's `session` is that name. */
  readonly sessionInAnswer?: true
  readonly number: number | undefined
  readonly originHost: string
  /** T flag, or retransmissionIndicator. */
  readonly resent: boolean
  /** Pairs the request with its answer on its connection: Hop-by-Hop identifier, or number of the HTTP exchange. */
  readonly exchange: string
  /** Equal in every sending of one record, different in any two records (Origin-Host and End-to-End); undefined where the binding has none. */
  readonly identity: string | undefined
  /** User-Session-Id and Outgoing-Session-Id: Call-IDs of legs. */
  readonly callIds: readonly string[]
  readonly icids: readonly string[]
  readonly sipMethod: string | undefined
  /** Calling and called parties and subscriptions, as written. */
  readonly parties: readonly string[]
  /** Triggered by SIP: it bears a SIP method or SIP time stamps (32.260 T6.3.2.1 note 3). */
  readonly bySip: boolean
  /** PoC-Server-Role says so: it reports for the participating function, not for the controlling one (LV-16). */
  readonly participating: boolean
  readonly content: RecordContent
  /** The message itself, in the Diameter binding only: rules on header and grammar do not apply where it is absent. */
  readonly diameter?: DiameterMessage
  /** It is old: whoever asks for its content from now on has it decoded again, and only the bytes are kept. */
  readonly letGo?: () => void
}

/** Where a record stands and what its binding alone can tell; the rest is read from its content. */
export type RecordFrame = Pick<
  SeenRecord,
  'n' | 'atUs' | 'enabler' | 'conn' | 'session' | 'sessionInAnswer' | 'type' | 'resent' | 'exchange' | 'identity' | 'diameter'
>

const IMS = 'Service-Information/IMS-Information'

/** Reads a record's content. A missing or undecodable field is undefined or empty, never an error: rules judge that. */
export function seenRecord(frame: RecordFrame, content: RecordContent): SeenRecord {
  return {
    ...frame,
    content,
    number: numberAt(content, 'Accounting-Record-Number'),
    originHost: textAt(content, 'Origin-Host') ?? '',
    callIds: [...texts(content, `${IMS}/User-Session-Id`), ...texts(content, `${IMS}/Outgoing-Session-Id`)],
    icids: texts(content, `${IMS}/IMS-Charging-Identifier`),
    sipMethod: textAt(content, `${IMS}/Event-Type/SIP-Method`),
    parties: [
      ...texts(content, `${IMS}/Calling-Party-Address`),
      ...texts(content, `${IMS}/Called-Party-Address`),
      ...texts(content, `${IMS}/Requested-Party-Address`),
      ...texts(content, 'Service-Information/Subscription-Id/Subscription-Id-Data'),
    ],
    // 3GPP TS 32.299 §7.2.145 — 0 participating, 1 controlling
    participating: content.scalars('Service-Information/PoC-Information/PoC-Server-Role').includes(0),
    bySip: content.has(`${IMS}/Event-Type/SIP-Method`) || content.has(`${IMS}/Time-Stamps`),
  }
}

/** `INTERIM, record 3` for messages. */
export function recordName(record: SeenRecord): string {
  return `${(record.type ?? 'unreadable').toUpperCase()}, record ${record.number ?? '?'}`
}

function texts(content: RecordContent, path: string): readonly string[] {
  return content.scalars(path).filter((value) => typeof value === 'string')
}

function textAt(content: RecordContent, path: string): string | undefined {
  return texts(content, path)[0]
}

function numberAt(content: RecordContent, path: string): number | undefined {
  const [value] = content.scalars(path)
  return typeof value === 'number' ? value : undefined
}
