// Encoding: a message given by names and values becomes bytes; flags, vendors, lengths and padding come from the dictionary.
import { AVP_FLAG, MAX_DEPTH } from './avp-view'
import { ByteWriter } from './byte-writer'
import { show } from './data-types/data-type'
import { scalarTypes } from './data-types/scalar-types'
import type { AvpDefinition, Dictionary } from './dictionary'
import { standardDictionary } from './dictionaries/standard'
import { MAX_MESSAGE_BYTES, writeHeader } from './header'
import type { AvpInput, AvpScalar, MessageInput, RawAvp } from './message'

const MAX_AVP_BYTES = 0xff_ffff

/**
 * The bytes of a message, AVPs in the order given. Throws `CodecError` for a name the dictionary does not have, a value that is
 * not one of its type, a header field out of range, groups nested over 16 deep, and a message over 16 MiB.
 */
export function encodeMessage(m: MessageInput, dictionary: Dictionary = standardDictionary): Uint8Array {
  const to = new ByteWriter()
  writeHeader(to, m)
  for (const avp of m.avps) writeAvp(to, dictionary, avp, 1)
  if (to.length > MAX_MESSAGE_BYTES)
    throw to.error(`the message has ${to.length} bytes, more than its length field can say`, 'RFC 6733 §3')
  to.u24At(1, to.length)
  return to.finish()
}

function writeAvp(to: ByteWriter, dictionary: Dictionary, avp: AvpInput, depth: number): void {
  if (isRaw(avp)) {
    to.path.push(avp.code)
    writeRaw(to, avp)
  } else {
    const name = avp[0]
    const definition = dictionary.byName(name)
    if (definition === undefined) {
      throw to.error(
        `no AVP is called ${show(name)}; give a RawAvp { code, vendorId, flags, data } to send it anyway`,
        'dictionary',
      )
    }
    to.path.push(name)
    writeNamed(to, dictionary, definition, avp[1], depth)
  }
  to.path.pop()
}

function writeNamed(
  to: ByteWriter,
  dictionary: Dictionary,
  row: AvpDefinition,
  value: AvpScalar | readonly AvpInput[],
  depth: number,
): void {
  const flags = (row.vendorId === 0 ? 0 : AVP_FLAG.vendor) | (row.mandatory === 'must' ? AVP_FLAG.mandatory : 0)
  const start = begin(to, row.code, flags, row.vendorId)
  if (row.type === 'Grouped') {
    if (!isList(value)) throw to.error(`Grouped takes a list of AVPs, not ${show(value)}`, 'RFC 6733 §4.4')
    if (depth > MAX_DEPTH) throw to.error(`groups are nested more than ${MAX_DEPTH} deep`, 'limit')
    for (const member of value) writeAvp(to, dictionary, member, depth + 1)
  } else {
    if (isList(value)) throw to.error(`${row.type} takes one value, not a list of AVPs`, scalarTypes[row.type].clause)
    scalarTypes[row.type].write(to, value)
  }
  end(to, start)
}

function writeRaw(to: ByteWriter, { code, vendorId, flags, data }: RawAvp): void {
  if (!isU32(code) || !isU32(vendorId) || !isU32(flags) || flags > 0xff) {
    throw to.error(`code ${code}, vendor ${vendorId} and flags ${flags} do not fit their 32, 32 and 8 bits`, 'RFC 6733 §4.1')
  }
  if (vendorId !== 0 && (flags & AVP_FLAG.vendor) === 0) {
    throw to.error(`vendor ${vendorId} needs the V bit (0x80) in the flags`, 'RFC 6733 §4.1')
  }
  const start = begin(to, code, flags, vendorId)
  to.octets(data)
  end(to, start)
}

function begin(to: ByteWriter, code: number, flags: number, vendorId: number): number {
  const start = to.length
  to.u32(code)
  to.u32(flags << 24)
  if ((flags & AVP_FLAG.vendor) !== 0) to.u32(vendorId)
  return start
}

function end(to: ByteWriter, start: number): void {
  const length = to.length - start
  // RFC 6733 §4.1 — the length counts header and data, not the padding.
  if (length > MAX_AVP_BYTES) throw to.error(`the AVP has ${length} bytes, more than its length field can say`, 'RFC 6733 §4.1')
  to.u24At(start + 5, length)
  to.pad()
}

function isU32(value: number): boolean {
  return value >>> 0 === value
}

function isRaw(avp: AvpInput): avp is RawAvp {
  return !Array.isArray(avp)
}

function isList(value: AvpScalar | readonly AvpInput[]): value is readonly AvpInput[] {
  return Array.isArray(value)
}
