// The shapes a Diameter message takes: what is handed in to be encoded, and the view that comes out of decoding.
import type { CodecError } from './codec-error'
import type { AvpDefinition } from './dictionary'

/**
 * A value that is not a group. Unsigned64 and Integer64 are bigint, Time is a Date (whole seconds), OctetString is bytes,
 * Address, DiameterIdentity, DiameterURI, IPFilterRule and UTF8String are strings, the rest are numbers (Enumerated too).
 */
export type AvpScalar = string | number | bigint | Uint8Array | Date

/** An AVP given by its octets: for codes no dictionary has, and for flags other than the dictionary's. */
export interface RawAvp {
  readonly code: number
  /** 0 without the V bit; written only when `flags` has the V bit (0x80). */
  readonly vendorId: number
  /** The flags octet: 0x80 V, 0x40 M, 0x20 P. */
  readonly flags: number
  /** The data alone, without header and padding. */
  readonly data: Uint8Array
}

/** An AVP to be written: `['Session-Id', 'a;1;2']`, `['Event-Type', [['SIP-Method', 'INVITE']]]`, or raw. Order is kept. */
export type AvpInput = readonly [name: string, value: AvpScalar | readonly AvpInput[]] | RawAvp

/** A message to be written. Numbers are those of the header (RFC 6733 §3); the flags not given are clear. */
export interface MessageInput {
  readonly commandCode: number
  readonly applicationId: number
  readonly request: boolean
  readonly proxiable?: boolean
  readonly error?: boolean
  readonly retransmitted?: boolean
  readonly hopByHop: number
  readonly endToEnd: number
  readonly avps: readonly AvpInput[]
}

/** What the data of an AVP says, or, when it says nothing legal, its bytes and why. Without definition the value is the bytes. */
export type AvpValue =
  | { readonly ok: true; readonly value: AvpScalar | readonly Avp[] }
  | { readonly ok: false; readonly raw: Uint8Array; readonly error: CodecError }

/** One AVP as a view on the message's bytes; `definition`, `name`, `data` and `value` are worked out when first asked for. */
export interface Avp {
  readonly code: number
  /** 0 when the V bit is clear. */
  readonly vendorId: number
  /** The flags octet: 0x80 V, 0x40 M, 0x20 P. */
  readonly flags: number
  /** First byte of the AVP's header, from the start of the message. */
  readonly offset: number
  /** The AVP Length field as it came: header and data, no padding. */
  readonly length: number
  /** The data without padding; where the length is a lie, what is left of the container. */
  readonly data: Uint8Array
  readonly definition: AvpDefinition | undefined
  /** `Session-Id`, or `AVP 9999 (vendor 10415)` when no dictionary knows it. */
  readonly name: string
  readonly value: AvpValue
}

/** One message as a view on its bytes. */
export interface DiameterMessage {
  readonly bytes: Uint8Array
  readonly version: number
  /** The Message Length field, equal to `bytes.length`. */
  readonly length: number
  /** The command flags octet: 0x80 R, 0x40 P, 0x20 E, 0x10 T. */
  readonly flags: number
  readonly request: boolean
  readonly proxiable: boolean
  readonly error: boolean
  readonly retransmitted: boolean
  readonly commandCode: number
  readonly applicationId: number
  readonly hopByHop: number
  readonly endToEnd: number
  /** The top level, in order of appearance. */
  readonly avps: readonly Avp[]
  /** What is wrong inside, at any depth, in order of appearance; at most the first 100. Asking for it decodes every value. */
  readonly faults: readonly CodecError[]
}
