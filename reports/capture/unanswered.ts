// Which records had no good answer yet at a place of a history: they may be sent again behind it.
import { COMMAND, decodeMessage, scalarAt } from '@ch1/diameter/codec'
import type { HistoryEvent } from '../../judge/history/events'
import { bytesOf } from '../message-caption'

/** From its first sending up to the answer that ended it; for good where none did. */
export interface Unanswered {
  readonly fromN: number
  readonly toN: number
}

/** RFC 6733 §3 — every sending of one record, and its answers, have one End-to-End Identifier. */
export function unansweredRecords(events: readonly HistoryEvent[]): readonly Unanswered[] {
  const waiting = new Map<number, number>()
  const over: Unanswered[] = []
  for (const event of events) {
    if (event.kind !== 'ch1' || event.door !== 'diameter') continue
    const header = headerOf(bytesOf(event))
    if (header?.code !== COMMAND.accounting) continue
    const { isRequest, endToEnd } = header
    if (isRequest && event.dir === 'fromSut' && !waiting.has(endToEnd)) waiting.set(endToEnd, event.n)
    const fromN = waiting.get(endToEnd)
    if (isRequest || event.dir === 'fromSut' || fromN === undefined || !isSuccess(bytesOf(event))) continue
    waiting.delete(endToEnd)
    over.push({ fromN, toN: event.n })
  }
  return [...over, ...[...waiting.values()].map((fromN) => ({ fromN, toN: Infinity }))]
}

// RFC 6733 §3 — version, length, flags with R on top, command code, application, Hop-by-Hop, End-to-End
function headerOf(
  bytes: Uint8Array,
): { readonly isRequest: boolean; readonly code: number; readonly endToEnd: number } | undefined {
  if (bytes.length < 20) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { isRequest: (view.getUint8(4) & 0x80) !== 0, code: view.getUint32(4) & 0xffffff, endToEnd: view.getUint32(16) }
}

function isSuccess(bytes: Uint8Array): boolean {
  try {
    const result = scalarAt(decodeMessage(bytes), 'Result-Code')
    return typeof result === 'number' && Math.floor(result / 1000) === 2
  } catch {
    return false // what cannot be read answers nothing
  }
}
