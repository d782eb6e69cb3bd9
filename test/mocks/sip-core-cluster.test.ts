// A SUT that is more than one socket: nodes behind names, boxes that send to themselves, proxies that forward what they got (LV-16, LV-22, LV-24).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { HistoryFact } from '../../judge/history/events'
import { SipCore } from '../../mocks/sip-core'
import { hostMap, placeOf } from '../../mocks/sip-core/host-map'
import { field, memoryRecorder, sip, SipBox } from './sip-box'

const BOB = 'sip:bob-7@home.example'

interface Bed {
  readonly core: SipCore
  readonly own: string
  readonly sut: SipBox
  readonly node: SipBox
  readonly bob: SipBox
  readonly facts: HistoryFact[]
}

/** A SUT of two nodes: the next hop `im.example`, and `node2.im.example`. */
async function bed(t: TestContext): Promise<Bed> {
  const { facts, record } = memoryRecorder()
  const [sut, node, bob] = [await SipBox.open(), await SipBox.open(), await SipBox.open()]
  const hosts = { 'im.example': sut.at, 'Node2.im.example': node.at, 'gone.im.example': '0.0.0.0:9' }
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, sut: sut.address, record, hosts })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    for (const box of [sut, node, bob]) box.close()
    await core.close()
  })
  return { core, own: `127.0.0.1:${core.port}`, sut, node, bob, facts }
}

let branches = 0

function request(method: string, uri: string, at: string, to: string, ...more: readonly string[]): string {
  return sip(
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${at};branch=z9hG4bK${(branches += 1)}`,
    `From: <${BOB}>;tag=f1`,
    `To: ${to}`,
    'Call-ID: c1',
    `CSeq: 1 ${method}`,
    ...more,
  )
}

const IN_DIALOG = '<sip:conf-1@im.example>;tag=t1'
const seen = (facts: readonly HistoryFact[]): readonly string[] =>
  facts.map((fact) => (fact.kind === 'sip' ? `${fact.dir} ${fact.flow.remote}` : fact.kind))

test('a name stands for an address, for one with a port, in any letter case; another name stands for nothing', () => {
  const hosts = hostMap({
    'A.example': '10.0.0.7',
    'b.example': '10.0.0.8:5062',
    'c.example': '2001:db8::1',
    'd.example': '[2001:DB8::2]:5064',
  })
  const rows: readonly (readonly [host: string, port: number, place: unknown])[] = [
    ['a.EXAMPLE', 5070, { host: '10.0.0.7', port: 5070 }],
    ['b.example', 5070, { host: '10.0.0.8', port: 5062 }],
    ['c.example', 5060, { host: '2001:db8::1', port: 5060 }],
    ['d.example', 5060, { host: '2001:db8::2', port: 5064 }],
    ['e.example', 5060, undefined],
    ['constructor', 5060, undefined],
  ]
  for (const [host, port, place] of rows) assert.deepEqual(placeOf({ host, port }, hosts), place, host)
})

test('in a dialog a participant reaches the node that its Contact or Route names, by the host map', async (t) => {
  const { core, sut, node, bob, facts } = await bed(t)
  const rows: readonly (readonly [uri: string, route: readonly string[], goesTo: SipBox])[] = [
    ['sip:conf-1@node2.im.example', [], node],
    ['sip:conf-1@NODE2.IM.EXAMPLE:5999', [], node],
    ['sip:conf-1@im.example', ['Route: <sip:node2.im.example;lr>'], node],
    ['sip:conf-1@unknown.im.example', [], sut],
    ['sip:conf-1@gone.im.example', [], sut],
  ]
  for (const [uri, route, goesTo] of rows) {
    bob.send(request('BYE', uri, bob.at, IN_DIALOG, ...route), core.port)
    assert.match(await goesTo.next(), /^BYE /, uri)
  }
  assert.deepEqual(
    seen(facts),
    rows.map(([, , goesTo]) => `toSut ${goesTo.at}`),
  )
})

test('a Route that names the core by a name of the host map is taken off as its own', async (t) => {
  const { facts, record } = memoryRecorder()
  const [sut, bob] = [await SipBox.open(), await SipBox.open()]
  const probe = await SipBox.open()
  const { port } = probe.address
  probe.close()
  const core = await SipCore.start({
    host: '127.0.0.1',
    port,
    sut: sut.address,
    record,
    hosts: { 'core.example': `127.0.0.1:${port}` },
  })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    sut.close()
    bob.close()
    await core.close()
  })
  sut.send(request('INVITE', BOB, sut.at, `<${BOB}>`, 'Route: <sip:core.example;lr>'), core.port)
  assert.deepEqual(field(await bob.next(), 'Route'), [])
  assert.equal(facts.length, 1)
})

test('one node reaches another, and a box itself, by the host map; both crossings are recorded and the answer finds its way', async (t) => {
  const { core, sut, node, facts } = await bed(t)
  sut.send(request('INVITE', 'sip:conf-1@node2.im.example', sut.at, '<sip:conf-1@node2.im.example>'), core.port)
  const came = await node.next()
  const vias = field(came, 'Via').map((via) => `Via: ${via}`)
  node.send(
    sip('SIP/2.0 200 OK', ...vias, `From: <${BOB}>;tag=f1`, `To: ${IN_DIALOG}`, 'Call-ID: c1', 'CSeq: 1 INVITE'),
    core.port,
  )
  assert.match(await sut.next(), /^SIP\/2\.0 200 /)
  assert.deepEqual(seen(facts), [`fromSut ${sut.at}`, `toSut ${node.at}`, `fromSut ${node.at}`, `toSut ${sut.at}`])
  sut.send(request('INVITE', 'sip:conf-2@im.example', sut.at, '<sip:conf-2@im.example>'), core.port)
  assert.match(await sut.next(), /^INVITE sip:conf-2@im\.example /)
})

test('requests of one dialog may come from any node: each is recorded with the address it came from, and reaches the user', async (t) => {
  const { core, sut, node, bob, facts } = await bed(t)
  for (const [method, box] of [
    ['INVITE', sut],
    ['BYE', node],
  ] as const) {
    box.send(request(method, `sip:bob-7@${bob.at}`, box.at, `<${BOB}>${method === 'BYE' ? ';tag=b' : ''}`), core.port)
    assert.match(await bob.next(), new RegExp(`^${method} `))
  }
  assert.deepEqual(seen(facts), [`fromSut ${sut.at}`, `fromSut ${node.at}`])
})

/** What a proxy does to a request: its Via, its Record-Route, the core as the next hop, one hop less; the rest unchanged. */
function forwarded(text: string, at: string, own: string): string {
  const hops = Number(field(text, 'Max-Forwards')[0] ?? '70')
  return text
    .replace(/\r\nMax-Forwards: \d+/, `\r\nMax-Forwards: ${Math.max(0, hops - 1)}`)
    .replace(
      '\r\n',
      `\r\nVia: SIP/2.0/UDP ${at};branch=z9hG4bKpf${(branches += 1)}\r\nRoute: <sip:${own};lr>\r\nRecord-Route: <sip:${at};lr>\r\n`,
    )
}

test('a hairpin crosses twice under one Call-ID and one tag: once towards the SUT, once from it, CANCEL and answer the same way (LV-24)', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t)
  const alice = await SipBox.open()
  t.after(() => alice.close())
  core.register({ aor: 'sip:alice-7@home.example', participant: 'Alice', endpoint: alice.address })
  const invite = request('INVITE', BOB, alice.at, `<${BOB}>`, 'Max-Forwards: 70')
  alice.send(invite, core.port)
  const atSut = await sut.next()
  const again = forwarded(atSut, sut.at, own)
  sut.send(again, core.port)
  const atBob = await bob.next()
  assert.deepEqual(field(atBob, 'Max-Forwards'), ['67'])
  assert.equal(field(atBob, 'Record-Route').length, 3)
  sut.send(again, core.port)
  assert.equal(await bob.next(), atBob, 'a retransmission goes the same way')
  alice.send(invite.replace(/^INVITE/, 'CANCEL').replace('1 INVITE', '1 CANCEL'), core.port)
  assert.equal(field(await sut.next(), 'Via')[0], field(atSut, 'Via')[0])
  const vias = field(atBob, 'Via').map((via) => `Via: ${via}`)
  bob.send(
    sip('SIP/2.0 200 OK', ...vias, `From: <${BOB}>;tag=f1`, `To: <${BOB}>;tag=b`, 'Call-ID: c1', 'CSeq: 1 INVITE'),
    core.port,
  )
  const answer = await sut.next()
  sut.send(answer.replace(/\r\nVia: [^\r]*/, ''), core.port)
  assert.deepEqual(field(await alice.next(), 'Via'), field(invite, 'Via'))
  const crossings = facts.map((fact) => (fact.kind === 'sip' ? fact.dir : fact.kind))
  assert.deepEqual(crossings, ['toSut', 'fromSut', 'fromSut', 'toSut', 'toSut', 'fromSut'])
  assert.deepEqual([sut.waiting, bob.waiting, alice.waiting], [0, 0, 0])
})

test('in a dialog through a proxying SUT each side passes the SUT once, by the route set, and ends at the other participant', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t)
  const alice = await SipBox.open()
  t.after(() => alice.close())
  core.register({ aor: 'sip:alice-7@home.example', participant: 'Alice', endpoint: alice.address })
  const routes = [`<sip:${own};lr>`, `<sip:${sut.at};lr>`, `<sip:${own};lr>`].map((route) => `Route: ${route}`)
  alice.send(request('BYE', `sip:bob-7@${bob.at}`, alice.at, `<${BOB}>;tag=b`, ...routes), core.port)
  const atSut = await sut.next()
  assert.deepEqual(field(atSut, 'Route'), [`<sip:${sut.at};lr>`, `<sip:${own};lr>`])
  // The SUT takes its own Route off.
  sut.send(
    atSut.replace(`\r\nRoute: <sip:${sut.at};lr>`, '').replace('\r\n', `\r\nVia: SIP/2.0/UDP ${sut.at};branch=z9hG4bKq\r\n`),
    core.port,
  )
  assert.deepEqual(field(await bob.next(), 'Route'), [])
  assert.deepEqual(seen(facts), [`toSut ${sut.at}`, `fromSut ${sut.at}`])
})

test('a SUT that sends everything back to itself is stopped by Max-Forwards with 483', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t)
  bob.send(request('INVITE', 'sip:conf-1@im.example', bob.at, '<sip:conf-1@im.example>', 'Max-Forwards: 9'), core.port)
  let came = await sut.next()
  let turns = 0
  for (; came.startsWith('INVITE') && turns < 50; turns += 1) {
    sut.send(forwarded(came, sut.at, own), core.port)
    came = await sut.next()
  }
  assert.match(came, /^SIP\/2\.0 483 Too Many Hops/)
  assert.equal(turns, 5, 'the SUT and the core take a hop each')
  assert.equal(facts.length, 2 * turns + 1)
})

test('a SUT that sends everything back and takes Max-Forwards away is stopped with 482; a Max-Forwards that is no number is refused 400', async (t) => {
  const { core, own, sut } = await bed(t)
  let came = request('INVITE', 'sip:conf-1@im.example', sut.at, '<sip:conf-1@im.example>')
  let turns = 0
  for (; came.startsWith('INVITE') && turns < 50; turns += 1) {
    sut.send(forwarded(came, sut.at, own).replace(/\r\nMax-Forwards: [^\r]*/, ''), core.port)
    came = await sut.next()
  }
  assert.match(came, /^SIP\/2\.0 482 Loop Detected/)
  assert.equal(turns, 11)
  sut.send(request('OPTIONS', BOB, sut.at, `<${BOB}>`, 'Max-Forwards: -1'), core.port)
  assert.match(await sut.next(), /^SIP\/2\.0 400 /)
})
