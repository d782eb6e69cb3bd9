// Compares what tcpdump saw with what a history says: every byte between the testbed and the SUT, on both planes.
import type { HistoryEvent } from '../../judge/history/events'
import type { Segment } from '../../capture/internet'
import { tcpStreams } from './tcp-streams'

/** Every place where the two differ, in words; none when they agree byte for byte. */
export function disagreements(packets: readonly Segment[], history: readonly HistoryEvent[]): readonly string[] {
  const garbage = history
    .filter(({ kind }) => kind === 'garbage')
    .map(({ n }) => `event ${n} is garbage: neither plane's comparison has it`)
  return [...garbage, ...onSip(packets, history), ...onCh1(packets, history)]
}

/** SIP: each datagram between the core and whoever is no participant, in order, per direction. */
function onSip(packets: readonly Segment[], history: readonly HistoryEvent[]): readonly string[] {
  const sip = history.flatMap((event) => (event.kind === 'sip' ? [event] : []))
  const [core, ...others] = new Set(sip.map(({ flow }) => flow.local))
  if (core === undefined || others.length > 0) return [`the history has ${others.length + 1} cores or none`]
  const participants = new Set(history.flatMap((event) => (event.kind === 'wire' && event.local ? [event.local] : [])))
  const udp = packets.filter(({ transport }) => transport === 'udp')
  const captured = {
    toSut: udp.filter(({ from, to }) => from === core && !participants.has(to)).map(({ to, payload }) => ({ end: to, payload })),
    fromSut: udp
      .filter(({ from, to }) => to === core && !participants.has(from))
      .map(({ from, payload }) => ({ end: from, payload })),
  }
  return (['toSut', 'fromSut'] as const).flatMap((dir) => {
    const told = sip.filter((event) => event.dir === dir)
    const seen = captured[dir]
    const number = told.length === seen.length ? [] : [`SIP ${dir}: ${told.length} in the history, ${seen.length} captured`]
    const differs = told.findIndex(({ flow, bytes }, i) => {
      const other = seen[i]
      return other !== undefined && (other.end !== flow.remote || !Buffer.from(bytes, 'base64').equals(other.payload))
    })
    return differs < 0 ? number : [...number, `SIP ${dir}: event ${told[differs]?.n} is not captured datagram ${differs + 1}`]
  })
}

/** CH-1: of each connection to an enabler, the whole stream of bytes of each direction. */
function onCh1(packets: readonly Segment[], history: readonly HistoryEvent[]): readonly string[] {
  const enablers = new Set(history.flatMap((event) => (event.kind === 'ch1' || event.kind === 'peer' ? [event.flow.local] : [])))
  const captured = tcpStreams(packets.filter(({ from, to }) => enablers.has(from) || enablers.has(to)))
  const told = new Map<string, Buffer[]>()
  for (const event of history) {
    if (event.kind !== 'ch1') continue
    const { local, remote } = event.flow
    const ends = event.dir === 'toSut' ? `${local} ${remote}` : `${remote} ${local}`
    told.set(ends, [...(told.get(ends) ?? []), Buffer.from(event.bytes, 'base64')])
  }
  return [...new Set([...told.keys(), ...captured.keys()])].flatMap((ends) => {
    const history = Buffer.concat(told.get(ends) ?? [])
    const wire = captured.get(ends) ?? Buffer.alloc(0)
    if (history.equals(wire)) return []
    const at = history.findIndex((byte, i) => byte !== wire[i])
    const where = at < 0 ? Math.min(history.length, wire.length) : at
    return [`CH-1 ${ends}: ${history.length} bytes in the history, ${wire.length} captured, they differ at byte ${where}`]
  })
}
