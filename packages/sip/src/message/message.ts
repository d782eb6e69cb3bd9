// The message model: lossless and immutable. Every change gives a new message whose other header fields keep their bytes.
import { SipBuildError, SipParseError } from '../errors'
import { parseNameAddr, type NameAddr } from '../uri/name-addr'
import { headerField, isToken, nameKey, type HeaderField } from './header-fields'
import { splitList } from './lists'
import { bodyBytes, bytesWith } from './text'
import { parseVia, type Via } from './via'

/** The parts a message is made of. `bytes` only when it was read from the wire and is untouched. */
export interface MessageParts {
  readonly headers: readonly HeaderField[]
  readonly body: Uint8Array
  readonly bytes?: Uint8Array | undefined
}

/** The CSeq header field: number and method. */
export interface Cseq {
  readonly number: number
  readonly method: string
}

/** What {@link SipMessage.changed} does: each as the method of that name. */
export type HeaderChange = readonly [how: 'with' | 'prepend' | 'append', name: string, value: string]

/** A value with the text it was read from, and is the reading of. */
interface Reading<T> {
  readonly of: string
  readonly is: T
}

/** What was read last; a message and its copies share it, as most changes leave From, To and the topmost Via as they are. */
interface Readings {
  from?: Reading<string | undefined>
  to?: Reading<string | undefined>
  via?: Reading<Via | undefined>
}

/** What requests and responses have in common. Header text holds one character per byte; {@link utf8} shows it. */
export abstract class SipMessage {
  abstract readonly kind: 'request' | 'response'
  abstract readonly startLine: string
  readonly headers: readonly HeaderField[]
  readonly body: Uint8Array
  #bytes: Uint8Array | undefined
  readonly #readings: Readings

  constructor(parts: MessageParts, like?: SipMessage) {
    this.headers = parts.headers
    this.body = parts.body
    this.#bytes = parts.bytes
    this.#readings = like === undefined ? {} : like.#readings
  }

  /** The message on the wire: the very bytes it was read from while it is untouched. */
  get bytes(): Uint8Array {
    return (this.#bytes ??= this.#written())
  }

  /** The first value line of a header, compact and long names being one; undefined when absent. */
  header(name: string): string | undefined {
    const key = nameKey(name)
    for (const field of this.headers) if (field.key === key) return field.value
    return undefined
  }

  /** All value lines of a header, one per header field line. */
  all(name: string): readonly string[] {
    const key = nameKey(name)
    return this.headers.filter((field) => field.key === key).map((field) => field.value)
  }

  /** All values of a comma-separated header, over all its lines (RFC 3261 §7.3.1). */
  list(name: string): readonly string[] {
    const key = nameKey(name)
    const values: string[] = []
    for (const field of this.headers) {
      if (field.key !== key) continue
      for (const value of splitList(field.value)) values.push(value)
    }
    return values
  }

  /** Replaces the first of these headers and drops the others; appends when absent. */
  with(name: string, value: string): this {
    return this.changed([['with', name, value]])
  }

  /** Replaces the first of these header fields and leaves the others; appends when absent. */
  withFirst(name: string, value: string): this {
    const key = nameKey(name)
    const at = this.headers.findIndex((other) => other.key === key)
    if (at < 0) return this.append(name, value)
    return this.#withHeaders(this.headers.toSpliced(at, 1, headerField(name, value)))
  }

  /** Puts a value before the first of these headers; on top when there is none. */
  prepend(name: string, value: string): this {
    return this.changed([['prepend', name, value]])
  }

  /** Puts a value after the last of these headers; at the end when there is none. */
  append(name: string, value: string): this {
    return this.changed([['append', name, value]])
  }

  /** Several changes, one after the other, and one new message: what a proxy does to each message it forwards. */
  changed(changes: readonly HeaderChange[]): this {
    const headers = [...this.headers]
    for (const [how, name, value] of changes) change(headers, how, headerField(name, value))
    return this.#withHeaders(headers)
  }

  /** Drops all of these headers. */
  without(name: string): this {
    const key = nameKey(name)
    return this.#withHeaders(this.headers.filter((field) => field.key !== key))
  }

  /** Drops the first value of a comma-separated header: the top Via, the top Route. */
  withoutFirstOf(name: string): this {
    const key = nameKey(name)
    const at = this.headers.findIndex((other) => other.key === key)
    const first = this.headers[at]
    if (first === undefined) return this
    const rest = splitList(first.value).slice(1)
    const kept = rest.length === 0 ? [] : [headerField(first.name, rest.join(', '))]
    return this.#withHeaders(this.headers.toSpliced(at, 1, ...kept))
  }

  /** Another body; Content-Length is set, Content-Type when given. A string is sent in UTF-8. */
  withBody(body: Uint8Array | string, contentType?: string): this {
    const bytes = bodyBytes(body)
    const typed = contentType === undefined ? this : this.with('Content-Type', contentType)
    const sized = typed.with('Content-Length', String(bytes.length))
    return sized.copy({ headers: sized.headers, body: bytes })
  }

  get callId(): string | undefined {
    return this.header('Call-ID')
  }

  /** Undefined when absent or malformed (RFC 3261 §8.1.1.5: a number below 2³¹ and a method). */
  get cseq(): Cseq | undefined {
    const [, digits, method] = /^(\d{1,10})[ \t]+(\S+)$/.exec(this.header('CSeq') ?? '') ?? []
    if (digits === undefined || method === undefined || !isToken(method) || Number(digits) > 0x7fffffff) return undefined
    return { number: Number(digits), method }
  }

  get fromTag(): string | undefined {
    const text = this.header('From') ?? ''
    const known = this.#readings.from
    if (known?.of === text) return known.is
    return (this.#readings.from = { of: text, is: tagOf(text) }).is
  }

  get toTag(): string | undefined {
    const text = this.header('To') ?? ''
    const known = this.#readings.to
    if (known?.of === text) return known.is
    return (this.#readings.to = { of: text, is: tagOf(text) }).is
  }

  /** The topmost Via; undefined when absent or malformed. */
  get topVia(): Via | undefined {
    const text = this.header('Via') ?? ''
    const known = this.#readings.via
    if (known?.of === text) return known.is
    const first = splitList(text)[0]
    // A first line without a value: the next one counts, and is not what was asked for.
    if (first === undefined) return attempt(() => parseVia(this.list('Via')[0] ?? ''))
    return (this.#readings.via = { of: text, is: attempt(() => parseVia(first)) }).is
  }

  /** The Contact addresses that can be read; `*` and malformed ones are left out. */
  get contacts(): readonly NameAddr[] {
    return this.list('Contact').flatMap((text) => attempt(() => parseNameAddr(text)) ?? [])
  }

  /** A message of the same kind and start line with other parts. */
  protected abstract copy(parts: MessageParts): this

  #withHeaders(headers: readonly HeaderField[]): this {
    return this.copy({ headers, body: this.body })
  }

  #written(): Uint8Array {
    let head = `${this.startLine}\r\n`
    for (const field of this.headers) head += `${field.raw}\r\n`
    return bytesWith(`${head}\r\n`, this.body)
  }
}

/** A SIP request. */
export class SipRequest extends SipMessage {
  readonly kind = 'request'
  readonly startLine: string
  readonly method: string
  readonly requestUri: string
  /** `SIP/2.0`; another version is readable so that it can be answered 505. */
  readonly version: string

  /** From a start line; or from another request, whose start line was judged already. */
  constructor(
    start: { readonly method: string; readonly uri: string; readonly version?: string } | SipRequest,
    parts: MessageParts,
  ) {
    super(parts, start instanceof SipRequest ? start : undefined)
    if (start instanceof SipRequest) {
      this.method = start.method
      this.requestUri = start.requestUri
      this.version = start.version
      this.startLine = start.startLine
      return
    }
    // RFC 3261 §7.1 — the Request-URI holds neither spaces nor control characters, the method is a token.
    if (!isToken(start.method)) throw new SipBuildError(`method ${JSON.stringify(start.method)} is no token (RFC 3261 §7.1)`)
    if (!/^[^\s<>]+$/.test(start.uri)) throw new SipBuildError(`no Request-URI: ${JSON.stringify(start.uri)} (RFC 3261 §7.1)`)
    this.method = start.method
    this.requestUri = start.uri
    this.version = start.version ?? 'SIP/2.0'
    this.startLine = `${this.method} ${this.requestUri} ${this.version}`
  }

  /** The same request to another Request-URI. */
  withRequestUri(uri: string): SipRequest {
    return new SipRequest({ method: this.method, uri, version: this.version }, { headers: this.headers, body: this.body })
  }

  protected override copy(parts: MessageParts): this {
    return new SipRequest(this, parts) as this
  }
}

/** A SIP response. */
export class SipResponse extends SipMessage {
  readonly kind = 'response'
  readonly startLine: string
  readonly status: number
  readonly reason: string

  /** From a start line; or from another response, whose start line was judged already. */
  constructor(start: { readonly status: number; readonly reason: string } | SipResponse, parts: MessageParts) {
    super(parts, start instanceof SipResponse ? start : undefined)
    if (start instanceof SipResponse) {
      this.status = start.status
      this.reason = start.reason
      this.startLine = start.startLine
      return
    }
    if (!Number.isInteger(start.status) || start.status < 100 || start.status > 699) {
      throw new SipBuildError(`status ${start.status} is not within 100–699 (RFC 3261 §7.2)`)
    }
    if (/[\r\n]/.test(start.reason)) throw new SipBuildError('a reason phrase with a line break (RFC 3261 §7.2)')
    this.status = start.status
    this.reason = start.reason
    this.startLine = `SIP/2.0 ${this.status} ${this.reason}`
  }

  protected override copy(parts: MessageParts): this {
    return new SipResponse(this, parts) as this
  }
}

function change(headers: HeaderField[], how: HeaderChange[0], field: HeaderField): void {
  const isNamed = ({ key }: HeaderField): boolean => key === field.key
  if (how === 'append') {
    const last = headers.findLastIndex(isNamed)
    headers.splice(last < 0 ? headers.length : last + 1, 0, field)
    return
  }
  const first = headers.findIndex(isNamed)
  if (how === 'prepend') headers.splice(Math.max(0, first), 0, field)
  else if (first < 0) headers.push(field)
  else {
    headers[first] = field
    for (let at = headers.length - 1; at > first; at -= 1) if (headers[at]?.key === field.key) headers.splice(at, 1)
  }
}

// What nearly every From and To looks like; what does not is read part by part.
const USUAL_ADDRESS = /^(?:"[^"\\]*" ?)?<[^\s<>"]+>(?:;tag=([^\s;,="<>\\]+))?$/

function tagOf(address: string): string | undefined {
  const usual = USUAL_ADDRESS.exec(address)
  return usual === null ? attempt(() => parseNameAddr(address).params.get('tag')) : usual[1]
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SipParseError) return undefined
    throw error
  }
}
