// What crosses CH-1 beside records: no ACR before a connection is open, and no accounting under a header that is none.
import type { HistoryEvent } from '../history/events'
import type { Profile } from '../profile/schema'
import type { Opinion } from './opinion'
import type { Sending } from './records-seen'
import { octets } from './sip-seen'

// RFC 6733 §5.6 — capabilities first. A connection of which the history tells nothing was opened before it, or is not Diameter
export function afterOpen(
  events: readonly HistoryEvent[],
  sendings: readonly Sending[],
  { topology }: Profile,
): readonly Opinion[] {
  const openAt = new Map<string, number>()
  const known = new Set<string>()
  for (const event of events) {
    if (event.kind !== 'peer') continue
    const line = `${event.enabler}#${event.conn}`
    known.add(line)
    if (event.state === 'open' && !openAt.has(line)) openAt.set(line, event.n)
  }
  const gone = new Map<string, number>()
  for (const event of events)
    if (event.kind === 'peer' && !['open', 'connected'].includes(event.state)) gone.set(`${event.enabler}#${event.conn}`, event.n)
  // what was under way when it was closed is read behind that
  const late = sendings.some(({ line, n }) => n > (gone.get(line) ?? Infinity))
  const early = sendings.filter(({ line, n }) => known.has(line) && n < (openAt.get(line) ?? Infinity))
  return [
    {
      matter: 'after-open',
      // LV-21 — behind an agent the connection is the agent's
      word:
        early.length > 0
          ? topology.ch1 === 'direct'
            ? 'broken'
            : 'cannot say'
          : !late && sendings.every(({ line }) => known.has(line))
            ? 'ok'
            : 'cannot say',
      about: 'CH-1',
      events: early.map(({ n }) => n),
      facts:
        early.length > 0
          ? `records before their connection was open: events ${early.map(({ n }) => n).join(', ')}`
          : 'open first',
    },
  ]
}

// RFC 6733 §3 — version 1. Bytes that say they are accounting (command 271) and are no message of this version
export function garbled(events: readonly HistoryEvent[], { topology }: Profile): readonly Opinion[] {
  const bad = events.filter((event) => {
    if (event.kind !== 'garbage' || event.plane !== 'ch1') return false
    const [version, , , , , high, middle, low] = octets(event.bytes)
    return version !== 1 && high === 0 && middle === 1 && low === 15
  })
  const isOurs = topology.ch1 === 'direct' && topology.use === 'exclusive'
  if (bad.length === 0) return []
  const facts = `bytes that say command 271 in another version: events ${bad.map(({ n }) => n).join(', ')}`
  return [{ matter: 'header', word: isOurs ? 'broken' : 'cannot say', about: 'CH-1', events: bad.map(({ n }) => n), facts }]
}
