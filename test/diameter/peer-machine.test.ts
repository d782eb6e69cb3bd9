// The peer state machine: capabilities are exchanged, and what comes before.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avpAt, scalarAt, type AvpInput } from '@ch1/diameter'
import { names, openRig, rig, them, us } from './peer-machine-rig'

test('the initiator sends a CER and is open after a CEA that says success', () => {
  const { sent, log, answer } = rig('initiator')
  assert.deepEqual(
    sent.map(({ commandCode, request, proxiable, applicationId }) => [commandCode, request, proxiable, applicationId]),
    [[257, true, false, 0]],
  )
  assert.deepEqual(names(sent[0]), [
    'Origin-Host',
    'Origin-Realm',
    'Host-IP-Address',
    'Vendor-Id',
    'Product-Name',
    'Origin-State-Id',
    'Supported-Vendor-Id',
    'Acct-Application-Id',
  ])
  answer(sent[0], ['Result-Code', 2001])
  assert.deepEqual(log, ['connected', 'peer im1.im.example im.example', 'open'])
})

test('a CEA with another Hop-by-Hop Identifier is no CEA of ours', () => {
  const { machine, receive, sent } = rig('initiator')
  receive({
    commandCode: 257,
    request: false,
    hopByHop: ((sent[0]?.hopByHop ?? 0) + 1) >>> 0,
    avps: [['Result-Code', 2001], ...them],
  })
  assert.equal(machine.state, 'connected')
})

for (const [result, why] of [
  [
    [
      ['Result-Code', 5010],
      ['Error-Message', 'go away'],
    ],
    'refused: the CEA says 5010: go away',
  ],
  [[['Result-Code', 3010]], 'refused: the CEA says 3010'],
  [[], 'refused: the CEA says no Result-Code'],
] as const) {
  test(`the initiator gives up: ${why}`, () => {
    const { log, sent, answer, machine } = rig('initiator')
    answer(sent[0], ...result)
    assert.deepEqual(log.slice(2), [why, 'end'])
    machine.transportClosed('fin')
    assert.deepEqual(log.at(-1), why.replace('refused', 'closed'))
  })
}

test('the initiator resets a peer that sends a request instead of the CEA', () => {
  const { log, receive } = rig('initiator')
  receive({ commandCode: 271 })
  assert.deepEqual(log, ['connected', 'reset'])
})

for (const [role, missing] of [
  ['initiator', 'CEA'],
  ['responder', 'CER'],
] as const) {
  test(`the ${role} resets a peer whose ${missing} does not come in time`, () => {
    const { log, clock, machine } = rig(role)
    clock.advance(9_999)
    assert.deepEqual(log, ['connected'])
    clock.advance(1)
    machine.transportClosed('reset')
    assert.deepEqual(log, ['connected', 'reset', `closed: no ${missing} within 10000 ms`])
    assert.equal(clock.waiting, 0)
  })
}

test('the responder resets a peer whose first message is no CER', () => {
  const { log, receive, sent } = rig('responder')
  receive({ commandCode: 271 })
  assert.deepEqual(log, ['connected', 'reset'])
  assert.deepEqual(sent, [])
})

const origin = them
const verdicts: readonly (readonly [name: string, cer: readonly AvpInput[], result: number, failed: string | undefined])[] = [
  ['base accounting', [...origin, ['Acct-Application-Id', 3]], 2001, undefined],
  ['a relay by accounting', [...origin, ['Acct-Application-Id', 0xffffffff]], 2001, undefined],
  ['a relay by authentication', [...origin, ['Auth-Application-Id', 0xffffffff]], 2001, undefined],
  [
    'base accounting inside a vendor group',
    [...origin, ['Vendor-Specific-Application-Id', [['Acct-Application-Id', 3]]]],
    2001,
    undefined,
  ],
  [
    'no security and TLS',
    [...origin, ['Acct-Application-Id', 3], ['Inband-Security-Id', 1], ['Inband-Security-Id', 0]],
    2001,
    undefined,
  ],
  ['credit control only', [...origin, ['Auth-Application-Id', 4]], 5010, undefined],
  ['no application', origin, 5010, undefined],
  ['TLS only', [...origin, ['Acct-Application-Id', 3], ['Inband-Security-Id', 1]], 5017, undefined],
  ['no host', [['Origin-Realm', 'im.example']], 5005, 'Origin-Host'],
  ['no realm', [['Origin-Host', 'im1.im.example']], 5005, 'Origin-Realm'],
  [
    'a host that is none',
    [{ code: 264, vendorId: 0, flags: 64, data: new Uint8Array([7]) }, ['Origin-Realm', 'im.example']],
    5004,
    'Origin-Host',
  ],
]

for (const [name, cer, result, failed] of verdicts) {
  test(`a CER with ${name} is answered ${result}`, () => {
    const { machine, receive, last, log } = rig('responder')
    receive({ commandCode: 257, hopByHop: 77, endToEnd: 78, avps: cer })
    const cea = last()
    assert.ok(cea !== undefined)
    assert.deepEqual([cea.commandCode, cea.request, cea.error, cea.hopByHop, cea.endToEnd], [257, false, false, 77, 78])
    assert.equal(scalarAt(cea, 'Result-Code'), result)
    assert.equal(scalarAt(cea, 'Host-IP-Address'), '192.0.2.7')
    assert.equal(avpAt(cea, 'Failed-AVP')?.value.ok === true ? avpAt(cea, `Failed-AVP/${failed}`)?.name : undefined, failed)
    assert.equal(machine.state, result === 2001 ? 'open' : 'refused')
    assert.equal(log.includes('end'), result !== 2001)
  })
}

test('a relay has every application in common with everyone', () => {
  const { receive, machine } = rig('responder', { identity: { ...us, acctApplicationIds: [0xffffffff] } })
  receive({ commandCode: 257, avps: [...them, ['Auth-Application-Id', 4]] })
  assert.equal(machine.state, 'open')
})

test('a CER in state open is answered again', () => {
  const { receive, last } = openRig()
  receive({ commandCode: 257, avps: [...them, ['Acct-Application-Id', 3]] })
  assert.equal(last()?.commandCode, 257)
})
