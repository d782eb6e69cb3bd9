// Messages nobody thought of, for the laws: AVPs of all types and unknown ones, in groups inside groups.
import fc from 'fast-check'
import {
  accounting,
  base,
  creditControl,
  omaIm,
  tgpp32299,
  type AvpDefinition,
  type AvpInput,
  type AvpScalar,
  type AvpType,
  type MessageInput,
} from '@ch1/diameter'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const i32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })
const name = fc.stringMatching(/^[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,3}$/)

const scalars: Readonly<Record<Exclude<AvpType, 'Grouped'>, fc.Arbitrary<AvpScalar>>> = {
  OctetString: fc.uint8Array({ maxLength: 40 }),
  Integer32: i32,
  Integer64: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  Unsigned32: u32,
  Unsigned64: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  Float32: fc.float(),
  Float64: fc.double(),
  Address: fc.oneof(
    fc.ipV4(),
    fc.integer({ min: 1, max: 0xffff }).map((group) => `2001:db8::${group.toString(16)}`),
  ),
  Time: fc.integer({ min: -61_505_152, max: 4_233_462_143 }).map((seconds) => new Date(seconds * 1000)),
  UTF8String: fc.string({ unit: 'binary', maxLength: 40 }),
  DiameterIdentity: name,
  DiameterURI: name.map((host) => `aaa://${host}:3868;transport=tcp`),
  Enumerated: i32,
  IPFilterRule: name.map((word) => `deny out ${word} from any to any`),
}

const rows: readonly AvpDefinition[] = [base, accounting, creditControl, tgpp32299, omaIm].flat()
const groups = rows.filter(({ type }) => type === 'Grouped')

const namedScalar: fc.Arbitrary<AvpInput> = fc
  .constantFrom(...rows.filter(({ type }) => type !== 'Grouped'))
  .chain((row) => scalars[row.type as Exclude<AvpType, 'Grouped'>].map((value): AvpInput => [row.name, value]))
const unknown: fc.Arbitrary<AvpInput> = fc
  .record({
    code: fc.integer({ min: 0x8000_0000, max: 0xffff_ffff }),
    flags: fc.integer({ min: 0, max: 0x7f }),
    data: scalars.OctetString,
  })
  .map(({ code, flags, data }) => ({ code, vendorId: 0, flags, data: data as Uint8Array }))
const avp = fc.letrec<{ readonly avp: AvpInput; readonly group: AvpInput }>((tie) => ({
  avp: fc.oneof({ depthSize: 'small', maxDepth: 6 }, namedScalar, unknown, tie('group')),
  group: fc
    .tuple(fc.constantFrom(...groups), fc.array(tie('avp'), { maxLength: 4 }))
    .map(([row, members]): AvpInput => [row.name, members]),
})).avp

/** A message that can be encoded. */
export const message: fc.Arbitrary<MessageInput> = fc
  .record({
    commandCode: fc.integer({ min: 0, max: 0xff_ffff }),
    applicationId: u32,
    request: fc.boolean(),
    flags: fc.subarray(['proxiable', 'error', 'retransmitted'] as const),
    hopByHop: u32,
    endToEnd: u32,
    avps: fc.array(avp, { maxLength: 8 }),
  })
  .map(({ flags, ...header }) => ({ ...header, ...Object.fromEntries(flags.map((flag) => [flag, true])) }))

/** Bytes to be overwritten: places (taken modulo the length) and values. */
export const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })

/** The bytes with some of them overwritten, the header's version and length left as they are. */
export function mutated(bytes: Uint8Array, altered: readonly (readonly [at: number, value: number])[]): Uint8Array {
  const copy = bytes.slice()
  for (const [at, value] of altered) copy[4 + (at % (copy.length - 4))] = value
  return copy
}
