// What the SIP/IP core writes in the network's name, as an S-CSCF does towards an application server (RFC 3325, RFC 7315).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { parseChargingVector } from '@ch1/sip'
import { SipCore } from '../../mocks/sip-core'
import type { NetworkHeadersPlan } from '../../mocks/sip-core'
import { field, memoryRecorder, sip, SipBox } from './sip-box'

const BOB = 'sip:bob-7@home.example'
const FOCUS = 'sip:conf-1@im.example'

interface Bed {
  readonly core: SipCore
  readonly sut: SipBox
  readonly bob: SipBox
  /** Bob sends; what came at the SUT. */
  readonly fromBob: (text: string) => Promise<string>
  readonly fromSut: (text: string) => Promise<string>
}

async function bed(t: TestContext, networkHeaders?: NetworkHeadersPlan, dialogs = 100): Promise<Bed> {
  const { record } = memoryRecorder()
  const [sut, bob] = [await SipBox.open(), await SipBox.open()]
  const core = await SipCore.start({
    host: '127.0.0.1',
    port: 0,
    sut: sut.address,
    record,
    limits: { dialogs },
    ...(networkHeaders && { networkHeaders }),
  })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    sut.close()
    bob.close()
    await core.close()
  })
  return {
    core,
    sut,
    bob,
    fromBob: (text) => (bob.send(text, core.port), sut.next()),
    fromSut: (text) => (sut.send(text, core.port), bob.next()),
  }
}

let branches = 0

interface Sent {
  readonly method: string
  readonly callId?: string
  readonly cseq?: number
  readonly branch?: string
  readonly toTag?: string
  readonly more?: readonly string[]
}

/** A request of Bob. */
function ofBob(
  at: string,
  { method, callId = 'c1', cseq = 1, branch = `z9hG4bK${(branches += 1)}`, toTag, more = [] }: Sent,
): string {
  return sip(
    `${method} ${FOCUS} SIP/2.0`,
    `Via: SIP/2.0/UDP ${at};branch=${branch}`,
    `From: <${BOB}>;tag=bob`,
    `To: <${FOCUS}>${toTag === undefined ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    ...more,
  )
}

/** A request of the SUT to Bob. */
function ofSut(at: string, method: string, ...more: readonly string[]): string {
  return sip(
    `${method} ${BOB} SIP/2.0`,
    `Via: SIP/2.0/UDP ${at};branch=z9hG4bK${(branches += 1)}`,
    `From: <${FOCUS}>;tag=sut`,
    `To: <${BOB}>`,
    'Call-ID: s1',
    `CSeq: 1 ${method}`,
    ...more,
  )
}

function answer(request: string, status: string, ...more: readonly string[]): string {
  const copied = ['Via', 'From', 'Call-ID', 'CSeq'].flatMap((name) => field(request, name).map((value) => `${name}: ${value}`))
  return sip(`SIP/2.0 ${status}`, ...copied, `To: ${field(request, 'To')[0] ?? ''};tag=bob`, ...more)
}

const vectorOf = (message: string): string | undefined => field(message, 'P-Charging-Vector')[0]
const icidOf = (message: string): string | undefined => parseChargingVector(vectorOf(message) ?? '').icid

test('what a participant claims in the name of the network is replaced by what the core knows', async (t) => {
  const { bob, fromBob } = await bed(t, {})
  const claims = [
    'P-Asserted-Identity: <sip:mallory@home.example>',
    'P-Asserted-Identity: <tel:+15551234>',
    'P-Preferred-Identity: <sip:mallory@home.example>',
    'P-Charging-Vector: icid-value=stolen;orig-ioi=elsewhere.example',
    'P-Charging-Function-Addresses: ccf=thief.example',
  ]
  const came = await fromBob(ofBob(bob.at, { method: 'INVITE', more: claims }))
  assert.deepEqual(field(came, 'P-Asserted-Identity'), [`<${BOB}>`])
  assert.deepEqual(field(came, 'P-Preferred-Identity'), [])
  assert.match(field(came, 'P-Charging-Vector').join('|'), /^icid-value=[0-9a-f]{32};orig-ioi=home\.example$/)
  assert.deepEqual(field(came, 'P-Charging-Function-Addresses'), [])
})

test('without the plan every header stays as its sender wrote it', async (t) => {
  const { bob, fromBob } = await bed(t)
  const came = await fromBob(ofBob(bob.at, { method: 'INVITE', more: ['P-Asserted-Identity: <sip:mallory@home.example>'] }))
  assert.deepEqual(field(came, 'P-Asserted-Identity'), ['<sip:mallory@home.example>'])
  assert.equal(vectorOf(came), undefined)
})

test('each request that opens a dialog has a charging identifier of its own; its copies and its dialog keep it', async (t) => {
  const { bob, sut, fromBob } = await bed(t, {})
  const invite = ofBob(bob.at, { method: 'INVITE' })
  const first = await fromBob(invite)
  assert.equal(await fromBob(invite), first, 'a retransmission is the same bytes')
  for (const [i, method] of ['INVITE', 'REFER', 'UPDATE', 'INFO', 'BYE'].entries()) {
    const came = await fromBob(ofBob(bob.at, { method, cseq: i + 2, toTag: 'sut', more: ['P-Charging-Vector: icid-value=mine'] }))
    assert.equal(vectorOf(came), vectorOf(first), method)
    assert.deepEqual(field(came, 'P-Asserted-Identity'), [`<${BOB}>`], method)
  }
  const again = await fromBob(ofBob(bob.at, { method: 'INVITE', cseq: 9 }))
  assert.notEqual(icidOf(again), icidOf(first), 'the same Call-ID and tag, another request')
  const other = await fromBob(ofBob(bob.at, { method: 'SUBSCRIBE', callId: 'c2' }))
  assert.notEqual(icidOf(other), icidOf(first))
  const alone = [
    await fromBob(ofBob(bob.at, { method: 'MESSAGE', callId: 'm1' })),
    await fromBob(ofBob(bob.at, { method: 'MESSAGE', callId: 'm2' })),
  ]
  assert.equal(new Set([first, again, other, ...alone].map(icidOf)).size, 5)
  assert.equal(sut.waiting, 0)
})

test('ACK and CANCEL carry none of it, nor does a REGISTER an asserted identity', async (t) => {
  const { bob, fromBob } = await bed(t, { ccf: ['cdf1.charging.example'] })
  await fromBob(ofBob(bob.at, { method: 'INVITE', branch: 'z9hG4bKa' }))
  for (const method of ['CANCEL', 'ACK']) {
    const came = await fromBob(ofBob(bob.at, { method, branch: 'z9hG4bKa', more: ['P-Asserted-Identity: <sip:m@x>'] }))
    assert.doesNotMatch(came, /\r\nP-/, method)
  }
  assert.deepEqual(field(await fromBob(ofBob(bob.at, { method: 'REGISTER', callId: 'r' })), 'P-Asserted-Identity'), [])
})

test('the names of the networks, the place of the identifier and the charging functions come from the profile', async (t) => {
  const { bob, fromBob } = await bed(t, {
    icidGeneratedAt: '[2001:db8::1]',
    origIoi: 'operator.example',
    ccf: ['cdf1.charging.example', 'aaa://cdf2.charging.example:3868'],
    ecf: ['ecf1.charging.example'],
  })
  const came = await fromBob(ofBob(bob.at, { method: 'INVITE' }))
  assert.match(vectorOf(came) ?? '', /^icid-value=[0-9a-f]{32};icid-generated-at=\[2001:db8::1\];orig-ioi=operator\.example$/)
  assert.deepEqual(field(came, 'P-Charging-Function-Addresses'), [
    'ccf=cdf1.charging.example;ccf="aaa://cdf2.charging.example:3868";ecf=ecf1.charging.example',
  ])
  const later = await fromBob(ofBob(bob.at, { method: 'INFO', cseq: 2, toTag: 'sut' }))
  assert.deepEqual(field(later, 'P-Charging-Function-Addresses'), [], 'once a dialog')
})

test('in a dialog of the SUT the participant answers, and later asks, under the identifier of the SUT', async (t) => {
  const { bob, sut, fromBob, fromSut } = await bed(t, { termIoi: 'home.example', ccf: ['cdf1.charging.example'] })
  const invite = await fromSut(ofSut(sut.at, 'INVITE', 'P-Charging-Vector: icid-value="x@sut";orig-ioi=im.example'))
  const ok = await fromBob(answer(invite, '200 OK', 'P-Asserted-Identity: <sip:mallory@home.example>'))
  assert.deepEqual(field(ok, 'P-Asserted-Identity'), [`<${BOB}>`])
  assert.equal(vectorOf(ok), 'icid-value="x@sut";orig-ioi=im.example;term-ioi=home.example')
  assert.deepEqual(field(ok, 'P-Charging-Function-Addresses'), ['ccf=cdf1.charging.example'])
  const bye = await fromBob(ofBob(bob.at, { method: 'BYE', callId: 's1', toTag: 'sut' }))
  assert.equal(icidOf(bye), 'x@sut')
})

test('a refusal and a 100 assert nobody; a vector of the SUT that cannot be read is not repeated', async (t) => {
  const { sut, fromBob, fromSut } = await bed(t, {})
  const invite = await fromSut(ofSut(sut.at, 'INVITE', 'P-Charging-Vector: orig-ioi="unclosed'))
  for (const status of ['100 Trying', '486 Busy Here']) {
    assert.doesNotMatch(await fromBob(answer(invite, status, 'P-Asserted-Identity: <sip:m@x>')), /\r\nP-/, status)
  }
  const ok = await fromBob(answer(invite, '200 OK'))
  assert.equal(vectorOf(ok), undefined)
  assert.deepEqual(field(ok, 'P-Asserted-Identity'), [`<${BOB}>`])
})

test('of many dialogs only the newest are remembered, and a late copy is still the same', async (t) => {
  const { bob, fromBob } = await bed(t, {}, 5)
  const invite = ofBob(bob.at, { method: 'INVITE', callId: 'old' })
  const first = await fromBob(invite)
  for (let i = 0; i < 6; i += 1) await fromBob(ofBob(bob.at, { method: 'INVITE', callId: `new${i}` }))
  assert.equal(vectorOf(await fromBob(ofBob(bob.at, { method: 'BYE', callId: 'old', cseq: 2, toTag: 'sut' }))), undefined)
  assert.equal(await fromBob(invite), first)
})
