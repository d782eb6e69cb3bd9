// AVPs that no dictionary names pass through untouched: read, written again, and the bytes are the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeMessage, Dictionary, encodeMessage, standardDictionary, type Avp, type AvpInput, type RawAvp } from '@ch1/diameter'

const ACR = { commandCode: 271, applicationId: 3, request: true, hopByHop: 1, endToEnd: 2 }

const raw = ({ code, vendorId, flags, data }: Avp): RawAvp => ({ code, vendorId, flags, data })

// As a relay would that rewrites known groups and understands nothing else.
function passedOn(avp: Avp): AvpInput {
  const { definition, value } = avp
  if (definition?.type !== 'Grouped' || !value.ok || !Array.isArray(value.value)) return raw(avp)
  return [definition.name, (value.value as readonly Avp[]).map(passedOn)]
}

const unknown: fc.Arbitrary<RawAvp> = fc
  .record({
    code: fc.integer({ min: 0, max: 0xffff_ffff }),
    vendorId: fc.constantFrom(0, 10415, 32473, 0xffff_ffff),
    // RFC 6733 §4.1 — M and P as they come; V goes with the vendor.
    others: fc.integer({ min: 0, max: 0x7f }),
    data: fc.uint8Array({ maxLength: 40 }),
  })
  .filter(({ code, vendorId }) => standardDictionary.byCode(code, vendorId) === undefined)
  .map(({ code, vendorId, others, data }) => ({ code, vendorId, flags: others | (vendorId === 0 ? 0 : 0x80), data }))

test('unknown AVPs, at the top and inside groups, are no fault and keep their bytes', () => {
  fc.assert(
    fc.property(fc.array(unknown, { maxLength: 4 }), fc.array(unknown, { maxLength: 4 }), (top, inside) => {
      const bytes = encodeMessage({
        ...ACR,
        avps: [
          ['Session-Id', 'im.example;1;1'],
          ...top,
          ['Service-Information', [...inside, ['IMS-Information', [['Node-Functionality', 6], ...inside]]]],
        ],
      })
      const message = decodeMessage(bytes)
      assert.deepEqual(message.faults, [])
      const [first] = top
      const second = message.avps[1]
      if (first !== undefined && second !== undefined) {
        assert.deepEqual(raw(second), first)
        assert.equal(second.name, `AVP ${first.code}${first.vendorId === 0 ? '' : ` (vendor ${first.vendorId})`}`)
      }
      assert.deepEqual(encodeMessage({ ...ACR, avps: message.avps.map(raw) }), bytes)
      assert.deepEqual(encodeMessage({ ...ACR, avps: message.avps.map(passedOn) }), bytes)
    }),
  )
})

test('with no dictionary at all every AVP is unknown, and the bytes are the same again', () => {
  const bytes = encodeMessage({
    ...ACR,
    avps: [
      ['Session-Id', 'im.example;1;1'],
      ['Accounting-Record-Type', 2],
      ['Service-Information', [['PoC-Information', [['Number-Of-Participants', 3]]]]],
      ['Error-Message', 'with the M bit clear'],
    ],
  })
  const nothing = new Dictionary([])
  const message = decodeMessage(bytes, nothing)
  assert.deepEqual(message.faults, [])
  assert.ok(message.avps.every(({ definition }) => definition === undefined))
  assert.deepEqual(encodeMessage({ ...ACR, avps: message.avps.map(raw) }, nothing), bytes)
})
