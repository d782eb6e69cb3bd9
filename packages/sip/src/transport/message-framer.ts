// A stream of bytes → whole messages by Content-Length (RFC 3261 §18.3), with the line breaks between them (RFC 5626 §3.5.1).
import { SipParseError } from '../errors'
import type { StreamLimits } from './stream-limits'

/** What the stream held, in order. After a `fault` nothing follows: where the next message begins is not known. */
export type Frame =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** A double CRLF between messages, to be answered by a single one. */
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'fault'
      readonly why: SipParseError
      /** What stood there, up to the header's bound. */
      readonly bytes: Uint8Array
      /** How a request with this header is refused; undefined when the header is not whole. */
      readonly refusal?: { readonly status: number; readonly reason?: string }
    }

const CR = 13
const LF = 10
const FIRST_STORE_BYTES = 4096
const KEPT_STORE_BYTES = 65_536

/** Cuts one stream. Any chunking of the same bytes gives the same frames; work and memory are linear in the bytes. */
export class MessageFramer {
  readonly #limits: Pick<StreamLimits, 'maxHeaderBytes' | 'maxMessageBytes'>
  #store = Buffer.alloc(0)
  #begin = 0
  #end = 0
  /** How far the pending bytes were searched. */
  #scanned = 0
  #startLineSeen = false
  #lineBreaks = 0
  /** The length of the message under way, once its header is whole. */
  #wanted: number | undefined
  #isBroken = false

  constructor(limits: Pick<StreamLimits, 'maxHeaderBytes' | 'maxMessageBytes'>) {
    this.#limits = limits
  }

  /** How many bytes of an unfinished message are held. */
  get pending(): number {
    return this.#end - this.#begin
  }

  /** Takes the next bytes; they are copied. */
  push(chunk: Uint8Array): readonly Frame[] {
    if (this.#isBroken) return []
    this.#append(chunk)
    const frames: Frame[] = []
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) {
      frames.push(frame)
      if (frame.kind === 'fault') {
        this.#isBroken = true
        this.#begin = this.#end
        break
      }
    }
    this.#release()
    return frames
  }

  /** The stream is over: what is wrong with how it ended, if anything. */
  end(): Frame | undefined {
    return this.pending === 0 ? undefined : this.#fault('the connection ended within a message', this.pending, '§18.3')
  }

  #next(): Frame | undefined {
    if (this.#wanted === undefined) {
      const before = this.#scanned === 0 ? this.#lineBreaksBefore() : undefined
      if (before !== undefined) return before
      if (this.pending === 0 || this.#held()[0] === CR) return undefined
      const fault = this.#header()
      if (fault !== undefined) return fault
    }
    if (this.#wanted === undefined || this.pending < this.#wanted) return undefined
    const bytes = new Uint8Array(this.#held().subarray(0, this.#wanted))
    this.#begin += this.#wanted
    this.#wanted = undefined
    this.#scanned = 0
    this.#startLineSeen = false
    return { kind: 'message', bytes }
  }

  // RFC 3261 §7.5 — CRLFs before a start line are skipped; RFC 5626 §4.4.1 — two of them between messages are a ping, one is a pong.
  #lineBreaksBefore(): Frame | undefined {
    for (; this.pending > 0 && this.#held()[0] === CR; this.#begin += 2) {
      const next = this.#held()[1]
      if (next === undefined) return undefined
      if (next !== LF) return this.#fault('a CR without LF between messages', 0, '§7.5')
      this.#lineBreaks += 1
      if (this.#lineBreaks < 2) continue
      this.#lineBreaks = 0
      this.#begin += 2
      return { kind: 'ping' }
    }
    if (this.pending > 0) this.#lineBreaks = 0
    return undefined
  }

  // Sets `#wanted` when the header is whole.
  #header(): Frame | undefined {
    const held = this.#held()
    const first = held[0] ?? 0
    // RFC 3261 §7.1, §7.2 — a message begins with a method or with SIP/2.0, both tokens; TLS records and the like do not.
    if (first <= 0x20 || first >= 0x7f) return this.#fault('bytes that begin no message', 0, '§7')
    const startLineFault = this.#startLine(held)
    if (startLineFault !== undefined) return startLineFault
    const at = held.indexOf('\r\n\r\n', Math.max(0, this.#scanned - 3), 'latin1')
    const { maxHeaderBytes, maxMessageBytes } = this.#limits
    if ((at < 0 ? held.length : at + 4) > maxHeaderBytes)
      return this.#fault(`a header longer than ${maxHeaderBytes} bytes (limit maxHeaderBytes)`, maxHeaderBytes, '§18.3')
    this.#scanned = held.length
    if (at < 0) return undefined
    return this.#length(held.toString('latin1', 0, at), at + 4, maxMessageBytes)
  }

  #startLine(held: Buffer): Frame | undefined {
    if (this.#startLineSeen) return undefined
    const at = held.indexOf('\r\n', Math.max(0, this.#scanned - 1), 'latin1')
    if (at < 0) return undefined
    this.#startLineSeen = true
    // What else is wrong with a start line is for the parser to say; without the protocol's name it is another protocol.
    return /SIP\//i.test(held.toString('latin1', 0, Math.min(at, this.#limits.maxHeaderBytes)))
      ? undefined
      : this.#fault('a first line without SIP/2.0', 0, '§7.1')
  }

  #length(header: string, bodyAt: number, maxMessageBytes: number): Frame | undefined {
    const values = contentLengths(header)
    const [value = ''] = values
    // RFC 3261 §18.3, §20.14 — over a stream every message tells the length of its body.
    if (values.length === 0) return this.#refused(bodyAt, 'no Content-Length over a stream', 400, 'Missing Content-Length')
    // RFC 3261 §20.14 — one number; of two that differ nobody knows which one the sender meant.
    if (!/^\d{1,9}$/.test(value) || values.some((other) => other !== value))
      return this.#refused(bodyAt, `a Content-Length that is no number: ${values.join(', ')}`, 400, 'Malformed Content-Length')
    const whole = bodyAt + Number(value)
    // RFC 3261 §21.4.11 — a body larger than we take; the server may close the connection.
    if (whole > maxMessageBytes)
      return this.#refused(bodyAt, `a message of ${whole} bytes, more than ${maxMessageBytes} (limit maxMessageBytes)`, 413)
    this.#wanted = whole
    return undefined
  }

  #refused(bodyAt: number, what: string, status: number, reason?: string): Frame {
    const why = new SipParseError(what, { offset: bodyAt, clause: 'RFC 3261 §18.3' })
    const bytes = new Uint8Array(this.#held().subarray(0, bodyAt))
    return { kind: 'fault', why, bytes, refusal: { status, ...(reason === undefined ? {} : { reason }) } }
  }

  #fault(what: string, offset: number, clause: string): Frame & { readonly kind: 'fault' } {
    const bytes = new Uint8Array(this.#held().subarray(0, this.#limits.maxHeaderBytes))
    const near = Buffer.from(bytes.subarray(0, 80)).toString('latin1')
    return { kind: 'fault', why: new SipParseError(what, { offset, clause: `RFC 3261 ${clause}`, near }), bytes }
  }

  #held(): Buffer {
    return this.#store.subarray(this.#begin, this.#end)
  }

  // The store doubles, so that a message which comes byte by byte is not copied for every byte.
  #append(chunk: Uint8Array): void {
    if (chunk.length > this.#store.length - this.#end) {
      const held = this.#held()
      const needed = held.length + chunk.length
      const store = needed * 2 <= this.#store.length ? this.#store : Buffer.allocUnsafe(Math.max(needed * 2, FIRST_STORE_BYTES))
      held.copy(store)
      this.#store = store
      this.#begin = 0
      this.#end = held.length
    }
    this.#store.set(chunk, this.#end)
    this.#end += chunk.length
  }

  #release(): void {
    if (this.pending > 0) return
    this.#begin = 0
    this.#end = 0
    if (this.#store.length > KEPT_STORE_BYTES) this.#store = Buffer.alloc(0)
  }
}

// Also of header fields that are folded, and whatever else is wrong with the others.
function contentLengths(header: string): readonly string[] {
  return header
    .split(/\r\n(?![ \t])/)
    .slice(1)
    .filter((line) => /^(?:l|content-length)[ \t]*:/i.test(line))
    .map((line) =>
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\s+/g, ' ')
        .trim(),
    )
}
