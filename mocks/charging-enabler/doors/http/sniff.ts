// Which HTTP a client speaks, told from its first octets, so that one port serves both.
import type { Duplex } from 'node:stream'

/** RFC 9113 §3.4 — the first line of the connection preface; no HTTP/1.1 request begins so. */
const PREFACE = Buffer.from('PRI * HTTP/2.0')

/**
 * Waits for the first octets, puts them back, and says which protocol they are. Anything that is not the preface goes to HTTP/1.1,
 * whose parser says what is wrong with it. Not called when the stream ends before that.
 */
export function sniff(stream: Duplex, then: (protocol: 1 | 2) => void): void {
  let seen: Buffer = Buffer.alloc(0)
  const onData = (chunk: Buffer): void => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk])
    const length = Math.min(seen.length, PREFACE.length)
    const isPrefix = seen.subarray(0, length).equals(PREFACE.subarray(0, length))
    if (isPrefix && length < PREFACE.length) return
    stream.off('data', onData)
    stream.pause()
    stream.unshift(seen)
    then(isPrefix ? 2 : 1)
  }
  stream.on('data', onData)
}
