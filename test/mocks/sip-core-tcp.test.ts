// A SUT that speaks TCP: the SIP/IP core is the gateway between its connections and the participants' UDP (RFC 3261 §18, RFC 5658).
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { TcpTransport } from '@ch1/sip'
import type { Address } from '@ch1/sip'
import { SipCore } from '../../mocks/sip-core'
import { field, memoryRecorder, sip, SipBox } from './sip-box'

const BOB = 'sip:bob-7@home.example'

async function bed(t: TestContext) {
  const { facts, record } = memoryRecorder()
  const bob = await SipBox.open()
  const sut = await TcpTransport.bind({ host: '127.0.0.1', port: 0 })
  const got: { readonly text: string; readonly from: Address }[] = []
  const waiting: ((one: { readonly text: string; readonly from: Address }) => void)[] = []
  sut.onMessage = (bytes, from) => {
    const one = { text: Buffer.from(bytes).toString('latin1'), from }
    const taker = waiting.shift()
    if (taker) taker(one)
    else got.push(one)
  }
  const atSut = (): Promise<{ readonly text: string; readonly from: Address }> => {
    const one = got.shift()
    return one ? Promise.resolve(one) : new Promise((resolve) => waiting.push(resolve))
  }
  const next: Address = { host: '127.0.0.1', port: sut.sentBy.port, transport: 'TCP' }
  const lossy = { loss: 1, duplication: 0, delay: 0, reordering: 0, delayMs: 10 }
  const impairment = { seed: 1, toSut: lossy, fromSut: lossy }
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, tcp: true, sut: next, record, impairment })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    bob.close()
    await core.close()
    await sut.close()
  })
  return { core, own: `127.0.0.1:${core.port}`, sut, sutAt: `127.0.0.1:${sut.sentBy.port}`, atSut, bob, facts }
}

function request(method: string, uri: string, via: string): string {
  return sip(
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/${via};branch=z9hG4bKa`,
    'From: <sip:a@b>;tag=1',
    `To: <${uri}>`,
    'Call-ID: c1',
    `CSeq: 1 ${method}`,
  )
}

function answerTo(text: string): string {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].flatMap((name) => field(text, name).map((value) => `${name}: ${value}`))
  return sip('SIP/2.0 200 OK', ...copied)
}

const flows = (facts: Awaited<ReturnType<typeof bed>>['facts']): readonly string[] =>
  facts.map((fact) => (fact.kind === 'sip' || fact.kind === 'garbage' ? `${fact.kind} ${fact.flow.transport}` : fact.kind))

test('a participant by UDP, the SUT by TCP: two Record-Routes, a Via of each, the answer back; a connection loses nothing', async (t) => {
  const { core, own, sut, atSut, bob, facts } = await bed(t)
  bob.send(request('INVITE', 'sip:factory@im.example', `UDP ${bob.at}`), core.port)
  const { text, from } = await atSut()
  assert.deepEqual(field(text, 'Record-Route'), [`<sip:${own};transport=tcp;lr>`, `<sip:${own};lr>`])
  assert.match(field(text, 'Via')[0] ?? '', new RegExp(`^SIP/2\\.0/TCP ${own};branch=`))
  sut.send(Buffer.from(answerTo(text), 'latin1'), from)
  assert.deepEqual(field(await bob.next(), 'Via'), [`SIP/2.0/UDP ${bob.at};branch=z9hG4bKa`])
  assert.deepEqual(flows(facts), ['sip tcp', 'sip tcp'])
})

test('a request of the SUT by TCP reaches the participant by UDP, and the answer goes back over the connection it came on', async (t) => {
  const { core, own, sut, bob, facts } = await bed(t)
  const socket = connect(core.port, '127.0.0.1')
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  // The sent-by is another port than the connection's, as with every client of TCP.
  socket.write(request('INVITE', BOB, 'TCP 127.0.0.1:9'))
  const atBob = await bob.next()
  assert.match(field(atBob, 'Via')[0] ?? '', new RegExp(`^SIP/2\\.0/UDP ${own};branch=.*;conn=\\d+$`))
  assert.deepEqual(field(atBob, 'Record-Route'), [`<sip:${own};lr>`, `<sip:${own};transport=tcp;lr>`])
  bob.send(answerTo(atBob), core.port)
  const [back] = (await once(socket, 'data')) as [Buffer]
  assert.deepEqual(field(back.toString('latin1'), 'Via'), ['SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bKa'])
  assert.deepEqual(flows(facts), ['sip tcp', 'sip tcp'])
  assert.equal(sut.connectionCount, 0)
})

test('bytes on a connection that are no SIP are kept as garbage; the core goes on', async (t) => {
  const { core, atSut, bob, facts } = await bed(t)
  const socket = connect(core.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n')
  socket.resume()
  await once(socket, 'close')
  bob.send(request('OPTIONS', 'sip:im.example', `UDP ${bob.at}`), core.port)
  assert.match((await atSut()).text, /^OPTIONS /)
  assert.deepEqual(flows(facts), ['garbage tcp', 'sip tcp'])
})
