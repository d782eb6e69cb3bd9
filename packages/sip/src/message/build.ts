// New messages: a request from its parts, a response to a request (RFC 3261 §8.1.1, §8.2.6).
import { headerField, nameKey, type HeaderField, type HeaderList } from './header-fields'
import { SipRequest, SipResponse, type SipMessage } from './message'
import { reasonPhrase } from './reason-phrases'
import { bodyBytes } from './text'

/** What a new request is made of. Headers are written as given, in order. */
export interface RequestParts {
  readonly method: string
  readonly uri: string
  readonly headers: HeaderList
  readonly body?: Uint8Array | string | undefined
}

/** What a response adds to the headers it copies. */
export interface ResponseOptions {
  /** Added to To when the request's To has none. */
  readonly toTag?: string | undefined
  readonly headers?: HeaderList | undefined
  readonly body?: Uint8Array | string | undefined
  readonly contentType?: string | undefined
}

/** The bytes of a message. An untouched message gives the very bytes it was read from. */
export function serialize(message: SipMessage): Uint8Array {
  return message.bytes
}

/** A request with exactly these headers, and Content-Length unless it is among them (so that it can be given wrongly). */
export function buildRequest(o: RequestParts): SipRequest {
  const body = bodyBytes(o.body ?? '')
  const headers = o.headers.map(([name, value]) => headerField(name, value))
  return new SipRequest(o, { headers: sized(headers, body), body })
}

/**
 * A response to a request: Via, From, To, Call-ID and CSeq are copied byte for byte (RFC 3261 §8.2.6.2), and Record-Route for
 * 101–299, which may make a dialog (§12.1.1). A header of `o.headers` replaces a copied one of its name.
 */
export function respond(request: SipRequest, status: number, reason?: string, o: ResponseOptions = {}): SipResponse {
  const copied = ['via', 'from', 'to', 'call-id', 'cseq', ...(status > 100 && status < 300 ? ['record-route'] : [])]
  const given = (o.headers ?? []).map(([name, value]) => headerField(name, value))
  if (o.contentType !== undefined) given.push(headerField('Content-Type', o.contentType))
  const replaced = new Set(given.map((field) => nameKey(field.name)))
  const kept = request.headers.filter((field) => copied.includes(nameKey(field.name)) && !replaced.has(nameKey(field.name)))
  const body = bodyBytes(o.body ?? '')
  const headers = sized([...kept.map((field) => tagged(field, request, o.toTag)), ...given], body)
  return new SipResponse({ status, reason: reason ?? reasonPhrase(status) }, { headers, body })
}

/** Puts headers over defaults: a given name replaces all defaults of that name, the others follow in order. */
export function overriding(defaults: HeaderList, given: HeaderList = []): HeaderList {
  const names = new Set(given.map(([name]) => nameKey(name)))
  return [...defaults.filter(([name]) => !names.has(nameKey(name))), ...given]
}

// RFC 3261 §8.2.6.2 — the UAS adds its tag to To, unless the request already had one.
function tagged(field: HeaderField, request: SipRequest, toTag: string | undefined): HeaderField {
  if (toTag === undefined || nameKey(field.name) !== 'to' || request.toTag !== undefined) return field
  return headerField(field.name, `${field.value};tag=${toTag}`)
}

function sized(headers: readonly HeaderField[], body: Uint8Array): readonly HeaderField[] {
  if (headers.some((field) => nameKey(field.name) === 'content-length')) return headers
  return [...headers, headerField('Content-Length', String(body.length))]
}
