// Random conferences one behind another in one history, long apart: each with Call-IDs, users, focus and Session-Ids of its own.
import type { HistoryEvent } from '../../judge/history/events'

const GAP_US = 200_000_000
const TICK_US = 10_000_000
const HOP_BY_HOP_AT = 12
const END_TO_END_AT = 16

/**
 * One history of several, which must open alike: the first one's head, then the scenarios of all, and ticks after each. `leadUs`: ticks behind the first
 * event, too.
 */
export function following(histories: readonly (readonly HistoryEvent[])[], leadUs = 0): readonly HistoryEvent[] {
  const all: HistoryEvent[] = []
  const ticks = (longUs: number): number => {
    const fromUs = all.at(-1)?.atUs ?? 0
    for (let us = TICK_US; us <= longUs; us += TICK_US) all.push({ n: all.length, atUs: fromUs + us, kind: 'tick', lagUs: 0 })
    return all.at(-1)?.atUs ?? 0
  }
  for (const [k, events] of histories.entries()) {
    const first = k === 0 ? 1 : events.findIndex(({ kind }) => kind === 'scenario')
    if (k === 0) all.push(...events.slice(0, first))
    const shiftUs = ticks(k === 0 ? leadUs : GAP_US) - (events[first]?.atUs ?? 0)
    const shift = all.length - first
    for (const event of events.slice(first))
      all.push({ ...shifted(own(event, k), shift), n: event.n + shift, atUs: event.atUs + Math.max(shiftUs, 0) })
  }
  ticks(GAP_US)
  return all
}

/** What is demanded is looked for behind an event of its own scenario. */
function shifted(event: HistoryEvent, shift: number): HistoryEvent {
  if (event.kind !== 'demand') return event
  const { demand } = event
  return { ...event, demand: { ...demand, cause: { ...demand.cause, after: demand.cause.after + shift } } }
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
