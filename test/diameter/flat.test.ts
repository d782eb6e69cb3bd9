// The flat table: the same reading as the view's, whatever the bytes; one instance for many messages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  AVP_FLAG,
  base,
  CodecError,
  COLUMN,
  decodeMessage,
  Dictionary,
  encodeMessage,
  FlatMessage,
  MAX_DEPTH,
  TROUBLE,
  WIDTH,
  type Avp,
  type AvpInput,
} from '@ch1/diameter'
import { changes, message, mutated } from './arbitrary-messages'
import { goldenMessages, readGolden } from './golden-messages'

const header = { commandCode: 271, applicationId: 3, request: true, hopByHop: 1, endToEnd: 2 }
const encode = (...avps: readonly AvpInput[]): Uint8Array => encodeMessage({ ...header, avps })

/** What either reader says of one AVP. */
interface Line {
  readonly depth: number
  readonly code: number
  readonly vendorId: number
  readonly flags: number
  readonly offset: number
  readonly length: number
  readonly name: string | undefined
  readonly data: readonly number[]
  readonly members: number
}

test('the golden messages are the same in the table and in the view', () => {
  const flat = new FlatMessage()
  for (const [file] of goldenMessages) agrees(flat.read(readGolden(file)))
})

test('an arbitrary message is the same in the table and in the view', () => {
  const flat = new FlatMessage()
  fc.assert(fc.property(message, (input) => agrees(flat.read(encodeMessage(input)))))
})

test('a message with some bytes changed is the same in the table and in the view', () => {
  const flat = new FlatMessage()
  const law = fc.property(message, changes, (input, altered) => agrees(flat.read(mutated(encodeMessage(input), altered))))
  fc.assert(law, { numRuns: 1000 })
})

test('arbitrary bytes behind a true header are the same in the table and in the view', () => {
  const flat = new FlatMessage()
  const law = fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 3 }), (body, start) => {
    const memory = new Uint8Array(start + 20 + ((body.length + 3) & ~3))
    const bytes = memory.subarray(start)
    bytes.set(body, 20)
    bytes.set([1, 0, bytes.length >> 8, bytes.length & 0xff])
    agrees(flat.read(bytes))
  })
  fc.assert(law, { numRuns: 1000 })
})

test('groups are followed as deep as the view follows them', () => {
  let data = new Uint8Array()
  for (let depth = 0; depth <= MAX_DEPTH + 1; depth++) data = encode({ code: 279, vendorId: 0, flags: 0, data }).slice(20)
  const flat = new FlatMessage().read(encode({ code: 279, vendorId: 0, flags: 0, data }))
  agrees(flat)
  assert.equal(flat.count, MAX_DEPTH + 1)
  assert.equal(flat.troubleAt(MAX_DEPTH), TROUBLE.tooDeep)
})

test('what cannot be framed has its trouble', () => {
  const session: AvpInput = ['Session-Id', 'abcd']
  const rows: readonly (readonly [name: string, bytes: Uint8Array, index: number, trouble: number])[] = [
    ['nothing', encode(session), 0, TROUBLE.fine],
    ['a header cut short', grown(encode(session), 4), 1, TROUBLE.headerCut],
    ['a length below its header', mutated(encode(session), [[27 - 4, 7]]), 0, TROUBLE.belowHeader],
    ['a length beyond the end', mutated(encode(session), [[27 - 4, 13]]), 0, TROUBLE.beyondEnd],
    ['a V bit with vendor 0', encode({ code: 263, vendorId: 0, flags: 0xc0, data: new Uint8Array(4) }), 0, TROUBLE.vendorZero],
    [
      'a member beyond its group',
      encode({ code: 279, vendorId: 0, flags: 0x40, data: encode(session).slice(20, 31) }),
      1,
      TROUBLE.beyondEnd,
    ],
    [
      'padding of a member cut',
      encode({ code: 279, vendorId: 0, flags: 0x40, data: encode(['Session-Id', 'a']).slice(20, 29) }),
      1,
      TROUBLE.paddingCut,
    ],
  ]
  const flat = new FlatMessage()
  for (const [name, bytes, index, trouble] of rows) {
    assert.equal(flat.read(bytes).troubleAt(index), trouble, name)
    agrees(flat)
  }
})

test('AVPs are found by code and vendor, at the top and inside a group', () => {
  const flat = new FlatMessage().read(readGolden('acr-interim.hex'))
  const group = flat.find(873, 10415)
  assert.equal(flat.rowAt(group)?.name, 'Service-Information')
  assert.equal(flat.text(flat.find(263, 0)), 'im1.im.example;1795428247;12;conf-77')
  assert.equal(flat.u32(flat.find(485, 0)), 4)
  assert.equal(flat.u32(flat.find(263, 0)), undefined)
  assert.equal(flat.find(873, 0), -1)
  const poc = flat.findIn(group, 879, 10415)
  assert.equal(flat.u32(flat.findIn(poc, 885, 10415)), 3)
  assert.equal(flat.find(885, 10415), -1)
  assert.deepEqual(flat.data(flat.find(480, 0)), Uint8Array.of(0, 0, 0, 3))
})

test('codes and vendors with the high bit are found', () => {
  const avp = { code: 0xffff_fff0, vendorId: 0xfffe_0001, flags: AVP_FLAG.vendor, data: new Uint8Array() }
  const flat = new FlatMessage().read(encode(avp))
  assert.equal(flat.find(avp.code, avp.vendorId), 0)
  assert.deepEqual([flat.codeAt(0), flat.vendorAt(0)], [avp.code, avp.vendorId])
})

test('a dictionary of the user decides what is a group, also with codes above 65535', () => {
  const row = { name: 'X-Group', code: 0x1_0001, vendorId: 99_999, type: 'Grouped', mandatory: 'may', source: 'X' } as const
  const dictionary = new Dictionary([base, [row]])
  const bytes = encodeMessage({ ...header, avps: [['X-Group', [['Session-Id', 'a;1;2']]]] }, dictionary)
  const flat = new FlatMessage(dictionary)
  for (let again = 0; again < 2; again++) {
    assert.equal(flat.read(bytes).count, 2)
    assert.equal(flat.rowAt(0), row)
  }
  assert.equal(new FlatMessage().read(bytes).count, 1)
})

test('the columns of the table are what the methods say', () => {
  const flat = new FlatMessage().read(readGolden('acr-interim.hex'))
  for (let i = 0; i < flat.count; i++) {
    const line = [...flat.table.subarray(i * WIDTH, (i + 1) * WIDTH)]
    const at = (column: keyof typeof COLUMN): number | undefined => line[COLUMN[column]]
    assert.deepEqual([at('offset'), at('start'), at('end')], [flat.offsetAt(i), flat.dataStart(i), flat.dataEnd(i)])
    assert.deepEqual([at('code'), at('vendor'), at('next')], [flat.codeAt(i), flat.vendorAt(i), flat.endAt(i)])
    assert.deepEqual([at('row'), flat.known.rows[at('row') ?? -1]], [flat.rowNumberAt(i), flat.rowAt(i)])
    assert.equal(at('marks'), flat.flagsAt(i) | (flat.depthAt(i) << 8) | (flat.troubleAt(i) << 16))
  }
})

test('a header that cannot be one is refused as the decoder refuses it, and the table is empty', () => {
  const good = encode(['Session-Id', 'abcd'])
  const flat = new FlatMessage()
  for (const bytes of [
    new Uint8Array(),
    good.subarray(0, 12),
    Uint8Array.from(good, (b, i) => (i === 0 ? 2 : b)),
    grownOnly(good),
  ]) {
    const expected = errorOf(() => decodeMessage(bytes))
    flat.read(good)
    assert.equal(errorOf(() => flat.read(bytes)).message, expected.message)
    assert.equal(flat.count, 0)
  }
})

test('a huge message does not stay: its memory is given back', () => {
  const flat = new FlatMessage()
  const avp: AvpInput = { code: 268, vendorId: 0, flags: 0, data: new Uint8Array() }
  flat.read(encode(...Array<AvpInput>(50_000).fill(avp)))
  assert.equal(flat.count, 50_000)
  assert.ok(flat.table.length >= 50_000 * WIDTH)
  flat.read(encode(['Session-Id', 'abcd']))
  assert.ok(flat.table.length < 5_000 * WIDTH)
  flat.release()
  assert.deepEqual([flat.count, flat.bytes.length, flat.view.byteLength], [0, 0, 0])
})

test('the view of a table outlives the next read', () => {
  const flat = new FlatMessage()
  const first = flat.read(readGolden('acr-interim.hex')).message()
  flat.read(readGolden('dwr.hex'))
  assert.equal(first.commandCode, 271)
  assert.equal(flat.message().commandCode, 280)
})

function agrees(flat: FlatMessage): void {
  const view = decodeMessage(flat.bytes)
  assert.deepEqual(
    [flat.flags, flat.request, flat.proxiable, flat.error, flat.retransmitted],
    [view.flags, view.request, view.proxiable, view.error, view.retransmitted],
  )
  assert.deepEqual(
    [flat.commandCode, flat.applicationId, flat.hopByHop, flat.endToEnd],
    [view.commandCode, view.applicationId, view.hopByHop, view.endToEnd],
  )
  const lines = view.avps.flatMap((avp) => linesOf(avp, 0))
  assert.deepEqual(
    Array.from({ length: flat.count }, (_, i) => lineAt(flat, i)),
    lines,
  )
  for (let i = 0; i < flat.count; i++) assert.equal(flat.bytes.length >= flat.dataEnd(i), true)
}

function linesOf(avp: Avp, depth: number): readonly Line[] {
  const { code, vendorId, flags, offset, length, data, definition, value } = avp
  const members = value.ok && Array.isArray(value.value) ? (value.value as readonly Avp[]) : []
  const inner = members.flatMap((member) => linesOf(member, depth + 1))
  const own = { depth, code, vendorId, flags, offset, length, name: definition?.name, data: [...data], members: inner.length }
  return [own, ...inner]
}

function lineAt(flat: FlatMessage, i: number): Line {
  return {
    depth: flat.depthAt(i),
    code: flat.codeAt(i),
    vendorId: flat.vendorAt(i),
    flags: flat.flagsAt(i),
    offset: flat.offsetAt(i),
    length: flat.lengthAt(i),
    name: flat.rowAt(i)?.name,
    data: [...flat.data(i)],
    members: flat.endAt(i) - i - 1,
  }
}

// The message with some bytes behind it, its length telling so.
function grown(bytes: Uint8Array, by: number): Uint8Array {
  const longer = grownOnly(bytes, by)
  longer.set([1, 0, longer.length >> 8, longer.length & 0xff])
  return longer
}

function grownOnly(bytes: Uint8Array, by = 4): Uint8Array {
  const longer = new Uint8Array(bytes.length + by)
  longer.set(bytes)
  return longer
}

function errorOf(run: () => unknown): CodecError {
  try {
    run()
  } catch (error) {
    if (error instanceof CodecError) return error
  }
  return assert.fail('a CodecError was owed')
}
