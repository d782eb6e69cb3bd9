// How the answers of a device look on its wire when it does not behave as its user agent means to: late, other than 200, or not at all.
import type { Timers } from '@ch1/sip'

/** How the server's BYE is answered instead of by 200 at once. */
export type ByeAnswer = { readonly kind: 'late'; readonly afterMs: number } | { readonly kind: 'unknown' | 'never' }

/** The words of `answersBye`; undefined for any other. */
export function byeAnswerOf(how: string | undefined, ms: string | undefined): ByeAnswer | undefined {
  if (how === 'late') return /^\d{1,6}$/.test(ms ?? '') ? { kind: 'late', afterMs: Number(ms) } : undefined
  if (ms !== undefined) return undefined
  return how === '481' ? { kind: 'unknown' } : how === 'never' ? { kind: 'never' } : undefined
}

const OK = 'SIP/2.0 200 OK\r\n'

/** Changes the 200s of one participant on their way to the wire. */
export class AnswerHabits {
  /** Status of a 2xx to INVITE. */
  acceptsWith = 200
  bye: ByeAnswer | undefined
  readonly #timers: Timers
  #waits = false
  #waited = false

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** What leaves in place of this message, and when; undefined: nothing. `send` is called at once, later, or never. */
  pass(bytes: Uint8Array, send: (bytes: Uint8Array) => void): void {
    const method = methodOfOk(bytes)
    if (method === 'INVITE' && this.acceptsWith !== 200)
      return send(withStatusLine(bytes, `SIP/2.0 ${this.acceptsWith} Accepted`))
    if (method !== 'BYE' || this.bye === undefined || this.#waited) return send(bytes)
    if (this.bye.kind === 'unknown') return send(withStatusLine(bytes, 'SIP/2.0 481 Call/Transaction Does Not Exist'))
    if (this.bye.kind !== 'late' || this.#waits) return
    this.#waits = true
    this.#timers.set(this.bye.afterMs, () => {
      this.#waited = true // a repeat of the BYE is answered at once from now on
      send(bytes)
    })
  }
}

/** The method of a 200 OK, by its CSeq; undefined for all other messages. */
function methodOfOk(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('latin1')
  return text.startsWith(OK) ? /\r\nCSeq:\s*\d+\s+([A-Z]+)/i.exec(text)?.[1] : undefined
}

function withStatusLine(bytes: Uint8Array, line: string): Uint8Array {
  return Buffer.concat([Buffer.from(`${line}\r\n`, 'latin1'), Buffer.from(bytes.subarray(OK.length))])
}
