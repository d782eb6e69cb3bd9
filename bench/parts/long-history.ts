// A history as long as one likes: the scenarios of a real one again and again, each time with fresh identifiers, told as a testbed tells them.
import type { HistoryEvent, HistoryFact } from '../../judge/history/events'
import { Ch1Stamp } from '../../mocks/recorder'
import { readHistory } from '../../testbed'
import { CHAIN_EVERY, HistoryWriter } from '../../testbed/history-writer'

/** Random parts of Call-IDs, tags, branches, ICIDs, focus URIs and Session-Ids. */
const RANDOM_PART = /[0-9a-f]{12,}/g
const FRESH_DIGITS = 6
/** The domain of the users; what stands in its place is as long, so that no length in a message changes. */
const DOMAIN = 'home.example'
/** More than the records of one round: End-to-End and Hop-by-Hop Identifiers of two rounds never meet. */
const IDENTIFIERS_A_ROUND = 4_096
const HOP_BY_HOP_AT = 12
const END_TO_END_AT = 16

/** What was read of a real history: what stands before its first scenario, and its scenarios. */
export interface Sample {
  readonly head: readonly HistoryEvent[]
  readonly round: readonly HistoryEvent[]
}

/** @throws RangeError where there is no whole scenario in it */
export function sampleOf(path: string): Sample {
  const events = [...readHistory(path)].filter(({ kind }) => kind !== 'chain' && kind !== 'sealed')
  const isEdge = (event: HistoryEvent, edge: 'begin' | 'end'): boolean =>
    event.kind === 'scenario' && event.testPurpose !== 'preflight' && event.edge === edge
  const first = events.findIndex((event) => isEdge(event, 'begin'))
  const last = events.findLastIndex((event) => isEdge(event, 'end'))
  if (first < 0 || last < first) throw new RangeError(`${path}: no whole scenario is in it`)
  return { head: events.slice(0, first), round: events.slice(first, last + 1) }
}

/** Writes at least so many events, whole rounds, sealed; gives how many. */
export function writeLong(path: string, { head, round }: Sample, atLeast: number): number {
  const writer = new HistoryWriter(path, { atOnce: false })
  const stamps = new Map<string, Ch1Stamp>()
  let n = 0
  const put = (event: HistoryEvent): void => {
    if (event.kind === 'ch1') {
      const { dir, door, enabler, conn, flow } = event
      const key = `${dir}|${enabler}|${conn}`
      const stamp = stamps.get(key) ?? new Ch1Stamp({ dir, door, enabler, conn, flow })
      stamps.set(key, stamp)
      writer.writeCh1(n, event.atUs, stamp, Buffer.from(event.bytes, 'base64'), event.rule)
    } else writer.write({ ...event, n })
    n += 1
    if (n % CHAIN_EVERY !== 0) return
    writer.write({ n, atUs: event.atUs, kind: 'chain', upTo: n - 1, sha256: writer.digest() })
    n += 1
  }
  head.forEach(put)
  const fromN = round[0]?.n ?? 0
  const fromUs = head.at(-1)?.atUs ?? 0
  const longUs = Math.ceil(((round.at(-1)?.atUs ?? 0) - fromUs) / 1e6) * 1e6
  let atUs = fromUs
  for (let k = 0; n < atLeast; k += 1) {
    const numbers = new Map<number, number>()
    for (const event of round) {
      numbers.set(event.n, n)
      atUs = event.atUs + k * longUs
      put({ ...fresh(event, k, (old) => numbers.get(old) ?? n - (event.n - Math.max(old, fromN))), n, atUs })
    }
  }
  writer.write({ n, atUs, kind: 'sealed', why: 'done', sha256: writer.digest() })
  writer.close()
  return n + 1
}

/** The event as it is in round `k`. */
function fresh(event: HistoryEvent, k: number, numberNow: (old: number) => number): HistoryEvent & HistoryFact {
  if (event.kind === 'sip') return { ...event, bytes: renamed(Buffer.from(event.bytes, 'base64'), k).toString('base64') }
  if (event.kind === 'ch1') return { ...event, bytes: renumbered(Buffer.from(event.bytes, 'base64'), k).toString('base64') }
  if (event.kind === 'scenario') return { ...event, k: event.k + k }
  if (event.kind !== 'demand') return JSON.parse(named(JSON.stringify(event), k)) as HistoryEvent
  const { demand } = JSON.parse(named(JSON.stringify(event), k)) as typeof event
  const cause = { ...demand.cause, after: numberNow(demand.cause.after) }
  return { ...event, demand: { ...demand, id: `${demand.id}-${k}`, cause } }
}

function renamed(bytes: Buffer, k: number): Buffer {
  return Buffer.from(named(bytes.toString('latin1'), k), 'latin1')
}

function renumbered(bytes: Buffer, k: number): Buffer {
  const own = renamed(bytes, k)
  for (const at of [HOP_BY_HOP_AT, END_TO_END_AT]) own.writeUInt32BE((own.readUInt32BE(at) + k * IDENTIFIERS_A_ROUND) >>> 0, at)
  return own
}

/** Round 0 is the sample itself. */
function named(text: string, k: number): string {
  if (k === 0) return text
  const digits = k % 16 ** FRESH_DIGITS
  return text
    .replace(RANDOM_PART, (part) => {
      const front = Number.parseInt(part.slice(0, FRESH_DIGITS), 16) ^ digits
      return front.toString(16).padStart(FRESH_DIGITS, '0') + part.slice(FRESH_DIGITS)
    })
    .replaceAll(DOMAIN, `h${k.toString(36).padStart(5, '0')}.exmpl`)
}
