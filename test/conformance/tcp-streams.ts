// Puts captured TCP segments together: the bytes of each direction of each connection, once, in the order of their numbers.
import type { Packet } from './pcap-reader'

interface Direction {
  readonly first: number
  readonly segments: Map<number, Buffer>
}

/** `from to` → its bytes; a second connection between the same ends follows the first. Throws where bytes are missing. */
export function tcpStreams(packets: readonly Packet[]): ReadonlyMap<string, Buffer> {
  const open = new Map<string, Direction>()
  const streams = new Map<string, Buffer[]>()
  const finish = (ends: string, direction: Direction): void => {
    streams.set(ends, [...(streams.get(ends) ?? []), bytesOf(ends, direction)])
  }
  for (const { transport, from, to, payload, sequence, syn } of packets) {
    if (transport !== 'tcp') continue
    const ends = `${from} ${to}`
    const known = open.get(ends)
    if (syn && known?.first !== next(sequence)) {
      if (known) finish(ends, known)
      open.set(ends, { first: next(sequence), segments: new Map() })
      continue
    }
    if (payload.length === 0) continue
    if (!known) throw new Error(`${ends}: bytes of a connection whose beginning was not captured`)
    const at = (sequence - known.first) >>> 0 // RFC 9293 §3.4 — numbers wrap at 2³²
    if (payload.length > (known.segments.get(at)?.length ?? 0)) known.segments.set(at, payload)
  }
  for (const [ends, direction] of open) finish(ends, direction)
  return new Map([...streams].map(([ends, parts]) => [ends, Buffer.concat(parts)]))
}

// A resend repeats bytes, may begin or end elsewhere, and may come out of order.
function bytesOf(ends: string, { segments }: Direction): Buffer {
  const parts: Buffer[] = []
  let length = 0
  for (const [at, payload] of [...segments].sort(([a], [b]) => a - b)) {
    if (at > length) throw new Error(`${ends}: bytes ${length} to ${at} were not captured`)
    if (at + payload.length <= length) continue
    const more = payload.subarray(length - at)
    parts.push(more)
    length += more.length
  }
  return Buffer.concat(parts)
}

function next(sequence: number): number {
  return (sequence + 1) >>> 0
}
