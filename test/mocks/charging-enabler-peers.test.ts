// What the Charging Enabler does at CER, watchdog and opening by rule, partitions, and how it bears agents between it and the CTF.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { avpsAt, checkMessage, DiameterNode, scalarAt } from '@ch1/diameter'
import type { AvpInput, DiameterMessage } from '@ch1/diameter'
import { grammarFindings } from '../../mocks/charging-enabler'
import { asHistory, enablerBed } from './enabler-bed'
import { acr, bytesOf, GOOD_CER, RawCtf } from './raw-ctf'
import { until } from './until'

const WHO = [
  ['Origin-Host', 'im1.im.example'],
  ['Origin-Realm', 'im.example'],
] as const
const DWR = { commandCode: 280, applicationId: 0, avps: WHO } as const

for (const resultCode of [3010, 5010, 5012]) {
  test(`refuse: a CER is answered ${resultCode} once, the connection ends, the next CER opens`, async (t) => {
    const { enabler, raw, facts } = await enablerBed(t)
    const refusal = enabler.on({ on: 'cer' }).once().named('not you').refuse(resultCode)
    const first = await raw()
    const [cea] = first.messages
    assert.ok(cea)
    assert.deepEqual([cea.commandCode, scalarAt(cea, 'Result-Code')], [257, resultCode])
    // RFC 6733 §7.1.3 — a protocol error has the E bit, and nothing else has
    assert.deepEqual([cea.error, checkMessage(cea.bytes)], [resultCode === 3010, []])
    await first.until(() => first.end !== undefined)
    const second = await raw()
    assert.equal(second.messages[0] && scalarAt(second.messages[0], 'Result-Code'), 2001)
    assert.equal((await second.ask({ avps: acr() })).commandCode, 271)
    assert.deepEqual([refusal.count, refusal.done], [1, true])
    assert.ok(facts.some((fact) => fact.kind === 'peer' && fact.conn === 1 && fact.state === 'refused'))
  })
}

test('a CER of an application other than 0 opens the connection, and stands among the findings', async (t) => {
  const { enabler, facts } = await enablerBed(t)
  const client = await RawCtf.connect(enabler.port)
  t.after(() => client.close())
  client.write(bytesOf({ commandCode: 257, applicationId: 3, avps: GOOD_CER }))
  await client.until(() => client.messages.length > 0)
  const [cea] = client.messages
  assert.ok(cea)
  // RFC 6733 §6.2 — the answer repeats what the request had
  assert.deepEqual([cea.commandCode, cea.applicationId, scalarAt(cea, 'Result-Code')], [257, 3, 2001])
  assert.equal((await client.ask({ avps: acr() })).commandCode, 271)
  assert.match(enabler.explain(), /MUST RFC 6733 §2\.5 {2}header: CER belongs to application 0, the header has 3 \(event 1\)/)
  const found = grammarFindings(asHistory(facts))
  assert.deepEqual(
    found.map(({ rule, clause, event }) => [rule, clause, event]),
    [['application', 'RFC 6733 §2.5', 1]],
  )
})

test('refuse: only the peer that the rule names', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  enabler.on({ on: 'cer', origin: /^im2\./ }).refuse(3010)
  const result = async (host: string): Promise<unknown> => {
    const client = await raw([['Origin-Host', host], ...GOOD_CER.slice(1)])
    return client.messages[0] && scalarAt(client.messages[0], 'Result-Code')
  }
  assert.deepEqual([await result('im1.im.example'), await result('im2.im.example')], [2001, 3010])
})

test('ignore at a CER: no CEA, and the next one is answered', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const rule = enabler.on({ on: 'cer' }).once().ignore()
  const mute = await RawCtf.connect(enabler.port)
  t.after(() => mute.close())
  mute.write(bytesOf({ commandCode: 257, applicationId: 0, avps: GOOD_CER }))
  await mute.until(() => rule.count === 1)
  const other = await raw()
  assert.equal(other.messages.length, 1)
  assert.deepEqual([mute.received.length, mute.end], [0, undefined])
})

for (const [how, end] of [
  ['close', 'FIN'],
  ['reset', 'ECONNRESET'],
] as const) {
  test(`${how} at a CER: the connection ends without a CEA`, async (t) => {
    const { enabler } = await enablerBed(t)
    enabler.on({ on: 'cer' }).once()[how]()
    const client = await RawCtf.connect(enabler.port)
    t.after(() => client.close())
    client.write(bytesOf({ commandCode: 257, applicationId: 0, avps: GOOD_CER }))
    await client.until(() => client.end !== undefined)
    assert.deepEqual([client.end, client.received.length], [end, 0])
  })
}

test('ignoreWatchdog: no DWA, while records are answered as ever', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const rule = enabler.on({ on: 'dwr' }).once().ignoreWatchdog()
  const client = await raw()
  client.write(bytesOf({ ...DWR, hopByHop: 5 }))
  assert.equal((await client.ask({ hopByHop: 6, avps: acr() })).hopByHop, 6)
  const dwa = await client.ask({ ...DWR, hopByHop: 7 })
  assert.deepEqual([dwa.commandCode, dwa.hopByHop, client.messages.length, rule.count], [280, 7, 3, 1])
})

test('at a watchdog: a DPR behind the DWA', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  enabler.on({ on: 'dwr', nth: 2 }).disconnect(1)
  const client = await raw()
  assert.equal((await client.ask({ ...DWR, hopByHop: 5 })).hopByHop, 5)
  client.write(bytesOf({ ...DWR, hopByHop: 6 }))
  await client.until(() => client.messages.length === 4)
  const [, , dwa, dpr] = client.messages
  assert.deepEqual([dwa?.commandCode, dwa?.hopByHop, dpr?.commandCode], [280, 6, 282])
  assert.equal(dpr && scalarAt(dpr, 'Disconnect-Cause'), 1)
})

test("open: a DPR as soon as the connection is open, bytes of one's own too", async (t) => {
  const { enabler, raw } = await enablerBed(t)
  enabler.on({ on: 'open' }).once().disconnect(2)
  const client = await raw()
  await client.until(() => client.messages.length === 2)
  const [, dpr] = client.messages
  assert.equal(dpr && scalarAt(dpr, 'Disconnect-Cause'), 2)
  enabler.on({ on: 'open' }).once().malformed({ bytes: '00 01 02' })
  const other = await raw()
  const { length } = other.messages[0]?.bytes ?? []
  await other.until(() => other.received.length === (length ?? 0) + 3)
  assert.equal(other.received.subarray(-3).toString('hex'), '000102')
})

test('partition: nothing is answered, nobody new is served, and heal brings what waited', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  const client = await raw()
  enabler.partition()
  client.write(bytesOf({ hopByHop: 5, avps: acr() }))
  const newcomer = await RawCtf.connect(enabler.port)
  t.after(() => newcomer.close())
  newcomer.write(bytesOf({ commandCode: 257, applicationId: 0, avps: GOOD_CER }))
  // another enabler's round trip, so that this one had its time to answer
  const other = await enablerBed(t)
  await (await other.raw()).ask({ avps: acr() })
  assert.deepEqual([client.messages.length, newcomer.messages.length], [1, 0])
  enabler.heal()
  await client.until(() => client.messages.length === 2)
  await newcomer.until(() => newcomer.messages.length === 1)
  assert.equal(client.messages[1]?.hopByHop, 5)
  assert.ok(facts.some((fact) => fact.kind === 'ch1' && fact.dir === 'toSut' && fact.rule === 'default'))
})

test('partition: an answer that was held back still says which rule made it', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  const client = await raw()
  enabler.on({ number: 1 }).named('cut').first({ kind: 'partition', forMs: 20 }).answer(2002)
  enabler.on({ number: 2 }).named('next').answer(2001)
  client.write(
    Buffer.concat([bytesOf({ hopByHop: 1, avps: acr({ number: 1 }) }), bytesOf({ hopByHop: 2, avps: acr({ number: 2 }) })]),
  )
  await client.until(() => client.messages.length === 3)
  assert.deepEqual(
    facts.flatMap((fact) => (fact.kind === 'ch1' && fact.dir === 'toSut' && fact.rule !== undefined ? [fact.rule] : [])),
    ['cut', 'next'],
  )
})

test('partition by rule: it begins with a record and heals by itself', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  enabler.on({ number: 2 }).once().partition(50)
  const client = await raw()
  client.write(bytesOf({ hopByHop: 2, avps: acr({ number: 2 }) }))
  client.write(bytesOf({ hopByHop: 3, avps: acr({ number: 3 }) }))
  await client.until(() => client.messages.length === 2)
  assert.equal(client.messages[1]?.hopByHop, 3)
})

test('stopListening: new connections are refused by the system, open ones stay, and it listens again on the same port', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  await enabler.stopListening()
  const refused = await RawCtf.connect(enabler.port)
  assert.equal(refused.end, 'ECONNREFUSED')
  assert.equal((await client.ask({ hopByHop: 3, avps: acr() })).hopByHop, 3)
  await enabler.listenAgain()
  assert.equal((await raw()).messages.length, 1)
})

test('stopListening by rule: with close, the CTF must go elsewhere, and finds this one again later', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  enabler.on({ number: 2 }).once().first({ kind: 'stopListening', forMs: 300 }).close()
  const client = await raw()
  client.write(bytesOf({ avps: acr({ number: 2 }) }))
  await client.until(() => client.end !== undefined)
  for (let attempt = 0, isOpen = false; !isOpen; attempt += 1) {
    assert.ok(attempt < 10_000)
    const again = await RawCtf.connect(enabler.port)
    isOpen = again.isConnected
    again.close()
    if (!isOpen) await new Promise((resolve) => setTimeout(resolve, 20)) // a listener has no event here to wait for
  }
})

test('an agent that offers nothing but relaying is a peer', async (t) => {
  const { raw } = await enablerBed(t)
  for (const name of ['Acct-Application-Id', 'Auth-Application-Id']) {
    const client = await raw([...GOOD_CER.slice(0, -1), [name, 0xffff_ffff]])
    assert.equal(client.messages[0] && scalarAt(client.messages[0], 'Result-Code'), 2001, name)
    assert.equal(scalarAt(await client.ask({ avps: acr() }), 'Result-Code'), 2001)
  }
})

test("through agents: Route-Record is borne, Proxy-Info comes back in order, the origin is not the connection's", async (t) => {
  const { enabler, raw } = await enablerBed(t, { grammar: 'answer' })
  const rule = enabler.on({ origin: 'ctf9.im.example' }).answer(2002)
  const client = await raw([['Origin-Host', 'dra1.example'], ...GOOD_CER.slice(1)])
  const proxyInfo = (host: string, state: number): AvpInput => [
    'Proxy-Info',
    [
      ['Proxy-Host', host],
      ['Proxy-State', Uint8Array.of(state)],
    ],
  ]
  const avps: readonly AvpInput[] = [
    ...acr({ origin: 'ctf9.im.example' }),
    proxyInfo('dra1.example', 1),
    ['Route-Record', 'ctf9.im.example'],
    proxyInfo('dra2.example', 2),
    ['Route-Record', 'dra1.example'],
    proxyInfo('dra3.example', 3),
  ]
  const answer = await client.ask({ avps })
  assert.equal(scalarAt(answer, 'Result-Code'), 2002)
  assert.equal(rule.seen[0]?.origin, 'ctf9.im.example')
  assert.deepEqual(
    avpsAt(answer, 'Proxy-Info').map((avp) => [scalarAt(avp, 'Proxy-Host'), ...(scalarAt(avp, 'Proxy-State') as Uint8Array)]),
    [
      ['dra1.example', 1],
      ['dra2.example', 2],
      ['dra3.example', 3],
    ],
  )
  assert.equal(avpsAt(answer, 'Route-Record').length, 0)
  // by the default too, which takes the short way
  const plain = await client.ask({
    hopByHop: 9,
    avps: avps.map((avp) => ('0' in avp && avp[0] === 'Origin-Host' ? ['Origin-Host', 'ctf8.im.example'] : avp)),
  })
  assert.deepEqual([scalarAt(plain, 'Result-Code'), avpsAt(plain, 'Proxy-Info').length], [2001, 3])
})

test('several connections of one CTF are all served, each gets its own answers', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const clients = [await raw(), await raw(), await raw()]
  assert.equal(enabler.openPeers(), 3)
  const answers = await Promise.all(clients.map((client, i) => client.ask({ hopByHop: 100 + i, avps: acr({ number: i }) })))
  assert.deepEqual(
    answers.map((answer) => [answer.hopByHop, scalarAt(answer, 'Accounting-Record-Number')]),
    [
      [100, 0],
      [101, 1],
      [102, 2],
    ],
  )
})

test('an enabler that connects to a peer takes records there too; what it connected itself ends where there is another connection', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  const answers: DiameterMessage[] = []
  const node = await DiameterNode.start({
    identity: {
      ...{ originHost: 'im1.im.example', originRealm: 'im.example', productName: 'test', vendorId: 0 },
      ...{ supportedVendorIds: [10415], acctApplicationIds: [3] },
    },
    listen: { host: '127.0.0.1', port: 0 },
    peers: [{ originHost: 'cdf1.charging.example' }],
    onAnswer: (answer) => answers.push(answer),
    onRequest: () => undefined,
  })
  t.after(() => node.close())
  await enabler.connect({ host: '127.0.0.1', port: node.port ?? 0 })
  await until(() => enabler.openPeers() === 1 && node.peer('cdf1.charging.example')?.state === 'R-Open')
  node.request('cdf1.charging.example', ({ hopByHop }) =>
    bytesOf({ commandCode: 271, applicationId: 3, request: true, hopByHop, avps: acr() }),
  )
  await until(() => answers.length === 1)
  assert.equal(answers[0] && scalarAt(answers[0], 'Result-Code'), 2001)
  assert.deepEqual(
    facts.flatMap((fact) => (fact.kind === 'ch1' ? [`${fact.dir} ${fact.conn}`] : [])),
    ['toSut 1', 'fromSut 1', 'fromSut 1', 'toSut 1'],
  )
  enabler.endOwn() // it is all there is
  await raw()
  assert.equal(enabler.openPeers(), 2)
  enabler.endOwn()
  await until(() => enabler.openPeers() === 1)
  assert.ok(facts.some((fact) => fact.kind === 'peer' && fact.conn === 1 && fact.state === 'closed'))
})

test('a first CER that is wrong is refused, a second that is right opens', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  const wrong = await raw([...GOOD_CER.slice(0, -1), ['Acct-Application-Id', 4]])
  assert.equal(wrong.messages[0] && scalarAt(wrong.messages[0], 'Result-Code'), 5010)
  await wrong.until(() => wrong.end !== undefined)
  const right = await raw()
  assert.equal(right.messages[0] && scalarAt(right.messages[0], 'Result-Code'), 2001)
  assert.equal(enabler.openPeers(), 1)
  const states = facts.flatMap((fact) =>
    fact.kind === 'peer' && fact.state !== 'connected' ? [`${fact.conn} ${fact.state}`] : [],
  )
  assert.deepEqual(states, ['1 refused', '1 closed', '2 open'])
})

test('stopListening and partition by several rules at once: the longest counts, and the enabler listens again once', async (t) => {
  const alarms = new Map<object, { readonly ms: number; readonly fire: () => void }>()
  const clock = {
    set: (ms: number, fire: () => void) => {
      const handle = {}
      alarms.set(handle, { ms, fire })
      return handle
    },
    clear: (handle: unknown) => void alarms.delete(handle as object),
  }
  const ring = (): void => {
    const due = [...alarms.values()]
    alarms.clear()
    for (const { fire } of due) fire()
  }
  const { enabler, raw } = await enablerBed(t, { clock })
  const always = { completion: { kind: 'always' } } as const
  enabler.add({
    match: { number: 1 },
    actions: [
      { kind: 'stopListening', forMs: 90_000 },
      { kind: 'answer', resultCode: 2001 },
    ],
    ...always,
  })
  enabler.add({
    match: {},
    actions: [
      { kind: 'stopListening', forMs: 70_000 },
      { kind: 'answer', resultCode: 2001 },
    ],
    ...always,
  })
  const client = await raw()
  for (const number of [0, 1, 2, 1, 3]) await client.ask({ hopByHop: number, avps: acr({ number }) })
  assert.deepEqual(
    [...alarms.values()].map(({ ms }) => ms),
    [90_000],
    'one end, however many records asked for it',
  )
  // somebody else has the port when it is wanted back: it is asked for again, and nothing breaks
  const taken = createServer().listen(enabler.port, '127.0.0.1')
  t.after(() => taken.close())
  await once(taken, 'listening')
  ring()
  await client.until(() => alarms.size === 1)
  await new Promise((resolve) => taken.close(resolve))
  ring()
  for (let attempt = 0, isOpen = false; !isOpen; attempt += 1) {
    assert.ok(attempt < 1_000)
    const again = await RawCtf.connect(enabler.port)
    isOpen = again.isConnected
    again.close()
  }
})
