// The Diameter door of the Charging Enabler: what its answers hold, what it refuses and how, and what the history gets.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { avpsAt, decodeMessage, scalarAt } from '@ch1/diameter'
import type { DiameterMessage } from '@ch1/diameter'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { Ctf } from './ctf'
import { memoryRecorder } from './sip-box'

const IDENTITY = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }

async function started(t: TestContext): Promise<{ enabler: ChargingEnabler; facts: HistoryFact[] }> {
  const { facts, record } = memoryRecorder()
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: IDENTITY, record })
  t.after(() => enabler.close())
  return { enabler, facts }
}

async function client(t: TestContext, enabler: ChargingEnabler): Promise<Ctf> {
  const ctf = new Ctf(enabler.port)
  t.after(() => ctf.close())
  return ctf.open()
}

function names(message: DiameterMessage): readonly string[] {
  return message.avps.map((avp) => avp.name)
}

test('an ACA repeats what ties it to its ACR, and says who answers', async (t) => {
  const { enabler } = await started(t)
  const ctf = await client(t, enabler)
  const more = [
    ['User-Name', 'alice'],
    [
      'Proxy-Info',
      [
        ['Proxy-Host', 'dra1.example'],
        ['Proxy-State', new Uint8Array([1, 2, 3])],
      ],
    ],
    [
      'Proxy-Info',
      [
        ['Proxy-Host', 'dra2.example'],
        ['Proxy-State', new Uint8Array([4])],
      ],
    ],
  ] as const
  const aca = await ctf.ask({ type: 'interim', number: 4_000_000_000, more })
  const acr = ctf.requests.at(-1)
  assert.deepEqual(
    [aca.request, aca.proxiable, aca.error, aca.retransmitted, aca.commandCode, aca.applicationId],
    [false, true, false, false, 271, 3],
  )
  assert.deepEqual([aca.hopByHop, aca.endToEnd], [acr?.hopByHop, acr?.endToEnd])
  assert.deepEqual(names(aca), [
    'Session-Id',
    'Result-Code',
    'Origin-Host',
    'Origin-Realm',
    'Accounting-Record-Type',
    'Accounting-Record-Number',
    'Acct-Application-Id',
    'Origin-State-Id',
    'Proxy-Info',
    'Proxy-Info',
    'User-Name',
  ])
  assert.deepEqual(
    [
      'Session-Id',
      'Origin-Host',
      'Origin-Realm',
      'Accounting-Record-Type',
      'Accounting-Record-Number',
      'Acct-Application-Id',
      'User-Name',
    ].map((name) => scalarAt(aca, name)),
    [Ctf.session, 'cdf1.charging.example', 'charging.example', 3, 4_000_000_000, 3, 'alice'],
  )
  assert.deepEqual(
    avpsAt(aca, 'Proxy-Info').map((avp) => scalarAt(avp, 'Proxy-Host')),
    ['dra1.example', 'dra2.example'],
  )
  assert.deepEqual(aca.faults, [])
})

test('the P bit of the answer is that of the request, and T never comes back', async (t) => {
  const { enabler } = await started(t)
  const ctf = await client(t, enabler)
  const aca = await ctf.ask({ proxiable: false, resent: true })
  assert.deepEqual([aca.proxiable, aca.retransmitted], [false, false])
})

test('an ACR without Session-Id, type or number is answered 5005 with an example of what is missing', async (t) => {
  const { enabler } = await started(t)
  const ctf = await client(t, enabler)
  for (const [name, code, length] of [
    ['Session-Id', 263, 0],
    ['Accounting-Record-Type', 480, 4],
    ['Accounting-Record-Number', 485, 4],
  ] as const) {
    const aca = await ctf.ask({ without: [name] })
    assert.equal(scalarAt(aca, 'Result-Code'), 5005, name)
    assert.equal(aca.error, false)
    const failed = avpsAt(aca, 'Failed-AVP')
    assert.equal(failed.length, 1)
    const [inner] = avpsAt(aca, `Failed-AVP/${name}`)
    assert.deepEqual([inner?.code, inner?.data.length], [code, length])
    assert.equal(scalarAt(aca, 'Error-Message'), `${name} is missing`)
    assert.equal(names(aca).includes('Session-Id'), name !== 'Session-Id')
  }
  assert.match(enabler.explain(), /default: .*\(seen 0\)$/m, 'no rule sees what is no CH-1 request')
})

test('a record type nobody knows is answered 5004 with the AVP at fault', async (t) => {
  const { enabler } = await started(t)
  const ctf = await client(t, enabler)
  const aca = await ctf.ask({ type: 9 })
  assert.equal(scalarAt(aca, 'Result-Code'), 5004)
  assert.deepEqual([...(avpsAt(aca, 'Failed-AVP/Accounting-Record-Type')[0]?.data ?? [])], [0, 0, 0, 9])
})

test('another application is answered 3007, another command 3001, both with the E bit and without record type and number', async (t) => {
  const { enabler } = await started(t)
  const ctf = await client(t, enabler)
  for (const [commandCode, applicationId, resultCode] of [
    [271, 4, 3007],
    [272, 4, 3007],
    [271, 0, 3007],
    [272, 3, 3001],
    [999, 0, 3001],
  ] as const) {
    const answer = await ctf.ask({ commandCode, applicationId })
    assert.deepEqual(
      [answer.error, answer.commandCode, answer.applicationId, scalarAt(answer, 'Result-Code')],
      [true, commandCode, applicationId, resultCode],
    )
    assert.deepEqual(names(answer), [
      'Session-Id',
      'Result-Code',
      'Origin-Host',
      'Origin-Realm',
      'Error-Message',
      'Origin-State-Id',
    ])
  }
})

test('a rule that answers 3004 makes a protocol error: E bit, no record type', async (t) => {
  const { enabler } = await started(t)
  const ctf = await client(t, enabler)
  enabler.on({}).once().answer(3004)
  const answer = await ctf.ask({})
  assert.equal(answer.error, true)
  assert.ok(!names(answer).includes('Accounting-Record-Type'))
})

test('every frame of every connection stands in the history, in order, with its connection and peer states', async (t) => {
  const { enabler, facts } = await started(t)
  assert.equal(await enabler.waitOpen(1), false)
  assert.equal(enabler.openPeers(), 0)
  const waiting = enabler.waitOpen(3_000)
  const first = await client(t, enabler)
  assert.equal(await waiting, true)
  const second = await client(t, enabler)
  assert.equal(enabler.openPeers(), 2)
  await second.ask({ type: 'event' })
  await second.close()
  await first.ask({ type: 'start' })
  const told = facts.map((fact) =>
    fact.kind === 'peer'
      ? `${fact.conn} ${fact.state}`
      : fact.kind === 'ch1'
        ? `${fact.conn} ${fact.dir} ${decodeMessage(Buffer.from(fact.bytes, 'base64')).commandCode}`
        : fact.kind,
  )
  assert.deepEqual(
    told.filter((line) => line.startsWith('1')),
    ['1 connected', '1 fromSut 257', '1 toSut 257', '1 open', '1 fromSut 271', '1 toSut 271'],
  )
  assert.deepEqual(told.filter((line) => line.startsWith('2')).slice(0, 9), [
    '2 connected',
    '2 fromSut 257',
    '2 toSut 257',
    '2 open',
    '2 fromSut 271',
    '2 toSut 271',
    '2 fromSut 282',
    '2 closing',
    '2 toSut 282',
  ])
  assert.equal(enabler.openPeers(), 1)
  const ofSecond = facts.flatMap((fact) => (fact.kind === 'ch1' && fact.conn === 2 ? [fact] : []))
  assert.deepEqual(
    ofSecond.map((fact) => fact.bytes),
    second.frames.map((bytes) => Buffer.from(bytes).toString('base64')),
  )
  assert.ok(ofSecond.every((fact) => fact.door === 'diameter' && fact.enabler === 'cdf1' && fact.flow.transport === 'tcp'))
  assert.equal(ofSecond[0]?.flow.local, `127.0.0.1:${enabler.port}`)
})

test('watchdogs asks each open peer and waits for its answer', async (t) => {
  const { enabler, facts } = await started(t)
  await client(t, enabler)
  await client(t, enabler)
  const before = facts.length
  await enabler.watchdogs(2_000)
  const commands = facts.slice(before).flatMap((fact) => (fact.kind === 'ch1' ? [`${fact.conn} ${fact.dir}`] : []))
  assert.deepEqual(commands.sort(), ['1 fromSut', '1 toSut', '2 fromSut', '2 toSut'])
})

test('a peer without a common application is refused, and the history says why', async (t) => {
  const { enabler, facts } = await started(t)
  const ctf = new Ctf(enabler.port, 4)
  t.after(() => ctf.close())
  await ctf.until(() => facts.some((fact) => fact.kind === 'peer' && fact.state === 'closed'))
  const refused = facts.find((fact) => fact.kind === 'peer' && fact.state === 'refused')
  assert.match(refused?.kind === 'peer' ? (refused.why ?? '') : '', /5010/)
  assert.equal(enabler.openPeers(), 0)
})

test('bytes that are no Diameter are kept as garbage; the connection is reset and the enabler serves on', async (t) => {
  const { enabler, facts } = await started(t)
  const socket = connect(enabler.port, '127.0.0.1')
  socket.on('error', () => undefined)
  const reset = new Promise((resolve) => socket.on('close', resolve))
  socket.write('GET / HTTP/1.1\r\nHost: cdf1\r\n\r\n')
  await reset
  const garbage = facts.find((fact) => fact.kind === 'garbage')
  assert.equal(garbage?.kind === 'garbage' && garbage.plane, 'ch1')
  assert.match(Buffer.from(garbage?.kind === 'garbage' ? garbage.bytes : '', 'base64').toString(), /^GET \/ HTTP/)
  const ctf = await client(t, enabler)
  assert.equal(await ctf.resultOf({}), 2001)
})

test('an address that is taken is told as trouble of our own', async (t) => {
  const { enabler } = await started(t)
  const again = ChargingEnabler.start({
    name: 'cdf2',
    host: '127.0.0.1',
    port: enabler.port,
    identity: IDENTITY,
    record: () => 0,
  })
  await assert.rejects(again, {
    name: 'TestbedError',
    what: 'the Charging Enabler cdf2 cannot listen',
    where: `TCP 127.0.0.1:${enabler.port}`,
    mend: 'free that address, or choose another one (port 0: any free one)',
  })
})
