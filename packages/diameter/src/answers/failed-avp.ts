// RFC 6733 §7.5: Failed-AVP, and what is put into it so that the sender of a request finds its mistake.
import { AVP_FLAG } from '../avp-view'
import type { AvpDefinition } from '../dictionary'
import type { FlatMessage } from '../flat/flat-message'
import type { RawAvp } from '../message'
import { exampleAvp, groupData, shortestData } from './raw-avp'

const FAILED_AVP = 279

/** Failed-AVP around what is at fault, given as `offendingAvp` or `missingAvp` make it. */
export function failedAvp(...offending: readonly RawAvp[]): RawAvp {
  return { code: FAILED_AVP, vendorId: 0, flags: AVP_FLAG.mandatory, data: groupData(offending) }
}

/** A copy of an AVP of a message, alone inside copies of the groups it stands in. */
export function offendingAvp(message: FlatMessage, index: number): RawAvp {
  return inside(message, index, copyOf(message, index))
}

/** The example of an AVP that is missing from a group of a message (-1: from the message), inside the groups it should stand in. */
export function missingAvp(message: FlatMessage, container: number, ...definitions: readonly AvpDefinition[]): readonly RawAvp[] {
  const examples = definitions.map(exampleAvp)
  return container < 0 ? examples : [inside(message, container, around(message, container, examples))]
}

// RFC 6733 §7.5 — where the AVP is in a group, the groups may be given down to it: so its place is told.
function inside(message: FlatMessage, index: number, avp: RawAvp): RawAvp {
  return ancestorsOf(message, index).reduceRight((inner, group) => around(message, group, [inner]), avp)
}

function around(message: FlatMessage, group: number, members: readonly RawAvp[]): RawAvp {
  return {
    code: message.codeAt(group),
    vendorId: message.vendorAt(group),
    flags: message.flagsAt(group),
    data: groupData(members),
  }
}

// RFC 6733 §7.1.5, §7.5 — where the length is a lie, the header and zeros of the least length do; a header cut short is filled up with zeros.
function copyOf(message: FlatMessage, index: number): RawAvp {
  if (message.isReadable(index)) {
    const data = message.data(index).slice()
    return { code: message.codeAt(index), vendorId: message.vendorAt(index), flags: message.flagsAt(index), data }
  }
  const header = new Uint8Array(12)
  header.set(message.bytes.subarray(message.offsetAt(index), Math.min(message.offsetAt(index) + 12, message.dataEnd(index))))
  const view = new DataView(header.buffer)
  const flags = view.getUint8(4)
  const vendorId = (flags & AVP_FLAG.vendor) === 0 ? 0 : view.getUint32(8)
  const row = message.known.dictionary.byCode(view.getUint32(0), vendorId)
  return { code: view.getUint32(0), vendorId, flags, data: new Uint8Array(shortestData(row?.type)) }
}

/** The groups around an AVP, outermost first. */
export function ancestorsOf(message: FlatMessage, index: number): readonly number[] {
  const groups: number[] = []
  for (let i = 0; i < index;) {
    const end = message.endAt(i)
    if (end <= index) {
      i = end
    } else {
      groups.push(i)
      i += 1
    }
  }
  return groups
}
