// Cuts an MSRP stream into messages, whatever the chunking; bodies are counted, never kept.

/** How a chunk ends (RFC 4975 §7.1): `$` the message is complete, `+` more follows, `#` it was given up. */
export type MsrpFlag = '$' | '+' | '#'

/** One request or response as far as a sink needs it. */
export interface MsrpMessage {
  readonly transaction: string
  /** The method of a request, or the three digits of a response. */
  readonly what: string
  readonly headers: ReadonlyMap<string, string>
  readonly bodyBytes: number
  readonly flag: MsrpFlag
}

/** The stream is no MSRP, or is larger than its bounds: nothing after it can be told apart. */
export class MsrpError extends Error {
  override readonly name: string = 'MsrpError'
}

const MOST_HEAD = 8_192
const MOST_BODY = 16 * 1024 * 1024
// RFC 4975 §9 — a transaction id is an ident: 4 to 32 characters, the first of them a letter or a digit.
const FIRST = /^MSRP ([A-Za-z0-9][A-Za-z0-9.\-+%=]{3,31}) ([A-Z]+|[0-9]{3})(?: [^\r\n]*)?$/
const HEADER = /^([A-Za-z][A-Za-z0-9-]*): ?([^\r\n]*)$/

interface Head {
  readonly transaction: string
  readonly what: string
  readonly headers: Map<string, string>
}

/** Feed it what the socket gives. */
export class MsrpParser {
  #rest: Buffer = Buffer.alloc(0)
  #head: Head | undefined
  #headBytes = 0
  #bodyBytes: number | undefined

  /** Whether a message has begun and not ended. */
  get half(): boolean {
    return this.#head !== undefined || this.#rest.length > 0
  }

  /** The messages that ended with these bytes, as they are found. Throws MsrpError; feed nothing after that. */
  *feed(bytes: Uint8Array): Generator<MsrpMessage> {
    this.#rest = Buffer.concat([this.#rest, bytes])
    for (;;) {
      const step = this.#bodyBytes === undefined ? this.#line() : this.#body(this.#bodyBytes)
      if (step === 'starved') return
      if (step !== 'going') yield step
    }
  }

  #line(): MsrpMessage | 'starved' | 'going' {
    const end = this.#rest.indexOf('\r\n')
    if (this.#headBytes + (end < 0 ? this.#rest.length : end) > MOST_HEAD)
      throw new MsrpError(`a head of more than ${MOST_HEAD} octets`)
    // Garbage is known by its first octets; there is no need to wait for its line to end.
    if (!this.#head && !'MSRP '.startsWith(this.#rest.toString('latin1', 0, Math.min(5, this.#rest.length))))
      throw new MsrpError('no MSRP at the start of a message')
    if (end < 0) return 'starved'
    const line = this.#rest.toString('utf8', 0, end)
    this.#rest = this.#rest.subarray(end + 2)
    this.#headBytes += end + 2
    const head = this.#head
    if (!head) {
      const [, transaction, what] = FIRST.exec(line) ?? []
      if (transaction === undefined || what === undefined) throw new MsrpError('a malformed first line')
      this.#head = { transaction, what, headers: new Map() }
      return 'going'
    }
    if (line === '') {
      this.#bodyBytes = 0
      return 'going'
    }
    const ending = `-------${head.transaction}`
    if (line.length === ending.length + 1 && line.startsWith(ending)) return this.#ended(head, line.slice(-1), 0)
    const [, name, value] = HEADER.exec(line) ?? []
    if (name === undefined || value === undefined) throw new MsrpError('a malformed header field')
    head.headers.set(name.toLowerCase(), value.trim())
    return 'going'
  }

  /** RFC 4975 §7.1 — a body has no length of its own: it lasts until CRLF, seven hyphens and the transaction id. */
  #body(before: number): MsrpMessage | 'starved' | 'going' {
    const head = this.#head
    if (!head) throw new MsrpError('a body without a head')
    const ending = `\r\n-------${head.transaction}`
    const at = this.#rest.indexOf(ending)
    const past = at < 0 ? Math.max(0, this.#rest.length - ending.length + 1) : at
    const counted = before + past
    if (counted > MOST_BODY) throw new MsrpError(`a body of more than ${MOST_BODY} octets`)
    this.#rest = this.#rest.subarray(past)
    this.#bodyBytes = counted
    if (at < 0 || this.#rest.length < ending.length + 3) return 'starved'
    const tail = this.#rest.toString('latin1', ending.length, ending.length + 3)
    this.#rest = this.#rest.subarray(ending.length + 3)
    if (!tail.endsWith('\r\n')) throw new MsrpError('an end line that goes on')
    return this.#ended(head, tail.charAt(0), counted)
  }

  #ended(head: Head, flag: string, bodyBytes: number): MsrpMessage {
    if (flag !== '$' && flag !== '+' && flag !== '#') throw new MsrpError('an unknown continuation flag')
    this.#head = undefined
    this.#headBytes = 0
    this.#bodyBytes = undefined
    return { ...head, bodyBytes, flag }
  }
}
