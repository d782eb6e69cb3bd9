// What a capture of ours says of itself beside its packets, so that it can be judged again.
import { noteText, type NotedConnection } from '../../judge/history/capture-note'
import type { Flow, HistoryEvent } from '../../judge/history/events'
import { endsText } from './ends'

/** Where a slice stands in its history. */
export interface SliceContext {
  readonly sut: { readonly name: string; readonly version: string; readonly role: string }
  /** Digest of the run's profile. */
  readonly profile: string
  /** The events before it. */
  readonly before: readonly HistoryEvent[]
  /** Nothing was under way at its beginning. */
  readonly quiet: boolean
}

/** A tick later than this may excuse a record that did not come; what is less need not be noted. */
const LATE_US = 100_000
const MAX_LATE = 1_000

/** The text of the comment. `instantUs`: µs since 1970 of a time of the history. `packets`: how many there are behind it. */
export function captureNote(
  events: readonly HistoryEvent[],
  packets: number,
  instantUs: (atUs: number) => number,
  { sut, profile, before, quiet }: SliceContext,
): string {
  const [first] = events
  const late = events.flatMap((event) =>
    event.kind === 'tick' && event.lagUs > LATE_US ? [[instantUs(event.atUs), event.lagUs] as const] : [],
  )
  return noteText({
    sut: { name: sut.name, version: sut.version, role: sut.role },
    profile,
    beganUs: instantUs(first?.atUs ?? 0),
    endedUs: instantUs(events.at(-1)?.atUs ?? 0),
    quiet,
    enablers: Object.fromEntries(
      [...before, ...events].flatMap((event) =>
        event.kind === 'peer' || event.kind === 'ch1' ? [[endsText(event.flow).local, event.enabler]] : [],
      ),
    ),
    connections: connectionsAfter(before),
    late: late.slice(0, MAX_LATE),
    packets,
    ...(late.length > MAX_LATE ? { lacks: 'this machine ran late more often than is noted' } : {}),
  })
}

/** The CH-1 connections that are there behind these events. */
function connectionsAfter(before: readonly HistoryEvent[]): readonly NotedConnection[] {
  const there = new Map<string, { readonly enabler: string; readonly conn: number; readonly flow: Flow; open: boolean }>()
  for (const event of before) {
    if (event.kind !== 'peer') continue
    const key = `${event.enabler}#${event.conn}`
    if (event.state === 'closed' || event.state === 'refused') there.delete(key)
    else {
      const { enabler, conn, flow } = event
      const known = there.get(key) ?? { enabler, conn, flow, open: false }
      if (event.state === 'open') known.open = true
      there.set(key, known)
    }
  }
  return [...there.values()].map(({ enabler, conn, flow, open }) => ({ enabler, conn, ...endsText(flow), open }))
}
