// Replay files: each side of a recorded scenario, played by plain SIPp against the reference server, makes the same CH-1 records.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { parseMessage, type SipResponse } from '@ch1/sip'
import { findSipp, MessageTraceParser, startSipp, type SippRun } from 'sipp-wrapper'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { embeddedRun } from './embedded-run'
import { freeUdp, outsideServer } from './outside-server'
import { newFolder } from './run-process'
import { slices } from './stored-history'

const STAY_MS = 1_500
const LIMIT_MS = 10_000
const CDF = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }

for (const [purpose, joins] of [
  ['TP_ARR_002', 'Bob'],
  ['TP_DEP_009', undefined],
] as const)
  test(`replay: the sides of ${purpose}, by plain SIPp alone, make the records that the scenario made`, async (t) => {
    if (!(await hasSipp(t))) return
    const { out } = await embeddedRun()
    const slice = slices(out).find(({ testPurpose }) => testPurpose === purpose)
    assert.ok(slice)
    const recorded = recordTypes(slice.events)
    assert.ok(recorded.length >= 4, recorded.join(' '))
    const evidence = path.join(out, 'evidence', `${purpose}.1`)
    assert.match(readFileSync(path.join(evidence, 'replay.txt'), 'utf8'), /^Alice: sipp <SUT host:port> -sf Alice\.replay\.xml/m)
    const invited = readdirSync(evidence)
      .filter((file) => file.endsWith('.replay.xml') && file !== 'Alice.replay.xml' && file !== `${joins}.replay.xml`)
      .map((file) => file.replace('.replay.xml', ''))
    assert.equal(invited.length, 1, 'one is invited: the server has one next hop')
    assert.deepEqual(await playedAgain(t, evidence, invited[0] ?? '', joins), recorded)
  })

/** Plays the sides again; gives the types of the records that came, sorted. */
async function playedAgain(
  t: TestContext,
  evidence: string,
  invited: string,
  joins: string | undefined,
): Promise<readonly string[]> {
  const facts: HistoryFact[] = []
  const looks = new Set<() => void>()
  const record = (fact: HistoryFact): number => {
    const n = facts.push(fact)
    for (const look of looks) look()
    return n
  }
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: CDF, record })
  t.after(() => enabler.close())
  const port = await freeUdp()
  const server = await outsideServer({ ch1: `127.0.0.1:${enabler.port}`, sip: `127.0.0.1:${port}` })
  t.after(() => server.stop())
  assert.ok(await enabler.waitOpen(LIMIT_MS))
  const [host = '', sutPort = ''] = server.sip.replace('sip:', '').split(':')
  const dir = newFolder()
  const side = (name: string, more: object = {}): Promise<SippRun> =>
    startSipp({
      name,
      dir,
      scenario: { file: path.join(evidence, `${name}.replay.xml`) },
      calls: 1,
      pauseMs: STAY_MS,
      deadlineMs: LIMIT_MS + STAY_MS,
      arguments: ['-trace_logs'],
      traceMessages: true,
      ...more,
    })
  const remote = { host, port: Number(sutPort) }
  const runs = [await side(invited, { ports: { sip: port, control: await freeUdp(), media: await freeUdp() } })]
  runs.push(await side('Alice', { remote, pauseMs: 2 * STAY_MS }))
  if (joins !== undefined) runs.push(await side(joins, { remote, pauseMs: 0, keys: { focus: await focusIn(dir) } }))
  for (const run of runs) {
    const result = await run.result
    assert.deepEqual(result.problems, [], JSON.stringify(result.errors))
  }
  answersFit(dir, invited)
  const stopped = (): boolean => recordTypes(facts).includes('stop')
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no STOP: ${recordTypes(facts).join(' ')}`)), LIMIT_MS)
    const look = (): void => {
      if (!stopped()) return
      clearTimeout(late)
      looks.delete(look)
      resolve()
    }
    looks.add(look)
    look()
  })
  return recordTypes(facts)
}

/**
 * RFC 3261 §8.2.6.2 — a response has the Via, From, Call-ID and CSeq of its request. A server that finds the transaction by its
 * branch alone (§17.1.3 compares branch and method) charges the same with a wrong number, so the records do not tell.
 */
function answersFit(dir: string, name: string): void {
  const trace = new MessageTraceParser().push(readFileSync(path.join(dir, `${name}.messages.txt`)))
  const fields = (message: ReturnType<typeof parseMessage>): string =>
    ['Via', 'From', 'Call-ID', 'CSeq'].map((field) => `${field}: ${message.header(field)}`).join('\n')
  const asked = new Set<string>()
  const answers: SipResponse[] = []
  for (const { direction, bytes } of trace) {
    const message = parseMessage(bytes)
    if (direction === 'received' && message.kind === 'request') asked.add(fields(message))
    if (direction === 'sent' && message.kind === 'response') answers.push(message)
  }
  assert.ok(answers.length > 0, `${name} answered nothing`)
  for (const answer of answers)
    assert.ok(asked.has(fields(answer)), `${fields(answer)}\nanswers none of\n${[...asked].join('\n')}`)
}

/** The URI of the conference, from the log of the side that created it. */
async function focusIn(dir: string): Promise<string> {
  const deadline = Date.now() + LIMIT_MS
  for (;;) {
    const log = readdirSync(dir).find((file) => file === 'Alice.log.txt')
    const [, focus] = (log !== undefined && /focus (sip:\S+)/.exec(readFileSync(path.join(dir, log), 'utf8'))) || []
    if (focus !== undefined) return focus
    assert.ok(Date.now() < deadline, `no focus in ${readdirSync(dir).join(' ')}`)
    await new Promise((resolve) => setTimeout(resolve, 20)) // a file has no event to wait for that works everywhere
  }
}

/** START, INTERIM, STOP as words, sorted: crossing arrivals may be charged in either order. */
function recordTypes(facts: readonly HistoryFact[]): readonly string[] {
  const words = ['', 'event', 'start', 'interim', 'stop']
  return facts
    .flatMap((fact) => {
      if (fact.kind !== 'ch1' || fact.dir !== 'fromSut') return []
      const bytes = Buffer.from(fact.bytes, 'base64')
      // RFC 6733 §3, §9.8.1 — command 271; Accounting-Record-Type is AVP 480.
      if (bytes.readUIntBE(5, 3) !== 271) return []
      for (let at = 20; at + 12 <= bytes.length; at += (bytes.readUIntBE(at + 5, 3) + 3) & ~3)
        if (bytes.readUInt32BE(at) === 480) return [words[bytes.readUInt32BE(at + 8)] ?? '?']
      return []
    })
    .sort()
}

async function hasSipp(t: TestContext): Promise<boolean> {
  if (await findSipp().catch(() => undefined)) return true
  t.skip('SIPp is not installed')
  return false
}
