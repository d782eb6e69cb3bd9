// What a user or a stranger may get wrong: one message that says what to mend, or a run that goes on.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { existsSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { against, freePorts, freeTcp, freeUdp, outsideServer, profileWith } from '../conformance/outside-server'
import { ch1, newFolder, runArgs, start, story, verdictsOf, words, type Ended } from '../conformance/run-process'
import { allEvents, eventIn } from '../conformance/stored-history'

function refused(ended: Ended, ...patterns: readonly RegExp[]): void {
  assert.equal(ended.code, 4, story(ended))
  for (const pattern of patterns) assert.match(ended.stderr, pattern)
  assert.equal(ended.stderr.match(/^ch1: /gm)?.length, 1, `one message, not: ${ended.stderr}`)
  assert.match(ended.stderr, /^ {2}where {2}.*\n {2}mend {3}./m)
  assert.doesNotMatch(ended.stderr, /\n\s+at .*:\d+/, 'no stack trace')
  assert.equal(ended.stdout, '', 'no verdict')
}

test('a wrong command, flag or value: exit 4, one message, nothing started', async () => {
  const out = path.join(newFolder(), 'out')
  const table: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['certifi'], /no command "certifi"/],
    [runArgs(out, '--paralel', '2'), /--paralel/],
    [runArgs(out, '--parallel', 'many'), /--parallel/],
    [runArgs(out, '--only', 'TP_ARR_999'), /no test purpose "TP_ARR_999"[^]*TP_ARR_001/],
    [runArgs(out, '--engine', 'sip'), /no engine "sip"[^]*sipp or socket/],
    [runArgs(out, '--mutant', 'nobody'), /no mutant "nobody"[^]*ch1 mutants --help lists them/],
    [runArgs(out, '--sut', 'http://127.0.0.1'), /no SIP URI[^]*--sut/],
    [runArgs(out, '--sut', 'sip:127.0.0.1', '--listen-sip', 'somewhere'), /no HOST:PORT[^]*--listen-sip/],
    [runArgs(out, '--profile', path.join(out, 'none.yaml')), /cannot be read[^]*none\.yaml/],
    [['im-server', '--sip', '127.0.0.1:0'], /--ch1 is missing|--next-hop is missing/],
  ]
  for (const [args, said] of table) refused(await ch1(...args), said)
  assert.equal(existsSync(out), false)
  assert.match((await ch1('mutants', '--help')).stdout, /interim-missing-on-bye/, 'the list that the message names')
})

test('a profile that is no YAML, or says what it must not: the line is told', async () => {
  const broken = path.join(newFolder(), 'broken.yaml')
  writeFileSync(broken, 'name: mine\nsut:\n  name: "unclosed\n')
  refused(await ch1(...runArgs(newFolder(), '--profile', broken)), /not YAML/, /broken\.yaml:[34]/)
  const invalid = profileWith({ role: 'conducting', 'P-DELAY': '-5' })
  refused(await ch1(...runArgs(newFolder(), '--profile', invalid)), /profile\.yaml:6 .*sut\.role/, /profile\.yaml:\d+ .*P-DELAY/)
})

test('a port in use: the flag and the port are told', async () => {
  const { sip, ch1: enabler } = await freePorts()
  const sut = ['--sut', 'sip:127.0.0.1:9'] as const
  const tcp = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => tcp.once('listening', resolve))
  const udp = createSocket('udp4')
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
  try {
    const taken = tcp.address()
    const port = typeof taken === 'object' ? (taken?.port ?? 0) : 0
    const more = (sipAt: string, ch1At: string) => [...sut, '--listen-sip', sipAt, '--listen-ch1', ch1At]
    refused(
      await ch1(...runArgs(newFolder(), ...more(sip, `127.0.0.1:${port}`))),
      new RegExp(`in use[^]*--listen-ch1 127\\.0\\.0\\.1:${port}`),
    )
    refused(
      await ch1(...runArgs(newFolder(), ...more(`127.0.0.1:${udp.address().port}`, enabler))),
      new RegExp(`in use[^]*--listen-sip 127\\.0\\.0\\.1:${udp.address().port}`),
    )
  } finally {
    tcp.close()
    udp.close()
  }
})

test('an --out folder with what is not ours in it: refused, and left as it was', async () => {
  const out = newFolder()
  writeFileSync(path.join(out, 'thesis.txt'), 'years of work')
  refused(await ch1(...runArgs(out)), /no run of ours made it[^]*--out/)
  assert.equal(existsSync(path.join(out, 'thesis.txt')), true)
})

test('garbage at the Diameter listener and at the SIP core during a run: kept as garbage, the verdicts unchanged', async () => {
  const purposes = ['--only', 'TP_ARR_001', 'TP_DEP_001', 'TP_NEG_001']
  const listening = await freePorts()
  const server = await outsideServer(listening)
  try {
    const out = newFolder()
    const run = start(runArgs(out, ...against(server, listening), ...purposes))
    let more = true
    void run.ended.then(() => (more = false))
    await eventIn(out, (event): event is HistoryEvent => event.kind === 'scenario' && event.testPurpose.startsWith('TP_'))
    const ch1Port = Number(listening.ch1.split(':')[1])
    const sipPort = Number(listening.sip.split(':')[1])
    const stranger = createSocket('udp4')
    for (let round = 0; more && round < 40; round += 1) {
      const socket = connect(ch1Port, '127.0.0.1').on('error', () => undefined)
      socket.end(
        Buffer.from(round % 2 === 0 ? 'GET / HTTP/1.1\r\n\r\n' : '01fffffc80000101deadbeef', round % 2 === 0 ? 'latin1' : 'hex'),
      )
      stranger.send(
        Buffer.from(round % 2 === 0 ? 'INVITE nonsense' : '00ff10fe8001', round % 2 === 0 ? 'latin1' : 'hex'),
        sipPort,
        '127.0.0.1',
      )
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const ended = await run.ended
    stranger.close()
    const garbage = allEvents(out).filter((event) => event.kind === 'garbage')
    assert.ok(
      garbage.some((event) => event.kind === 'garbage' && event.plane === 'sip'),
      'garbage on SIP is kept',
    )
    assert.ok(
      garbage.some((event) => event.kind === 'garbage' && event.plane === 'ch1'),
      'garbage on CH-1 is kept',
    )
    assert.ok(Object.keys(words(verdictsOf(out))).length >= 3)
    assert.deepEqual(
      Object.entries(words(verdictsOf(out))).filter(([, word]) => word !== 'pass'),
      [],
      story(ended),
    )
    assert.equal(ended.code, 0, story(ended))
  } finally {
    await server.stop()
  }
})

test('the reference server alone: an address in use is one message', async () => {
  const udp = createSocket('udp4')
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
  const sip = `127.0.0.1:${udp.address().port}`
  try {
    const args = ['--ch1', `127.0.0.1:${await freeTcp()}`, '--next-hop', `127.0.0.1:${await freeUdp()}`]
    const ended = await ch1('im-server', '--sip', sip, ...args)
    assert.equal(ended.code, 4, story(ended))
    assert.match(ended.stderr, new RegExp(`^ch1: [^]*${sip.replaceAll('.', '\\.')}`))
    assert.doesNotMatch(ended.stderr, /\n\s+at .*:\d+/)
  } finally {
    udp.close()
  }
})
