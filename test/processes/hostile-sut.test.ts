// A server that speaks SIP wrongly: the run ends in bounded time, with a verdict about the server or one message that names what came.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { between, forger, okTo, repeater, streamSut } from './hostile-sut'
import { against, freePorts, outsideServer, profileWith } from '../conformance/outside-server'
import { ch1, newFolder, runArgs, story, verdictsOf, words } from '../conformance/run-process'
import { allEvents } from '../conformance/stored-history'

/** 64·T1 is 6.4 s, and nothing may take much longer than a transaction and the start of a run. */
const PATIENCE_MS = 60_000
const PROFILE = { preflightMs: '800', givenMs: '1500', t1Ms: '100' }

const ROWS: readonly (readonly [
  what: string,
  server: Parameters<typeof streamSut>[0],
  transport: 'tcp' | 'tls',
  told: RegExp,
  garbage: RegExp | undefined,
])[] = [
  [
    'bytes that are no TLS on its TLS port',
    { greeting: '\x16\x03\x01\x00\x05hello' },
    'tls',
    /\(TLS\) did not answer an INVITE[^]*at the SIP\/IP core: [^]*TLS 127\.0\.0\.1:\d+/,
    undefined,
  ],
  [
    'half a response, and then the end of the connection',
    { answer: (head) => okTo(head, 'Content-Length: 500', '', 'v=0'), ends: true },
    'tcp',
    /\(TCP\) did not answer an INVITE[^]*the connection ended within a message/,
    /the connection ended within a message/,
  ],
  [
    'half a response, and then nothing',
    { answer: (head) => okTo(head).slice(0, 40) },
    'tcp',
    /\(TCP\) did not answer an INVITE/,
    undefined,
  ],
  [
    'a response with a header of 70 kB',
    { answer: (head) => okTo(head, `Subject: ${'x'.repeat(70_000)}`, 'Content-Length: 0', '', '') },
    'tcp',
    /\(TCP\) did not answer an INVITE[^]*a header longer than 65536 bytes \(limit maxHeaderBytes\)/,
    /maxHeaderBytes/,
  ],
  [
    'a response of 64 kB, more than a datagram to the participant holds',
    { answer: (head) => okTo(head, `Subject: ${'x'.repeat(64_000)}`, `Content-Length: 3000`, '', 'y'.repeat(3000)) },
    'tcp',
    /\(TCP\) did not answer an INVITE[^]*a message of 6\d{4} bytes does not fit a datagram/,
    undefined,
  ],
]

for (const [what, server, transport, told, garbage] of ROWS) {
  test(`${what}: exit 4, one message that names it`, async () => {
    const listening = await freePorts()
    const sut = await streamSut(server)
    try {
      const out = newFolder()
      const profile = profileWith(PROFILE)
      const at = against({ sip: `sip:127.0.0.1:${sut.port};transport=${transport}` }, listening)
      const ended = await ch1(...runArgs(out, '--profile', profile, '--engine', 'socket', '--only', 'TP_ARR_001', ...at))
      assert.equal(ended.code, 4, story(ended))
      assert.match(ended.stderr, told)
      assert.equal(ended.stderr.match(/^ch1: /gm)?.length, 1, ended.stderr)
      assert.doesNotMatch(ended.stderr, /\n\s+at .*:\d+/)
      assert.ok(ended.tookMs < PATIENCE_MS, `${ended.tookMs} ms`)
      const kept = allEvents(out).flatMap((event) => (event.kind === 'garbage' ? [event.why] : []))
      if (garbage === undefined) assert.deepEqual(kept, [])
      else assert.ok(kept.length > 0 && kept.every((why) => garbage.test(why)), kept.join())
    } finally {
      await sut.stop()
    }
  })
}

const PURPOSES = ['--only', 'TP_ARR_001', 'TP_DEP_001', 'TP_DEP_003'] as const

for (const [what, more, least] of [
  ['sends each of its requests two hundred times over', repeater(5, 200), 100],
  ['sends requests and responses with the wrong tags, of dialogs and transactions that nobody has', forger(), 10],
] as const) {
  test(`a good server that ${what}: it is judged as ever, and the run ends`, async () => {
    const listening = await freePorts()
    const way = await between(Number(listening.sip.split(':')[1]), more)
    const server = await outsideServer({ ...listening, sip: `127.0.0.1:${way.port}` })
    try {
      const out = newFolder()
      const profile = profileWith({})
      const ended = await ch1(
        ...runArgs(out, '--profile', profile, '--engine', 'socket', ...PURPOSES, ...against(server, listening)),
      )
      const decided = words(verdictsOf(out))
      for (const id of PURPOSES.slice(1)) assert.equal(decided[id], 'pass', `${id}: ${story(ended)}`)
      assert.equal(ended.code, 0, story(ended))
      const fromSut = allEvents(out).filter((event) => event.kind === 'sip' && event.dir === 'fromSut')
      const through = fromSut.filter((event) => event.kind === 'sip' && event.flow.remote === `127.0.0.1:${way.port}`)
      assert.ok(through.length >= way.passed() + least, `${through.length} of ${way.passed()}`)
    } finally {
      await server.stop()
      await way.stop()
    }
  })
}
