// Link layers: from a frame to the IP packet in it. Only those a SIP or Diameter capture comes in.
import { CaptureError } from './capture-error'
import type { Frame } from './frame'

const VLAN = new Set([0x8100, 0x88a8, 0x9100])
const IP = new Set([0x0800, 0x86dd])

/** Link type (as tcpdump.org numbers them) → length of its header and where its EtherType is; none: the family tells, or the packet itself. */
const layers: Readonly<Record<number, { readonly header: number; readonly type?: number }>> = {
  0: { header: 4 }, // BSD loopback
  1: { header: 14, type: 12 }, // Ethernet
  12: { header: 0 }, // raw IP
  14: { header: 0 },
  101: { header: 0 },
  108: { header: 4 }, // OpenBSD loopback
  113: { header: 16, type: 14 }, // Linux cooked
  228: { header: 0 }, // IPv4
  229: { header: 0 }, // IPv6
  276: { header: 20, type: 0 }, // Linux cooked, version 2
}

/** The IP packet; undefined where the frame holds something else. Throws {@link CaptureError} for a link type that is not read. */
export function ipPacketOf({ linkType, bytes, where }: Frame): Uint8Array | undefined {
  const layer = layers[linkType]
  if (!layer)
    throw new CaptureError(
      `link type ${linkType} is not read`,
      where,
      'capture on an Ethernet, loopback or "any" interface, or convert: editcap -T rawip IN OUT where the frames are IP packets',
    )
  let { header } = layer
  if (layer.type !== undefined) {
    let type = u16(bytes, layer.type)
    for (let tags = 0; VLAN.has(type) && tags < 4; tags += 1) {
      type = u16(bytes, header + 2)
      header += 4
    }
    if (!IP.has(type)) return undefined
  }
  const packet = bytes.subarray(header)
  return packet.length > 0 && [4, 6].includes((packet[0] ?? 0) >> 4) ? packet : undefined
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
