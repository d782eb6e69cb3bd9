// The errors of this package: each says what went wrong, where, by which clause, and how to go on.

/** Bytes or text that are not SIP. `offset` counts from the start of what was parsed. */
export class SipParseError extends Error {
  override readonly name = 'SipParseError'
  /** What is wrong, in a few words. */
  readonly what: string
  /** Byte (= character) offset of the fault within the parsed text. */
  readonly offset: number
  /** The clause that the text breaks, e.g. `RFC 3261 §7.1`. */
  readonly clause: string

  constructor(what: string, o: { readonly offset: number; readonly clause: string; readonly near?: string }) {
    super(`${what}, at offset ${o.offset} (${o.clause})${o.near === undefined ? '' : `: ${excerpt(o.near)}`}`)
    this.what = what
    this.offset = o.offset
    this.clause = o.clause
  }
}

/** A message that cannot be built as asked, e.g. a header value with a bare line break. */
export class SipBuildError extends Error {
  override readonly name = 'SipBuildError'
}

/** No final response came in time: 64·T1 for requests (RFC 3261 §17.1.1.2 timer B, §17.1.2.2 timer F). */
export class SipTimeout extends Error {
  override readonly name = 'SipTimeout'
}

/** The transport could not carry a request. */
export class SipTransportError extends Error {
  override readonly name = 'SipTransportError'
}

/** An operation that the present state does not allow, e.g. accepting an invitation twice. */
export class SipStateError extends Error {
  override readonly name = 'SipStateError'
}

/** A table is full: more transactions or dialogs than the owner allowed. */
export class SipLimitError extends Error {
  override readonly name = 'SipLimitError'
}

/** The layer was closed while something was still pending. */
export class SipClosed extends Error {
  override readonly name = 'SipClosed'
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
