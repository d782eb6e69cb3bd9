// The User-Name of a request, repeated behind an answer that was patched together without it (TS 32.299 §6.2.3).
import type { FlatMessage } from '@ch1/diameter'

const USER_NAME = 1

/** The answer with the request's User-Name as its last AVP; the answer as it is when there is none, or none that can be read. */
export function withUserName(answer: Uint8Array, request: FlatMessage): Uint8Array {
  const i = request.find(USER_NAME, 0)
  // RFC 6733 §7.1.3 — an answer with the E bit has a grammar of its own, where a User-Name is no use.
  if (i < 0 || !request.isReadable(i) || ((answer[4] ?? 0) & 0x20) !== 0) return answer
  const from = request.offsetAt(i)
  const end = request.dataEnd(i)
  const padded = (end - from + 3) & ~3
  const length = answer.length + padded
  const bytes = new Uint8Array(length)
  bytes.set(answer)
  bytes.set(request.bytes.subarray(from, end), answer.length)
  bytes[1] = length >> 16
  bytes[2] = length >> 8
  bytes[3] = length
  return bytes
}
