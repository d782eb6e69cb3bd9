// Paths: what they find, in which order, and what they do not find.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avpAt, avpsAt, decodeMessage, encodeMessage, scalarAt, type Avp } from '@ch1/diameter'

const message = decodeMessage(
  encodeMessage({
    commandCode: 271,
    applicationId: 3,
    request: true,
    hopByHop: 1,
    endToEnd: 2,
    avps: [
      ['Session-Id', 's;1'],
      ['Number-Of-Participants', 1],
      [
        'Service-Information',
        [
          [
            'PoC-Information',
            [
              ['Number-Of-Participants', 2],
              ['Talk-Burst-Exchange', [['Number-Of-Participants', 3]]],
            ],
          ],
          ['PoC-Information', [['Number-Of-Participants', 4]]],
          ['IMS-Information', [['Node-Functionality', 6]]],
        ],
      ],
      { code: 9999, vendorId: 10415, flags: 0x80, data: new Uint8Array([1]) },
    ],
  }),
)

const found: readonly (readonly [path: string, values: readonly unknown[]])[] = [
  ['Session-Id', ['s;1']],
  ['Number-Of-Participants', [1]],
  ['Service-Information/PoC-Information/Number-Of-Participants', [2, 4]],
  ['**/Number-Of-Participants', [1, 2, 3, 4]],
  ['Service-Information/**/Number-Of-Participants', [2, 3, 4]],
  ['Service-Information/*/Node-Functionality', []],
  ['**/Node-Functionality', [6]],
  ['AVP 9999 (vendor 10415)', [new Uint8Array([1])]],
  ['Session-Id/Number-Of-Participants', []],
  ['Node-Functionality', []],
  ['session-id', []],
  ['', []],
  ['**', []],
]

for (const [path, values] of found) {
  test(`${path === '' ? 'the empty path' : path} finds ${values.length}`, () => {
    assert.deepEqual(avpsAt(message, path).map(valueOf), values)
    assert.deepEqual(scalarAt(message, path), values[0])
  })
}

test('a path can begin at a group', () => {
  const group = avpAt(message, 'Service-Information')
  assert.ok(group !== undefined)
  assert.equal(scalarAt(group, 'IMS-Information/Node-Functionality'), 6)
})

test('a group has no scalar value', () => {
  assert.equal(scalarAt(message, 'Service-Information'), undefined)
})

function valueOf(avp: Avp): unknown {
  return avp.value.ok ? avp.value.value : undefined
}
