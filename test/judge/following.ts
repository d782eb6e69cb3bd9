// Random conferences one behind another in one history, long apart: each with Call-IDs, users, focus and Session-Ids of its own.
import type { HistoryEvent } from '../../judge/history/events'

const GAP_US = 200_000_000
const TICK_US = 10_000_000
const HOP_BY_HOP_AT = 12
const END_TO_END_AT = 16

/** One history of several, which must open alike: the first one's head, then the scenarios of all, and ticks after each. */
export function following(histories: readonly (readonly HistoryEvent[])[]): readonly HistoryEvent[] {
  const all: HistoryEvent[] = []
  let shiftUs = 0
  for (const [k, events] of histories.entries()) {
    const first = events.findIndex(({ kind }) => kind === 'scenario')
    const from = k === 0 ? 0 : first
    for (const event of events.slice(from)) all.push({ ...own(event, k), n: all.length, atUs: event.atUs + shiftUs })
    const endUs = all.at(-1)?.atUs ?? 0
    for (let us = TICK_US; us <= GAP_US; us += TICK_US) all.push({ n: all.length, atUs: endUs + us, kind: 'tick', lagUs: 0 })
    shiftUs = (all.at(-1)?.atUs ?? 0) - (events[first]?.atUs ?? 0)
  }
  return all
}

function own(event: HistoryEvent, k: number): HistoryEvent {
  if (event.kind === 'sip') return { ...event, bytes: renamed(Buffer.from(event.bytes, 'base64'), k).toString('base64') }
  if (event.kind !== 'ch1') return event
  const bytes = renamed(Buffer.from(event.bytes, 'base64'), k)
  for (const at of [HOP_BY_HOP_AT, END_TO_END_AT]) bytes.writeUInt32BE(bytes.readUInt32BE(at) + k * 100_000, at)
  return { ...event, bytes: bytes.toString('base64') }
}

/** By as many characters as before: no length in a message changes. */
function renamed(bytes: Buffer, k: number): Buffer {
  const text = bytes.toString('latin1')
  const names = {
    'call-': `cal${k}-`,
    'conf-': `con${k}-`,
    ';1;': `;${k + 1};`,
    ';7;': `;${k + 1};`,
    'home.example': `hom${k}.example`,
  }
  return Buffer.from(
    Object.entries(names).reduce((told, [was, is]) => told.replaceAll(was, is), text),
    'latin1',
  )
}
