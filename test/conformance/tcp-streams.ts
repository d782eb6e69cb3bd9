// Puts captured TCP segments together, by the product's own reader: the bytes of each direction of each connection, once and in order.
import type { Segment } from '../../capture/internet'
import { TcpDirection, type Delivered } from '../../capture/tcp-direction'

interface Stream {
  readonly tcp: TcpDirection
  readonly parts: Uint8Array[]
}

/** `from to` → its bytes; a second connection between the same ends follows the first. Throws where bytes are missing. */
export function tcpStreams(segments: readonly Segment[]): ReadonlyMap<string, Buffer> {
  const open = new Map<string, Stream>()
  const streams = new Map<string, Buffer>()
  const finish = (ends: string, stream: Stream): void => {
    take(ends, stream, stream.tcp.over())
    streams.set(ends, Buffer.concat([streams.get(ends) ?? Buffer.alloc(0), ...stream.parts]))
  }
  for (const { transport, from, to, payload, sequence, syn, fin } of segments) {
    if (transport !== 'tcp') continue
    const ends = `${from} ${to}`
    const known = open.get(ends)
    if (syn && known?.tcp.isOpenedBy(sequence) !== true) {
      if (known) finish(ends, known)
      const tcp = new TcpDirection()
      tcp.syn(sequence)
      open.set(ends, { tcp, parts: [] })
      continue
    }
    if (payload.length === 0) continue
    if (!known) throw new Error(`${ends}: bytes of a connection whose beginning was not captured`)
    take(ends, known, known.tcp.take(sequence, payload, fin, 0))
  }
  for (const [ends, stream] of open) finish(ends, stream)
  return streams
}

function take(ends: string, { parts }: Stream, delivered: readonly Delivered[]): void {
  for (const one of delivered) {
    if (one === 'end') continue
    if ('missing' in one) throw new Error(`${ends}: ${one.missing} were not captured`)
    parts.push(one.bytes)
  }
}
