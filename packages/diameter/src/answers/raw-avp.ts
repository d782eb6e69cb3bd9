// AVPs as octets: one AVP written whole, the shortest example of one, a group around members.
import { AVP_FLAG } from '../avp-view'
import type { AvpDefinition, AvpType } from '../dictionary'
import type { RawAvp } from '../message'

const SHORTEST: Readonly<Partial<Record<AvpType, number>>> = {
  Integer32: 4,
  Unsigned32: 4,
  Float32: 4,
  Enumerated: 4,
  Time: 4,
  Integer64: 8,
  Unsigned64: 8,
  Float64: 8,
  Address: 6,
}

/** The fewest bytes of data a format can have; an Address is taken for IPv4. */
export function shortestData(type: AvpType | undefined): number {
  return type === undefined ? 0 : (SHORTEST[type] ?? 0)
}

/** RFC 6733 §7.5 — the AVP that stands for one that is missing: its code, vendor and flags, and zeros of the least length. */
export function exampleAvp({ code, vendorId, mandatory, type }: AvpDefinition): RawAvp {
  const flags = (vendorId === 0 ? 0 : AVP_FLAG.vendor) | (mandatory === 'must' ? AVP_FLAG.mandatory : 0)
  return { code, vendorId, flags, data: new Uint8Array(shortestData(type)) }
}

/** The data of a group: its members one after the other, with headers and padding. */
export function groupData(members: readonly RawAvp[]): Uint8Array {
  const sizes = members.map(({ flags, data }) => (((flags & AVP_FLAG.vendor) === 0 ? 8 : 12) + data.length + 3) & ~3)
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  for (const [i, member] of members.entries()) {
    writeAt(bytes, at, member)
    at += sizes[i] ?? 0
  }
  return bytes
}

function writeAt(bytes: Uint8Array, at: number, { code, vendorId, flags, data }: RawAvp): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerBytes = (flags & AVP_FLAG.vendor) === 0 ? 8 : 12
  view.setUint32(at, code)
  view.setUint32(at + 4, headerBytes + data.length)
  view.setUint8(at + 4, flags)
  if (headerBytes === 12) view.setUint32(at + 8, vendorId)
  bytes.set(data, at + headerBytes)
}
