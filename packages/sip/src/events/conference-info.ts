// The conference event package's document as plain data (RFC 4575 §5). Elements that are not named here are not kept.

/** Event package name (RFC 4575 §3.1). */
export const CONFERENCE_EVENT = 'conference'
/** Content-Type of the document (RFC 4575 §3.4). */
export const CONFERENCE_INFO = 'application/conference-info+xml'
/** Namespace of its elements (RFC 4575 §4.2). */
export const CONFERENCE_NAMESPACE = 'urn:ietf:params:xml:ns:conference-info'

/** RFC 4575 §4.4 — whether an element tells everything, a change, or that it is gone. */
export type ElementState = 'full' | 'partial' | 'deleted'

/** One document. Text holds one character per byte. */
export interface ConferenceInfo {
  /** The conference URI. */
  readonly entity: string
  readonly state: ElementState
  /** RFC 4575 §4.3 — one higher with each document to one subscriber. */
  readonly version: number
  readonly description?: ConferenceDescription | undefined
  readonly conferenceState?: ConferenceState | undefined
  readonly users?: ConferenceUsers | undefined
}

/** RFC 4575 §5.3 */
export interface ConferenceDescription {
  readonly displayText?: string | undefined
  readonly subject?: string | undefined
  readonly maximumUserCount?: number | undefined
}

/** RFC 4575 §5.5 */
export interface ConferenceState {
  readonly userCount?: number | undefined
  readonly active?: boolean | undefined
  readonly locked?: boolean | undefined
}

/** RFC 4575 §5.6 */
export interface ConferenceUsers {
  readonly state: ElementState
  readonly users: readonly ConferenceUser[]
}

/** RFC 4575 §5.6 */
export interface ConferenceUser {
  /** The user's URI, which is the key of the element (§4.5). */
  readonly entity: string
  readonly state: ElementState
  readonly displayText?: string | undefined
  readonly roles?: readonly string[] | undefined
  readonly endpoints: readonly ConferenceEndpoint[]
}

/** RFC 4575 §5.7 */
export interface ConferenceEndpoint {
  /** The endpoint's URI, the key within its user. */
  readonly entity: string
  readonly state: ElementState
  readonly displayText?: string | undefined
  /** pending, dialing-in, dialing-out, alerting, on-hold, connected, muted-via-focus, disconnecting, disconnected. */
  readonly status?: string | undefined
  /** dialed-in, dialed-out, focus-owner. */
  readonly joiningMethod?: string | undefined
  /** departed, booted, failed, busy. */
  readonly disconnectionMethod?: string | undefined
}
