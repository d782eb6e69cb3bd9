// What the grammar checker reports: one rule that a message does not keep, where, by which clause, and how a server answers it.
import type { RawAvp } from '../message'
import type { Level } from './rule'

/** The kind of rule that is not kept. */
export type FindingRule =
  /** Version other than 1. */
  | 'version'
  /** Bits of the command flags octet, alone or together with the Result-Code. */
  | 'header-flags'
  /** An application id that is not the command's, or not that of the header. */
  | 'application'
  /** Length of the message, of an AVP, or of a data format. */
  | 'length'
  /** Padding that is not zero. */
  | 'padding'
  /** M, P or a reserved bit of an AVP. */
  | 'flags'
  /** V bit and Vendor-Id. */
  | 'vendor'
  /** Data of the right length that says nothing legal. */
  | 'value'
  | 'missing'
  | 'too-many'
  | 'not-allowed'
  /** Not at the place the grammar fixes. */
  | 'position'
  /** An AVP of no dictionary with the M bit. */
  | 'unknown-mandatory'
  /** A bound of this codec: groups nested too deep. */
  | 'limit'

/** One finding. Nothing of it is a view on the message: it may be kept. */
export interface GrammarFinding {
  readonly rule: FindingRule
  /** Names from the top level down, joined by dots, `Subscription-Id[2]` for the second of several; `header` for the header. */
  readonly path: string
  /** One sentence: what is wrong, and what came instead. */
  readonly problem: string
  /** `RFC 6733 §9.7.1`; `limit` for a bound of our own. */
  readonly clause: string
  /** Byte of the message where it is seen; for what is missing, the end of its container. */
  readonly offset: number
  /** The Result-Code (RFC 6733 §7.1) a server refuses such a request with; for a SHOULD, the one of a server that minds. */
  readonly resultCode: number
  /** The AVP to be put into Failed-AVP (RFC 6733 §7.5), inside the groups it stands in; absent where no AVP is at fault. */
  readonly failed?: RawAvp
  readonly level: Level
}
