// The reference behind TLS and behind IPv6, while the participants are on IPv4 by UDP: arrivals and departures pass, and the history has the very bytes.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { edgedServer, type EdgeOptions } from './edge-proxy'
import { against, freePorts, profileWith } from '../conformance/outside-server'
import { ch1, newFolder, runArgs, story, verdictsOf, words } from '../conformance/run-process'
import { allEvents, histories } from '../conformance/stored-history'

const PURPOSES = ['--only', 'TP_ARR_001', 'TP_DEP_001', 'TP_DEP_003', 'TP_ARR_002'] as const

async function v6Ports(): Promise<Awaited<ReturnType<typeof freePorts>>> {
  const { sip, ch1: enabler } = await freePorts()
  return { sip: sip.replace('127.0.0.1', '[::1]'), ch1: enabler }
}

const ROWS: readonly (EdgeOptions & { readonly name: string; readonly own: 'made' | 'given' })[] = [
  {
    name: 'sips:127.0.0.1, the core’s certificate made for the run',
    transport: 'TLS',
    host: '127.0.0.1',
    isSips: true,
    own: 'made',
  },
  { name: 'TLS at [::1], certificates by the profile, the server’s checked', transport: 'TLS', host: '::1', own: 'given' },
  { name: 'TCP at [::1]', transport: 'TCP', host: '::1', own: 'made' },
  { name: 'UDP at [::1]', transport: 'UDP', host: '::1', own: 'made' },
]

for (const { name, own, ...edge } of ROWS) {
  test(`the reference behind ${name}: arrival and departure pass, the history has what the server read and wrote`, async (t) => {
    if (edge.transport === 'TLS' && !needs(t, OPENSSL)) return
    const issued = edge.transport === 'TLS' ? authority().issue('core.example', 'edge.example') : undefined
    const listening = edge.host === '::1' ? await v6Ports() : await freePorts()
    const server = await edgedServer(issued === undefined ? edge : { ...edge, pems: pemTexts(issued) }, listening)
    try {
      const tls = issued && `{ cert: ${issued.cert}, key: ${issued.key}, ca: ${issued.ca}, servername: edge.example }`
      const profile = tls === undefined || own === 'made' ? profileWith({}) : profileWith({}, { addresses: `  tls: ${tls}` })
      const out = newFolder()
      const ended = await ch1(...runArgs(out, '--profile', profile, ...against(server, listening), ...PURPOSES))
      const decided = words(verdictsOf(out))
      for (const id of PURPOSES.slice(1)) assert.equal(decided[id], 'pass', `${id}: ${story(ended)}`)
      assert.equal(ended.code, 0, story(ended))
      const sips = allEvents(out).flatMap((event) => (event.kind === 'sip' ? [event] : []))
      assert.deepEqual([...new Set(sips.map(({ flow }) => flow.transport))], [edge.transport.toLowerCase()])
      const texts = (dir: string): readonly string[] =>
        sips.filter((event) => event.dir === dir).map(({ bytes }) => Buffer.from(bytes, 'base64').toString('latin1'))
      // over two connections, one of either end's: what goes over one is not ordered with what goes over the other
      assert.deepEqual([...texts('fromSut')].sort(), [...server.wrote()].sort(), 'what the server wrote, byte for byte')
      assert.deepEqual([...texts('toSut')].sort(), [...server.read()].sort(), 'what the server read, byte for byte')
      assert.ok(texts('toSut').length > 20, String(texts('toSut').length))
      // participants stay on IPv4 by UDP, whatever the server speaks
      const wires = allEvents(out).flatMap((event) => (event.kind === 'wire' && event.state === 'started' ? [event.local] : []))
      assert.ok(wires.length > 0 && wires.every((local) => local?.startsWith('127.0.0.1:') === true), wires.join())
      for (const file of histories(out).keys())
        assert.doesNotMatch(readFileSync(path.join(out, 'history', file), 'latin1'), /PRIVATE KEY/, 'no key in a history')
    } finally {
      await server.stop()
    }
  })
}

test('what cannot be a next hop by TLS or IPv6 is one message and exit 4', async () => {
  const rows: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [
      ['--sut', 'sip:[::1]:5060', '--listen-sip', '127.0.0.1:5070'],
      /reached by IPv6[^]*--listen-sip 127\.0\.0\.1:5070[^]*\[::1\]:5070/,
    ],
    [['--sut', 'sip:127.0.0.1', '--listen-sip', '[::1]:5070'], /reached by IPv4[^]*mend/],
    [['--sut', 'sip:127.0.0.1;transport=sctp'], /cannot send by sctp[^]*udp, tcp or tls/],
    [['--sut', 'sip:[::1'], /no SIP URI we can send to/],
    [
      ['--sut', 'sips:127.0.0.1', '--profile', profileWith({}, { addresses: '  tls: { cert: none.pem, key: none.key }' })],
      /PEM file cannot be read[^]*addresses\.tls\.cert/,
    ],
  ]
  for (const [args, said] of rows) {
    const ended = await ch1(...runArgs(newFolder(), ...args))
    assert.equal(ended.code, 4, story(ended))
    assert.match(ended.stderr, said)
    assert.equal(ended.stderr.match(/^ch1: /gm)?.length, 1, ended.stderr)
    assert.doesNotMatch(ended.stderr, /\n\s+at .*:\d+/)
  }
})
