// The peer state machine without sockets and without waiting: capabilities, watchdog, disconnection, requests and answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  avpAt,
  decodeMessage,
  encodeMessage,
  EndToEndIds,
  PeerClosed,
  scalarAt,
  type AvpInput,
  type DiameterMessage,
  type Identity,
  type MessageInput,
} from '@ch1/diameter'
import { PeerMachine } from '../../packages/diameter/src/peer/peer-machine'
import { ManualClock } from './manual-clock'

const TW = 30_000
const us: Identity = {
  originHost: 'cdf1.charging.example',
  originRealm: 'charging.example',
  productName: 'test',
  vendorId: 0,
  supportedVendorIds: [10415],
  acctApplicationIds: [3],
  originStateId: 9,
}
const them: readonly AvpInput[] = [
  ['Origin-Host', 'im1.im.example'],
  ['Origin-Realm', 'im.example'],
]

function rig(role: 'initiator' | 'responder', { identity = us, random = 0.5 } = {}) {
  const clock = new ManualClock(random)
  const log: string[] = []
  const sent: DiameterMessage[] = []
  const machine = new PeerMachine({
    role,
    identity,
    localAddress: '192.0.2.7',
    twMs: TW,
    cerTimeoutMs: 10_000,
    clock,
    endToEndIds: new EndToEndIds(0, () => 0),
    maxPendingRequests: 1000,
    port: {
      send: (bytes) => void sent.push(decodeMessage(bytes)),
      end: () => void log.push('end'),
      reset: () => void log.push('reset'),
      state: (state, why) => void log.push(why === undefined ? state : `${state}: ${why}`),
      identified: ({ originHost = '?', originRealm = '?', disconnectCause }) =>
        void log.push(disconnectCause === undefined ? `peer ${originHost} ${originRealm}` : `peer leaves ${disconnectCause}`),
      request: ({ commandCode }) => void log.push(`request ${commandCode}`),
      answer: ({ hopByHop }) => void log.push(`answer ${hopByHop}`),
    },
  })
  machine.start()
  const receive = (input: Partial<MessageInput>): void =>
    machine.receive(
      decodeMessage(
        encodeMessage({ commandCode: 280, applicationId: 0, request: true, hopByHop: 1, endToEnd: 2, avps: them, ...input }),
      ),
    )
  const answer = (request: DiameterMessage | undefined, ...avps: readonly AvpInput[]): void =>
    receive({
      commandCode: request?.commandCode ?? 0,
      request: false,
      hopByHop: request?.hopByHop ?? 0,
      avps: [...avps, ...them],
    })
  return { machine, clock, log, sent, receive, answer, last: () => sent.at(-1) }
}

function openRig(role: 'initiator' | 'responder' = 'responder', options = {}) {
  const r = rig(role, options)
  if (role === 'responder') r.receive({ commandCode: 257, avps: [...them, ['Acct-Application-Id', 3]] })
  else r.answer(r.last(), ['Result-Code', 2001])
  assert.equal(r.machine.state, 'open')
  r.log.length = 0
  r.sent.length = 0
  return r
}

const names = (m: DiameterMessage | undefined): readonly string[] => m?.avps.map(({ name }) => name) ?? []

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

test('a DWR is answered with success and our state', () => {
  const { receive, last, log } = openRig()
  receive({ hopByHop: 5, endToEnd: 6 })
  const dwa = last()
  assert.deepEqual([dwa?.commandCode, dwa?.request, dwa?.hopByHop, dwa?.endToEnd], [280, false, 5, 6])
  assert.deepEqual(names(dwa), ['Result-Code', 'Origin-Host', 'Origin-Realm', 'Origin-State-Id'])
  assert.deepEqual(log, [])
})

test('silence for Tw is asked about; the answer keeps the peer open', () => {
  const { clock, sent, answer, log } = openRig()
  clock.advance(TW - 1)
  assert.equal(sent.length, 0)
  clock.advance(1)
  assert.deepEqual(names(sent[0]), ['Origin-Host', 'Origin-Realm', 'Origin-State-Id'])
  answer(sent[0], ['Result-Code', 2001])
  clock.advance(TW)
  assert.equal(sent.length, 2)
  assert.deepEqual(log, [])
})

test('a peer that stays silent is suspect after a second Tw and reset after a third', () => {
  const { clock, sent, log, machine } = openRig()
  clock.advance(2 * TW)
  assert.deepEqual(log, ['suspect: no answer to the watchdog within Tw'])
  assert.throws(() => machine.request(() => new Uint8Array()), PeerClosed)
  clock.advance(TW)
  assert.equal(log.at(-1), 'reset')
  assert.equal(sent.length, 1)
})

test('a sign of life makes a suspect peer open again, but does not answer the question', () => {
  const { clock, receive, log, sent } = openRig()
  clock.advance(2 * TW)
  receive({})
  assert.deepEqual(log.slice(1), ['open: a sign of life'])
  clock.advance(TW)
  assert.equal(log.at(-1), 'suspect: no answer to the watchdog within Tw')
  assert.equal(sent.filter(({ request }) => request).length, 1)
})

test('a DWA nobody asked for settles nothing', () => {
  const { clock, receive, log } = openRig()
  clock.advance(TW)
  receive({ request: false, hopByHop: 12345 })
  clock.advance(TW)
  assert.deepEqual(log, ['suspect: no answer to the watchdog within Tw'])
})

test('every message begins a new Tw', () => {
  const { clock, receive, sent } = openRig()
  for (let i = 0; i < 5; i++) {
    clock.advance(TW - 1)
    receive({ commandCode: 271, applicationId: 3 })
  }
  assert.equal(sent.length, 0)
})

for (const [random, first] of [
  [0, 28_000],
  [0.999999, 32_000],
] as const) {
  test(`Tw of 30 s is spread to ${first} ms`, () => {
    const { clock, sent } = openRig('responder', { random })
    clock.advance(first - 1)
    assert.equal(sent.length, 0)
    clock.advance(1)
    assert.equal(sent.length, 1)
  })
}

test('a watchdog on demand is true with its answer, false without, and false when not open', async () => {
  const { machine, clock, answer, sent } = openRig()
  const first = machine.watchdog(100)
  answer(sent[0], ['Result-Code', 2001])
  assert.equal(await first, true)
  const second = machine.watchdog(100)
  clock.advance(100)
  assert.equal(await second, false)
  const third = machine.watchdog(100)
  machine.transportClosed('gone')
  assert.equal(await third, false)
  assert.equal(await machine.watchdog(100), false)
})

test('a DPR is answered, and the transport closed if the peer does not', () => {
  const { machine, receive, last, log, clock } = openRig()
  receive({ commandCode: 282, avps: [...them, ['Disconnect-Cause', 2]] })
  assert.deepEqual([last()?.commandCode, last()?.request], [282, false])
  assert.equal(machine.remoteCause, 2)
  assert.deepEqual(log, ['peer leaves 2', 'closing: DPR received, cause 2'])
  clock.advance(1000)
  assert.deepEqual(log.slice(2), ['end'])
})

test('a disconnection sends a DPR with its cause and closes with the DPA', () => {
  const { machine, sent, answer, log } = openRig()
  machine.disconnect(1)
  machine.disconnect(1)
  assert.deepEqual(sent.length, 1)
  assert.equal(sent[0] && scalarAt(sent[0], 'Disconnect-Cause'), 1)
  answer(sent[0], ['Result-Code', 2001])
  assert.deepEqual(log, ['closing: DPR sent, cause 1', 'end'])
})

test('a disconnection closes without a DPA after a second', () => {
  const { machine, log, clock } = openRig()
  machine.disconnect(0)
  clock.advance(999)
  assert.equal(log.length, 1)
  clock.advance(1)
  assert.equal(log.at(-1), 'end')
})

test('while closing, answers are taken, base requests answered, other requests not', () => {
  const { machine, receive, sent, answer, log } = openRig()
  const { hopByHop } = machine.request(({ hopByHop: id }) => request(id))
  machine.disconnect(0)
  receive({ commandCode: 271, applicationId: 3 })
  receive({})
  receive({ commandCode: 282, avps: [...them, ['Disconnect-Cause', 0]] })
  answer(sent[0])
  assert.deepEqual(log, ['closing: DPR sent, cause 0', `answer ${hopByHop}`])
  assert.deepEqual(
    sent.slice(2).map(({ commandCode, request: isRequest }) => [commandCode, isRequest]),
    [
      [280, false],
      [282, false],
    ],
  )
})

test('a request is passed on in state open, and answered while the peer is there', () => {
  const { machine, receive, log, sent } = openRig()
  receive({ commandCode: 271, applicationId: 3 })
  assert.deepEqual(log, ['request 271'])
  machine.answer(request(1))
  assert.equal(sent.length, 1)
  machine.transportClosed('gone')
  machine.answer(request(1))
  assert.equal(sent.length, 1)
})

test('an answer is passed on once, and only to a request that was made', () => {
  const { machine, sent, answer, receive, log } = openRig('initiator')
  const { hopByHop } = machine.request(({ hopByHop: id }) => request(id))
  receive({ commandCode: 271, request: false, hopByHop: (hopByHop + 1) >>> 0 })
  answer(sent[0])
  answer(sent[0])
  assert.deepEqual(log, [`answer ${hopByHop}`])
})

test('of more unanswered requests than the limit the oldest are forgotten', () => {
  const { machine, log, receive } = openRig('initiator')
  const bytes = request(0)
  const ids = Array.from({ length: 1001 }, () => machine.request(() => bytes).hopByHop)
  for (const hopByHop of ids.slice(0, 2)) receive({ commandCode: 271, request: false, hopByHop })
  assert.deepEqual(log, [`answer ${ids[1]}`])
})

test('a request needs an open peer', () => {
  const { machine } = rig('initiator')
  assert.throws(() => machine.request(() => request(1)), {
    name: 'PeerClosed',
    message: 'the peer is connected, requests need it open',
  })
})

test('the end of the transport is told once, and leaves no timer', () => {
  const { machine, clock, log, receive } = openRig()
  machine.transportClosed('gone')
  machine.transportClosed('again')
  receive({})
  assert.deepEqual(log, ['closed: gone'])
  assert.equal(clock.waiting, 0)
})

test('End-to-End Identifiers begin with the time and a random part, count up, and wrap', () => {
  const ids = new EndToEndIds(0x65_4321, () => 0.5)
  assert.deepEqual([ids.next(), ids.next()], [0x3218_0000, 0x3218_0001])
  const last = new EndToEndIds(0xfff, () => 0.9999999)
  assert.deepEqual([last.next(), last.next()], [0xffff_ffff, 0])
})

function request(hopByHop: number): Uint8Array {
  return encodeMessage({ commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop, endToEnd: 2, avps: [] })
}
