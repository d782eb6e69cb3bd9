// Notices messages that come again byte for byte: the transaction layer absorbs them, charging faults are made of them.
import { parseMessage, type SipTransport } from '@ch1/sip'
import { createHash } from 'node:crypto'

/** Told of an INVITE or BYE, or of a 2xx to one, that had come before. */
export type CameAgain = (kind: 'resentAnswer' | 'resentRequest', callId: string, method: string) => void

const MOST_REMEMBERED = 4096

/** Tells `cameAgain` after a repeated message was handed up. Call it once the transport's owner listens. */
export function watchResends(transport: SipTransport, cameAgain: CameAgain): void {
  const handUp = transport.onMessage
  const seen = new Set<string>()
  transport.onMessage = (bytes, from) => {
    const again = remember(seen, bytes)
    handUp(bytes, from)
    if (again) tellOf(bytes, cameAgain)
  }
}

function remember(seen: Set<string>, bytes: Uint8Array): boolean {
  const digest = createHash('sha1').update(bytes).digest('base64')
  if (seen.has(digest)) return true
  seen.add(digest)
  const [oldest] = seen
  if (seen.size > MOST_REMEMBERED && oldest !== undefined) seen.delete(oldest)
  return false
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
