// Accounting-Answers of one identity, pre-encoded: what is the same in all of them is copied, what differs is patched in.
import { encodeMessage } from '../encode-message'
import type { FlatMessage } from '../flat/flat-message'
import { HEADER_BYTES } from '../header'
import type { AvpInput, MessageInput } from '../message'
import { accountingAnswer } from './accounting-answer'
import type { AnswerOrigin } from './answer-origin'
import { errorAnswer } from './error-answer'
import { Slab } from './slab'

const SESSION_ID = 263
const RECORD_TYPE = 480
const RECORD_NUMBER = 485
const PROXY_INFO = 284
const LAST_RECORD_TYPE = 4
const AVP_HEADER = 8
const NUMBER_AVP = 12

/**
 * ```
 * | header (20)      version, length, flags, command, application, hop-by-hop, end-to-end: patched
 * | Session-Id       copied from the request
 * | Result-Code (12) patched | Origin-Host | Origin-Realm | type (12) patched | number (12) patched | application | state id
 * ```
 * `answer` gives exactly the bytes `encodeMessage(accountingAnswer(…))` would give. The bytes share memory with answers given
 * before and after, which nobody writes to again.
 */
export class AnswerTemplate {
  readonly #origin: AnswerOrigin
  readonly #slab = new Slab()
  // Everything behind the Session-Id, once for answers with Acct-Application-Id.
  readonly #tail: Uint8Array
  readonly #typeAt: number
  readonly #numberAt: number
  readonly #resultAt = AVP_HEADER

  constructor(origin: AnswerOrigin) {
    this.#origin = { ...origin }
    const tail: readonly AvpInput[] = accountingAnswer(undefined, origin, 2001).avps
    const sizes = tail.map((avp) => bytesOf([avp]).length)
    const upTo = (count: number): number => sizes.slice(0, count).reduce((sum, size) => sum + size, 0)
    this.#tail = bytesOf(tail)
    // Result-Code, Origin-Host, Origin-Realm, then the two numbers.
    this.#typeAt = upTo(3) + AVP_HEADER
    this.#numberAt = upTo(3) + NUMBER_AVP + AVP_HEADER
  }

  /**
   * The answer to an accounting request. Everyday requests of application 3 are patched; one with Proxy-Info, without a plain
   * Session-Id in front, or an answer with `more` AVPs goes through `encodeMessage`, and a Result-Code 3xxx through `errorAnswer`.
   */
  answer(request: FlatMessage, resultCode: number, more?: readonly AvpInput[]): Uint8Array {
    // RFC 6733 §7.1.3 — protocol errors have a grammar of their own.
    if (resultCode >= 3000 && resultCode < 4000) return errorAnswer(request, this.#origin, { resultCode, more })
    const isPlain = more === undefined && resultCode >>> 0 === resultCode
    return (isPlain ? this.#patched(request, resultCode) : undefined) ?? encodeMessage(this.input(request, resultCode, more))
  }

  /** The same answer as the encoder takes it. */
  input(request: FlatMessage, resultCode: number, more: readonly AvpInput[] = []): MessageInput {
    return accountingAnswer(request, this.#origin, resultCode, more)
  }

  #patched(request: FlatMessage, resultCode: number): Uint8Array | undefined {
    const from = request.bytes
    // One plain Session-Id of the IETF in front, application 3, command 271.
    if (request.count === 0 || request.codeAt(0) !== SESSION_ID || request.vendorAt(0) !== 0 || !request.isReadable(0))
      return undefined
    if (from[6] !== 1 || from[7] !== 15 || from[5] !== 0 || request.applicationId !== 3 || request.flagsAt(0) !== 0x40)
      return undefined
    let type = -1
    let number = -1
    for (let i = request.endAt(0); i < request.count; i = request.endAt(i)) {
      const code = request.codeAt(i)
      if (code === RECORD_TYPE && type < 0) type = i
      else if (code === RECORD_NUMBER && number < 0) number = i
      else if (code === PROXY_INFO) return undefined
    }
    if (type < 0 || number < 0 || !isPlainNumber(request, type) || !isPlainNumber(request, number)) return undefined
    const kind = request.u32(type) ?? 0
    if (kind < 1 || kind > LAST_RECORD_TYPE) return undefined
    return this.#write(request, from, type, number, resultCode)
  }

  #write(request: FlatMessage, from: Uint8Array, type: number, number: number, resultCode: number): Uint8Array {
    const dataEnd = request.dataEnd(0)
    const sessionEnd = (dataEnd + 3) & ~3
    const tail = this.#tail
    const length = sessionEnd + tail.length
    const bytes = this.#slab.take(length)
    for (let at = 4; at < dataEnd; at++) bytes[at] = from[at] as number
    for (let at = dataEnd; at < sessionEnd; at++) bytes[at] = 0
    bytes.set(tail, sessionEnd)
    bytes[0] = 1
    bytes[1] = length >> 16
    bytes[2] = length >> 8
    bytes[3] = length
    // RFC 6733 §6.2 — P as in the request; no R, E, T.
    bytes[4] = (from[4] as number) & 0x40
    putU32(bytes, sessionEnd + this.#resultAt, resultCode)
    copy4(from, request.dataStart(type), bytes, sessionEnd + this.#typeAt)
    copy4(from, request.dataStart(number), bytes, sessionEnd + this.#numberAt)
    return bytes
  }
}

function isPlainNumber(request: FlatMessage, index: number): boolean {
  return request.vendorAt(index) === 0 && request.dataEnd(index) - request.dataStart(index) === 4 && request.isReadable(index)
}

function bytesOf(avps: readonly AvpInput[]): Uint8Array {
  const header = { commandCode: 271, applicationId: 3, request: false, hopByHop: 0, endToEnd: 0 }
  return encodeMessage({ ...header, avps }).subarray(HEADER_BYTES)
}

function putU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

function copy4(from: Uint8Array, at: number, to: Uint8Array, toAt: number): void {
  to[toAt] = from[at] as number
  to[toAt + 1] = from[at + 1] as number
  to[toAt + 2] = from[at + 2] as number
  to[toAt + 3] = from[at + 3] as number
}
