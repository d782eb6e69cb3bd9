// What a user agent of ours sent last of each kind, so that it can be sent again, byte for byte.
import { parseMessage, SipParseError } from '@ch1/sip'

/** What can be sent again: a request by its method, or the 200 to an INVITE or a BYE. */
export type Resendable = 'INVITE' | 'BYE' | '200'

/** The last message of each kind. */
export class LastSent {
  readonly #bytes = new Map<Resendable, Uint8Array>()

  /** A message leaves; one of no such kind is not kept. */
  note(bytes: Uint8Array): void {
    const kind = kindOf(bytes)
    if (kind !== undefined) this.#bytes.set(kind, bytes)
  }

  of(kind: Resendable): Uint8Array | undefined {
    return this.#bytes.get(kind)
  }
}

/** Whether it is a 100. */
export function isTrying(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'SIP/2.0 100 ')
}

/** Whether the bytes begin with this text (ASCII). */
export function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text
}

function kindOf(bytes: Uint8Array): Resendable | undefined {
  try {
    const message = parseMessage(bytes)
    if (message.kind === 'request') return message.method === 'INVITE' || message.method === 'BYE' ? message.method : undefined
    return message.status === 200 && /^(INVITE|BYE)$/.test(message.cseq?.method ?? '') ? '200' : undefined
  } catch (error) {
    if (error instanceof SipParseError) return undefined
    throw error
  }
}
