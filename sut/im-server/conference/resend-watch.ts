// Notices messages that come again byte for byte: the transaction layer absorbs them, charging faults are made of them.
import { parseMessage, type Address, type SipTransport } from '@ch1/sip'
import { createHash } from 'node:crypto'

/** Told of an INVITE or BYE, or of a 2xx to one, that had come before. */
export type CameAgain = (kind: 'resentAnswer' | 'resentRequest', callId: string, method: string) => void

const MOST_REMEMBERED = 4096

/** A transport that behaves as the one inside, and tells `cameAgain` after a repeated message was handed up. */
export class ResendWatch implements SipTransport {
  onMessage: (bytes: Uint8Array, from: Address) => void = () => {}
  private readonly inner: SipTransport
  private readonly seen = new Set<string>()

  constructor(inner: SipTransport, cameAgain: CameAgain) {
    this.inner = inner
    inner.onMessage = (bytes, from) => {
      const again = this.remember(bytes)
      this.onMessage(bytes, from)
      if (again) tellOf(bytes, cameAgain)
    }
  }

  get reliable(): boolean {
    return this.inner.reliable
  }

  get sentBy(): SipTransport['sentBy'] {
    return this.inner.sentBy
  }

  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void {
    this.inner.send(bytes, to, failed)
  }

  close(): Promise<void> {
    return this.inner.close()
  }

  private remember(bytes: Uint8Array): boolean {
    const digest = createHash('sha1').update(bytes).digest('base64')
    if (this.seen.has(digest)) return true
    this.seen.add(digest)
    const [oldest] = this.seen
    if (this.seen.size > MOST_REMEMBERED && oldest !== undefined) this.seen.delete(oldest)
    return false
  }
}

function tellOf(bytes: Uint8Array, cameAgain: CameAgain): void {
  try {
    const message = parseMessage(bytes)
    const method = message.cseq?.method ?? ''
    if (method !== 'INVITE' && method !== 'BYE') return
    if (message.kind === 'request') cameAgain('resentRequest', message.callId ?? '', method)
    else if (message.status >= 200 && message.status < 300) cameAgain('resentAnswer', message.callId ?? '', method)
  } catch {
    return // garbage that came twice is still garbage
  }
}
