// A capture as tcpdump writes it, by the product's own reader: its datagrams and segments, in the order they were seen.
import { readCapture } from '../../capture'
import { insideOf, type Segment } from '../../capture/internet'
import { ipPacketOf } from '../../capture/link'

/** Every frame. Throws on anything but a whole datagram or segment: nothing is passed over. */
export function segmentsOf(file: Uint8Array): readonly Segment[] {
  const segments: Segment[] = []
  for (const item of readCapture([file])) {
    if (item.kind !== 'frame') continue
    const packet = ipPacketOf(item)
    const inside = packet && insideOf(packet)
    if (item.isCut || inside?.kind !== 'segment' || inside.missing > 0)
      throw new Error(`${item.where}: ${inside?.kind ?? 'no IP packet'}, expected a whole segment`)
    segments.push(inside)
  }
  return segments
}
