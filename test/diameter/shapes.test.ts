// Shapes that are remembered: a table that has read the like before says what a new one says, and so does the checker, byte for byte.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeMessage, FlatMessage, MessageChecker, WIDTH, type AvpInput, type MessageInput } from '@ch1/diameter'
import { CleanShapes } from '../../packages/diameter/src/grammar/clean-shapes'
import { changes, message, mutated } from './arbitrary-messages'
import { readGolden } from './golden-messages'

const header = { commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop: 1, endToEnd: 2 }
const avps: readonly AvpInput[] = [
  ['Session-Id', 'ctf1.im.example;1;23'],
  ['Origin-Host', 'ctf1.im.example'],
  ['Origin-Realm', 'im.example'],
  ['Destination-Realm', 'charging.example'],
  ['Accounting-Record-Type', 2],
  ['Accounting-Record-Number', 0],
  ['Acct-Application-Id', 3],
  ['User-Name', 'alicé'],
  ['Service-Information', [['IMS-Information', [['Node-Functionality', 6]]]]],
]
const acr = (change: Partial<MessageInput> = {}): Uint8Array => encodeMessage({ ...header, avps, ...change })

test('a table that has read the like before is the table of one that has not', () => {
  const flat = new FlatMessage()
  const law = fc.property(message, fc.array(changes, { maxLength: 4 }), (input, alterations) => {
    const bytes = encodeMessage(input)
    for (const one of [bytes, ...alterations.flatMap((altered) => [mutated(bytes, altered), bytes, bytes])]) {
      assert.deepEqual(linesOf(flat.read(one)), linesOf(new FlatMessage().read(one)))
    }
  })
  fc.assert(law, { numRuns: 1000 })
})

test('messages of one shape have one number, others and those that are not sound have their own', () => {
  const flat = new FlatMessage()
  assert.equal(flat.shape, 0)
  const first = flat.read(acr()).shape
  assert.equal(flat.read(acr({ hopByHop: 9, avps: avps.with(4, ['Accounting-Record-Type', 4]) })).shape, first)
  assert.notEqual(flat.read(acr({ avps: avps.with(0, ['Session-Id', 'longer than it was;1;23']) })).shape, first)
  assert.notEqual(flat.read(acr({ avps: avps.with(5, { code: 486, vendorId: 0, flags: 0x40, data: word(0) }) })).shape, first)
  assert.notEqual(flat.read(acr({ avps: avps.with(5, { code: 485, vendorId: 0, flags: 0x60, data: word(0) }) })).shape, first)
  const cut = mutated(acr(), [[27 - 4, 5]])
  assert.notEqual(flat.read(cut).shape, flat.read(cut).shape)
  assert.notEqual(flat.read(acr()).shape, new FlatMessage().read(acr()).shape)
  flat.release()
  assert.equal(flat.shape, 0)
})

test('a shape is taken for clean when it was found clean twice running; what its content then is, is looked at', () => {
  const flat = new FlatMessage()
  const shapes = new CleanShapes()
  const isClean = (bytes: Uint8Array): boolean => shapes.has(flat.read(bytes))
  const plain = avps.with(7, ['User-Name', 'alice'])
  assert.equal(isClean(acr({ avps: plain })), false)
  shapes.found(flat.read(acr({ avps: plain })))
  assert.equal(isClean(acr({ avps: plain })), false, 'once is not twice')
  shapes.found(flat.read(acr({ avps: plain })))
  assert.equal(isClean(acr({ avps: plain })), true)
  assert.equal(isClean(acr({ avps: plain, hopByHop: 77, endToEnd: 99 })), true)
  assert.equal(isClean(acr({ avps: plain.with(4, ['Accounting-Record-Type', 3]) })), true)
  const asks: readonly (readonly [what: string, bytes: Uint8Array])[] = [
    ['a value without a name', acr({ avps: plain.with(4, ['Accounting-Record-Type', 9]) })],
    ['a value beyond the first 32', acr({ avps: plain.with(4, ['Accounting-Record-Type', 34]) })],
    ['another application', acr({ avps: plain.with(6, ['Acct-Application-Id', 4]) })],
    ['another application in the header', acr({ avps: plain, applicationId: 4 })],
    ['another command', acr({ avps: plain, commandCode: 272 })],
    ['no P bit', acr({ avps: plain, proxiable: false })],
    ['the T bit', acr({ avps: plain, retransmitted: true })],
    ['text beyond ASCII, which is left to the checker', acr({ avps: plain.with(7, ['User-Name', 'alié']) })],
    ['a NUL', acr({ avps: plain.with(7, ['User-Name', 'alic\0']) })],
    ['a byte that is no host name', mutated(acr({ avps: plain }), [[endOf(acr({ avps: plain }), 264) - 1 - 4, 0x2f]])],
    ['padding', mutated(acr({ avps: plain }), [[endOf(acr({ avps: plain }), 264) - 4, 1]])],
    ['another shape', acr({ avps: plain.slice(0, 7) })],
  ]
  for (const [what, bytes] of asks) {
    assert.equal(isClean(acr({ avps: plain })), true)
    assert.equal(isClean(bytes), false, what)
  }
})

test('an answer, and a request with Vendor-Specific-Application-Id, are always checked at length', () => {
  const vendorSpecific: AvpInput = [
    'Vendor-Specific-Application-Id',
    [
      ['Vendor-Id', 10_415],
      ['Acct-Application-Id', 3],
    ],
  ]
  for (const bytes of [acr({ request: false, avps: [] }), acr({ avps: [vendorSpecific] })]) {
    const flat = new FlatMessage()
    const shapes = new CleanShapes()
    for (let i = 0; i < 3; i += 1) shapes.found(flat.read(bytes))
    assert.equal(shapes.has(flat.read(bytes)), false)
  }
})

test('a message of more than a thousand AVPs is not remembered', () => {
  const one: AvpInput = { code: 0xffff_fff0, vendorId: 0, flags: 0, data: new Uint8Array() }
  for (const [count, isKnown] of [
    [1024, true],
    [1025, false],
  ] as const) {
    const flat = new FlatMessage()
    const shapes = new CleanShapes()
    const bytes = acr({ avps: Array<AvpInput>(count).fill(one) })
    for (let i = 0; i < 2; i += 1) shapes.found(flat.read(bytes))
    assert.equal(shapes.has(flat.read(bytes)), isKnown)
  }
})

test('a table of nothing has no shape to be taken for clean', () => {
  const shapes = new CleanShapes()
  const flat = new FlatMessage().read(acr())
  flat.release()
  assert.equal(shapes.has(flat), false)
})

test('each byte changed: a checker that knows the shape finds what one that does not know it finds', () => {
  const golden = ['acr-interim.hex', 'cer-go-diameter.hex', 'dwr.hex'].map((file) => readGolden(file))
  for (const good of [...golden, acr({ avps: avps.with(7, ['User-Name', 'alice']) })]) {
    const flat = new FlatMessage()
    const [knowing, unknowing] = [new MessageChecker(), new MessageChecker()]
    for (let at = 4; at < good.length; at += 1) {
      const byte = good[at] ?? 0
      for (const value of [byte ^ 1, byte ^ 0x80, byte ^ 0x40, 0, 0xff]) {
        for (let i = 0; i < 2; i += 1) knowing.check(flat.read(good))
        const bad = mutated(good, [[at - 4, value]])
        assert.deepEqual(knowing.check(flat.read(bad)), unknowing.check(new FlatMessage().read(bad)), `byte ${at}: ${value}`)
      }
    }
  }
})

test('whatever came before, a checker finds the same', () => {
  const flat = new FlatMessage()
  const [knowing, unknowing] = [new MessageChecker(), new MessageChecker()]
  const law = fc.property(message, fc.array(changes, { maxLength: 4 }), (input, alterations) => {
    const bytes = encodeMessage({ ...input, ...header })
    for (const one of [bytes, bytes, bytes, ...alterations.flatMap((altered) => [mutated(bytes, altered), bytes])]) {
      assert.deepEqual(knowing.check(flat.read(one)), unknowing.check(new FlatMessage().read(one)))
    }
  })
  fc.assert(law, { numRuns: 500 })
})

function linesOf(flat: FlatMessage): readonly number[] {
  return [...flat.table.subarray(0, flat.count * WIDTH)]
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value >> 24, value >> 16, value >> 8, value)
}

// The byte behind the data of an AVP of the top level.
function endOf(bytes: Uint8Array, code: number): number {
  const flat = new FlatMessage().read(bytes)
  return flat.dataEnd(flat.find(code, 0))
}
