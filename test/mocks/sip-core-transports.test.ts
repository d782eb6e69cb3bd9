// A SUT behind TLS, and one behind IPv6, while participants are on IPv4 loopback by UDP: the SIP/IP core is the gateway (RFC 3261 §18, §26.2, RFC 5658).
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { TcpTransport, TlsTransport, TransportSet, UdpTransport } from '@ch1/sip'
import type { Address, SipTransport, TransportName } from '@ch1/sip'
import { SipCore } from '../../mocks/sip-core'
import { addressOfUri } from '../../mocks/sip-core/address'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { field, memoryRecorder, sip, SipBox } from './sip-box'
import { until } from './until'

const BOB = 'sip:bob-7@home.example'
type Pems = ReturnType<typeof pemTexts>

interface Got {
  readonly text: string
  readonly from: Address
}

/** What comes to a transport, one message after the other. */
function inbox(transport: SipTransport): () => Promise<Got> {
  const got: Got[] = []
  const waiting: ((one: Got) => void)[] = []
  transport.onMessage = (bytes, from) => {
    const one = { text: Buffer.from(bytes).toString('latin1'), from }
    const taker = waiting.shift()
    if (taker) taker(one)
    else got.push(one)
  }
  return () => {
    const one = got.shift()
    if (one) return Promise.resolve(one)
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('nothing came to the SUT')), 5_000)
      waiting.push((got) => {
        clearTimeout(late)
        resolve(got)
      })
    })
  }
}

async function sutTransport(name: TransportName, host: string, pems: Pems | undefined): Promise<SipTransport> {
  const at = { host, port: 0 }
  if (name === 'UDP') return UdpTransport.bind(at)
  if (name === 'TCP') return TcpTransport.bind(at)
  assert.ok(pems)
  return TlsTransport.bind({ ...at, tls: { ...pems, servername: 'core.example' } })
}

async function bed(t: TestContext, name: TransportName, host: string, pems?: Pems, corePems = pems) {
  const { facts, record } = memoryRecorder()
  const bob = await SipBox.open()
  // as a set, so that every sender is told with its transport
  const sut = new TransportSet(await sutTransport(name, host, pems))
  const next: Address = { host, port: sut.sentBy.port, transport: name }
  const tls = corePems && { ...corePems, servername: 'sut.example' }
  const core = await SipCore.start({ host, port: 0, tcp: name === 'TCP', ...(name === 'TLS' ? { tls } : {}), sut: next, record })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    bob.close()
    await core.close()
    await sut.close()
  })
  const shown = host.includes(':') ? `[${host}]` : host
  const inner = `${core.forParticipants.host}:${core.forParticipants.port}`
  return {
    core,
    inner,
    outer: `${shown}:${core.port}`,
    sut,
    sutAt: `${shown}:${sut.sentBy.port}`,
    shown,
    atSut: inbox(sut),
    bob,
    facts,
  }
}

function request(method: string, uri: string, via: string, ...more: readonly string[]): string {
  return sip(
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/${via};branch=z9hG4bKa`,
    'From: <sip:a@b>;tag=1',
    `To: <${uri}>`,
    'Call-ID: c1',
    `CSeq: 1 ${method}`,
    ...more,
  )
}

function answerTo(text: string): string {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].flatMap((name) => field(text, name).map((value) => `${name}: ${value}`))
  return sip('SIP/2.0 200 OK', ...copied)
}

const ROWS: readonly (readonly [name: TransportName, host: string, param: string])[] = [
  ['TLS', '127.0.0.1', ';transport=tls'],
  ['TLS', '::1', ';transport=tls'],
  ['TCP', '::1', ';transport=tcp'],
  ['UDP', '::1', ''],
]

for (const [name, host, param] of ROWS) {
  test(`the SUT by ${name} at ${host}, a participant by UDP at 127.0.0.1: both ways, a Record-Route and a Via of each side, exact bytes`, async (t) => {
    if (name === 'TLS' && !needs(t, OPENSSL)) return
    const pems = name === 'TLS' ? pemTexts(twoNames()) : undefined
    const { core, inner, outer, sut, sutAt, shown, atSut, bob, facts } = await bed(t, name, host, pems)
    const recordRoutes = [`<sip:${outer}${param};lr>`, `<sip:${inner};lr>`]
    // towards the SUT, and its answer back
    bob.send(request('INVITE', 'sip:factory@im.example', `UDP ${bob.at}`), core.forParticipants.port)
    const there = await atSut()
    assert.deepEqual(field(there.text, 'Record-Route'), recordRoutes)
    assert.match(field(there.text, 'Via')[0] ?? '', new RegExp(`^SIP/2\\.0/${name} ${escaped(outer)};branch=`))
    const answer = answerTo(there.text)
    sut.send(Buffer.from(answer, 'latin1'), there.from)
    assert.deepEqual(field(await bob.next(), 'Via'), [`SIP/2.0/UDP ${bob.at};branch=z9hG4bKa`])
    // from the SUT, in the dialog of its own making, by the routes it was given; and the participant's answer back
    const route = `Route: <sip:${outer}${param};lr>, <sip:${inner};lr>`
    const invite = request('INVITE', BOB, `${name} ${sutAt}`, route)
    sut.send(Buffer.from(invite, 'latin1'), { host, port: core.port, transport: name })
    const atBob = await bob.next()
    assert.match(field(atBob, 'Via')[0] ?? '', new RegExp(`^SIP/2\\.0/UDP ${escaped(inner)};branch=`))
    assert.deepEqual(field(atBob, 'Route'), [], 'both of the core’s own routes are taken off')
    assert.deepEqual(field(atBob, 'Record-Route'), [...recordRoutes].reverse())
    bob.send(answerTo(atBob), core.forParticipants.port)
    const back = await atSut()
    assert.match(back.text, /^SIP\/2\.0 200 OK/)
    // the history: what the SUT read and wrote, byte for byte, in the clear, on its side of the core
    const sips = facts.flatMap((fact) => (fact.kind === 'sip' ? [fact] : []))
    assert.deepEqual(
      sips.map(({ dir, flow: { transport, local }, bytes }) => ({
        dir,
        transport,
        local,
        text: Buffer.from(bytes, 'base64').toString('latin1'),
      })),
      [
        { dir: 'toSut', text: there.text },
        { dir: 'fromSut', text: answer },
        { dir: 'fromSut', text: invite },
        { dir: 'toSut', text: back.text },
      ].map(({ dir, text }) => ({ dir, transport: name.toLowerCase(), local: outer, text })),
    )
    assert.ok(sips.every(({ flow }) => flow.remote.startsWith(`${shown}:`)))
    assert.deepEqual(core.unrouted, [])
  })
}

test('a sips request is recorded by sips URIs, and a sips Contact without a port is TLS at 5061 (RFC 3261 §16.6, §19.1.2)', async (t) => {
  if (!needs(t, OPENSSL)) return
  const { core, inner, outer, atSut, bob } = await bed(t, 'TLS', '127.0.0.1', pemTexts(twoNames()))
  bob.send(request('INVITE', 'sips:factory@im.example', `UDP ${bob.at}`), core.forParticipants.port)
  assert.deepEqual(field((await atSut()).text, 'Record-Route'), [`<sips:${outer};lr>`, `<sips:${inner};lr>`])
  const rows: readonly (readonly [uri: string, port: number])[] = [
    ['sips:conf@[::1]', 5061],
    ['sip:conf@[0:0::1];transport=TLS', 5061],
    ['sip:conf@[::1];transport=tcp', 5060],
    ['sips:conf@[::1]:7', 7],
  ]
  for (const [uri, port] of rows) assert.deepEqual(addressOfUri(uri), { host: '::1', port }, uri)
})

test('a SUT whose certificate the authority did not sign is not spoken to: the reason is told, and the core goes on', async (t) => {
  if (!needs(t, OPENSSL)) return
  const { core, bob, facts } = await bed(t, 'TLS', '127.0.0.1', pemTexts(twoNames()), pemTexts(twoNames()))
  bob.send(request('OPTIONS', 'sip:im.example', `UDP ${bob.at}`), core.forParticipants.port)
  await noted(core, /certificate|self.signed|unable to verify/i)
  assert.deepEqual(
    facts.map(({ kind }) => kind),
    ['sip'],
    'what was to be sent is told once, as everything that leaves',
  )
})

test('what calls the TLS port and is no handshake is noted; the next call is served', async (t) => {
  if (!needs(t, OPENSSL)) return
  const { core, sut, bob } = await bed(t, 'TLS', '127.0.0.1', pemTexts(twoNames()))
  for (const bytes of ['\x16\x03\x01\x00\x05hello', 'INVITE sip:a@b SIP/2.0\r\n\r\n', '\0\xff'.repeat(400)]) {
    const before = core.noted
    connect(core.port, '127.0.0.1')
      .on('error', () => undefined)
      .end(Buffer.from(bytes, 'latin1'))
    await noted(core, /TLS handshake failed/, before)
  }
  sut.send(Buffer.from(request('OPTIONS', BOB, `TLS 127.0.0.1:${sut.sentBy.port}`), 'latin1'), {
    host: '127.0.0.1',
    port: core.port,
    transport: 'TLS',
  })
  assert.match(await bob.next(), /^OPTIONS /)
})

test('a key that is none: said at the start, with what to mend, and no socket stays open', async () => {
  const start = SipCore.start({ host: '127.0.0.1', port: 0, tls: { key: 'x', cert: 'y' }, record: () => 0 })
  await assert.rejects(start, (error: Error) => {
    assert.equal(error.name, 'TestbedError')
    assert.match(error.message, /the SIP\/IP core cannot listen[^]*TLS 127\.0\.0\.1[^]*addresses\.tls/)
    return true
  })
})

/** One certificate for both ends of a test, each checked by its own name. */
function twoNames(): ReturnType<ReturnType<typeof authority>['issue']> {
  return authority().issue('core.example', 'sut.example')
}

function escaped(text: string): string {
  return text.replace(/[.[\]]/g, '\\$&')
}

function noted(core: SipCore, wanted: RegExp, after = 0): Promise<void> {
  const isNoted = (): boolean => core.notesSince(after).some((line) => wanted.test(line))
  return until(isNoted, () => [wanted.source, ...core.unrouted])
}
