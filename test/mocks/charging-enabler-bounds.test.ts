// What a hostile or a tireless CTF may cost the Charging Enabler: everything that is kept is bounded, and what is left out is told.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { ChargingRequest } from '@ch1/charging-http'
import { scalarAt, type AvpInput } from '@ch1/diameter'
import { MockView } from '../../cli/mock-view'
import type { Action, Answer, AnswerPort, Ch1Request, Rule } from '../../mocks/charging-enabler'
import { EnablerDesk } from '../../mocks/charging-enabler/desk'
import { AnsweredRequests, originNumber } from '../../mocks/charging-enabler/doors/diameter/answered-requests'
import { GrammarNotes } from '../../mocks/charging-enabler/doors/diameter/grammar-notes'
import { KnownRequests } from '../../mocks/charging-enabler/doors/http/known-requests'
import { SessionBook } from '../../mocks/charging-enabler/session-book'
import { collectedMemory } from '../collected-memory'
import { enablerBed } from './enabler-bed'
import { acr, bytesOf, GOOD_CER } from './raw-ctf'

const always = (...actions: readonly Action[]): Rule => ({ match: {}, actions, completion: { kind: 'always' } })

function deskWith(rule: Rule): { desk: EnablerDesk; answers: number[]; alarms: (() => void)[]; port: AnswerPort } {
  const alarms: (() => void)[] = []
  const answers: number[] = []
  const desk = new EnablerDesk({
    enabler: 'cdf1',
    clock: { set: (_ms, fire) => alarms.push(fire), clear: () => undefined },
    network: { partition: () => undefined, stopListening: () => undefined },
    nowUs: () => 0,
  })
  desk.book.add(rule)
  const nothing = (): void => undefined
  const can = new Set<Action['kind']>(['answer', 'answerAfterResend'])
  const port = {
    can,
    answer: (how: Answer) => void answers.push(how.resultCode),
    malformed: nothing,
    close: nothing,
    reset: nothing,
    disconnect: nothing,
  }
  return { desk, answers, alarms, port }
}

/** What is held after `work` that was not before, after a collection each time. */
function heldMib(work: () => void): number {
  const before = collectedMemory().heapUsed
  work()
  return (collectedMemory().heapUsed - before) / 1_048_576
}

function request(number: number, size: number, session = 'a'): Ch1Request {
  const facts = { kind: 'interim', session, number, resent: false, event: 0, door: 'diameter', size } as const
  return { ...facts, values: () => [], has: () => false }
}

test('delayed answers: at most 64 MiB of requests wait; what comes beyond is left unanswered, and told', () => {
  const { desk, answers, alarms, port } = deskWith(always({ kind: 'delay', ms: 1 }, { kind: 'answer', resultCode: 2001 }))
  for (let number = 0; number < 70; number += 1) desk.take(request(number, 1_048_576), port)
  assert.deepEqual([alarms.length, desk.dropped], [64, 6])
  for (const fire of alarms) fire()
  assert.equal(answers.length, 64)
  desk.take(request(99, 1_048_576), port)
  assert.equal(alarms.length, 65, 'there is room again')
})

test('delayed answers: at most a hundred thousand wait', () => {
  const { desk, alarms, port } = deskWith(always({ kind: 'delay', ms: 1 }, { kind: 'answer', resultCode: 2001 }))
  for (let number = 0; number < 100_005; number += 1) desk.take(request(number, 1), port)
  assert.deepEqual([alarms.length, desk.dropped], [100_000, 5])
})

test('answers after the resend: a thousand wait, or 8 MiB; the oldest is forgotten', () => {
  for (const [count, size, kept] of [
    [1_003, 1, 1_000],
    [12, 1_048_576, 8],
  ] as const) {
    const { desk, answers, port } = deskWith(always({ kind: 'answerAfterResend', resultCode: 2001 }))
    for (let number = 0; number < count; number += 1) desk.take(request(number, size), port)
    assert.equal(answers.length, 0)
    // from the newest back, so that what is held again does not push out what is asked for next
    for (let number = count - 1; number >= count - kept; number -= 1) desk.take(request(number, size), port)
    assert.equal(answers.length, 2 * kept)
    desk.take(request(0, size), port)
    assert.equal(answers.length, 2 * kept, 'the first was forgotten')
  }
})

test('a rule keeps the newest thousand requests it took, or 8 MiB of them', () => {
  for (const [count, size, kept] of [
    [1_003, 1, 1_000],
    [12, 1_048_576, 8],
    [3, 10 * 1_048_576, 1],
  ] as const) {
    const { desk, port } = deskWith(always({ kind: 'ignore' }))
    const handle = desk.book.add({ ...always({ kind: 'ignore' }), match: { session: 'b' } })
    desk.book.replace([handle.rule])
    const [rule] = [desk.book.add({ ...always({ kind: 'ignore' }), match: { session: 'c' } })]
    for (let number = 0; number < count; number += 1) desk.take(request(number, size, 'c'), port)
    assert.deepEqual([rule.count, rule.seen.length, rule.seen.at(-1)?.number], [count, kept, count - 1])
  }
})

test('a long Session-Id is kept by its beginning, its length and a checksum', () => {
  const book = new SessionBook({ longestId: 10 })
  for (const [i, end] of ['x', 'y', 'x'].entries())
    book.take(`0123456789${'z'.repeat(1_000)}${end}`, 'start', i, false, i, 0, 'cdf1')
  const sessions = book.sessions(0)
  assert.equal(sessions.length, 2)
  assert.match(sessions[0]?.session ?? '', /^0123456789… \(1011 characters, [0-9a-f]+\)$/)
  assert.ok(book.isOpen(`0123456789${'z'.repeat(1_000)}y`))
  assert.ok(!book.isOpen(`0123456789${'z'.repeat(1_000)}w`))
})

test('answers that were given are known for the newest 65,536 of a client, and not for another origin', () => {
  const answered = new AnsweredRequests()
  const told: Answer = { resultCode: 2002 }
  for (let endToEnd = 0; endToEnd < 70_000; endToEnd += 1) answered.success(endToEnd, 5)
  answered.add(70_000, 5, told)
  assert.equal(answered.find(70_000, 5), told)
  assert.deepEqual(
    [answered.find(69_999, 5)?.resultCode, answered.find(5_000, 5)?.resultCode, answered.find(100, 5), answered.find(69_999, 6)],
    [2001, 2001, undefined, undefined],
  )
  for (let i = 0; i < 70_000; i += 1) answered.add(i, 1, { resultCode: 5000 + i })
  assert.equal(answered.find(69_999, 1)?.resultCode, 74_999)
  const bytes = Buffer.from('-im1-im2-')
  assert.notEqual(originNumber(bytes, 1, 4), originNumber(bytes, 5, 8))
  assert.equal(originNumber(bytes, 1, 3), originNumber(bytes, 5, 7))
})

test('grammar findings are counted by what they are, two hundred kinds of them', () => {
  const notes = new GrammarNotes()
  const finding = (path: string) =>
    ({
      rule: 'missing',
      path,
      problem: 'it is missing',
      clause: 'RFC 6733 §9.7.1',
      offset: 0,
      resultCode: 5005,
      level: 'MUST',
    }) as const
  for (let i = 0; i < 205; i += 1) notes.take([finding(`AVP ${i}`), finding('AVP 0')], i)
  assert.equal(notes.lines.length, 201)
  assert.equal(notes.lines[0], 'MUST RFC 6733 §9.7.1  AVP 0: it is missing (206 times, events 0 to 204)')
  assert.equal(notes.lines.at(-1), 'and 5 of other kinds')
})

test('what waited too much is told of by explain', async (t) => {
  const alarms: (() => void)[] = []
  const clock = { set: (_ms: number, fire: () => void) => alarms.push(fire), clear: () => undefined }
  const { enabler, raw } = await enablerBed(t, { clock, limits: { maxMessageBytes: 16 * 1_048_576, partialFrameMs: 60_000 } })
  enabler.on({ type: 'interim' }).delay(50).answer(2001)
  const client = await raw()
  const large = { code: 9999, vendorId: 0, flags: 0, data: new Uint8Array(15_000_000) }
  for (let number = 0; number < 6; number += 1) client.write(bytesOf({ hopByHop: number, avps: [...acr({ number }), large] }))
  assert.equal((await client.ask({ hopByHop: 99, avps: acr({ type: 4, number: 9 }) })).hopByHop, 99)
  assert.match(enabler.explain(), /^Left unanswered because too much was waiting: 2$/m)
})

test('sessions of a running enabler: a hundred thousand open, a thousand closed; the oldest is forgotten', () => {
  const { desk } = deskWith(always({ kind: 'ignore' }))
  for (let i = 0; i < 1_005; i += 1) {
    desk.takePlain('start', `closed ${i}`, 0, false, i)
    desk.takePlain('stop', `closed ${i}`, 1, false, i)
  }
  for (let i = 0; i < 100_005; i += 1) desk.takePlain('start', `open ${i}`, 0, false, i)
  const sessions = desk.sessions.sessions(0)
  const of = (state: string): readonly string[] => sessions.flatMap((one) => (one.state === state ? [one.session] : []))
  assert.deepEqual([of('open').length, of('open')[0], of('open').at(-1)], [100_000, 'open 5', 'open 100004'])
  assert.deepEqual([of('closed').length, of('closed')[0], of('closed').at(-1)], [1_000, 'closed 5', 'closed 1004'])
})

test('a peer whose name is longer than a host name may be is refused 5004, and nothing is kept of it', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const named = (length: number): readonly AvpInput[] => [['Origin-Host', 'h'.repeat(length)], ...GOOD_CER.slice(1)]
  const results = []
  for (const length of [255, 256, 100_000]) results.push((await raw(named(length))).messages[0])
  assert.deepEqual(
    results.map((cea) => cea && scalarAt(cea, 'Result-Code')),
    [2001, 5004, 5004],
  )
  assert.equal(enabler.openPeers(), 1)
})

test('the keys by which resent HTTP requests are known take no more room when they are long', () => {
  const known = new KnownRequests()
  const asked = (i: number, resent: boolean): ChargingRequest => {
    return { type: 'start', ref: undefined, key: `${i}${'k'.repeat(100_000)}`, resent, data: {} }
  }
  const held = heldMib(() => {
    for (let i = 0; i < 1_000; i += 1) known.remember(asked(i, false), `ref ${i}`)
  })
  assert.ok(held < 30, `${held.toFixed(0)} MiB for a thousand keys of 100 kB`)
  assert.deepEqual([known.find(asked(7, true))?.ref, known.find(asked(999, true))?.ref], ['ref 7', 'ref 999'])
  assert.equal(known.find(asked(1_000, true)), undefined)
})

test('the live view of the mock tells sessions apart without keeping long identifiers', async () => {
  const lines: string[] = []
  const view = new MockView({ write: (line) => lines.push(line.slice(0, 60)), colour: false, now: () => new Date(0) })
  const record = view.watching(() => 0)
  const flow = { transport: 'tcp', local: 'a:1', remote: 'b:2' } as const
  const show = (i: number): void => {
    const bytes = bytesOf({ hopByHop: i, avps: acr({ session: `${'s'.repeat(100_000)}${i}` }) })
    record({
      kind: 'ch1',
      door: 'diameter',
      enabler: 'cdf1',
      conn: 1,
      flow,
      dir: 'fromSut',
      bytes: Buffer.from(bytes).toString('base64'),
    })
  }
  const held = heldMib(() => {
    for (let i = 0; i < 1_000; i += 1) show(i)
    view.flush()
  })
  assert.ok(held < 30, `${held.toFixed(0)} MiB for a thousand identifiers of 100 kB`)
  show(7)
  view.flush()
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(
    [lines[0], lines[7], lines.at(-1)].map((line) => /s\d+/.exec(line ?? '')?.[0]),
    ['s1', 's8', 's8'],
  )
})

test('every bound on the page names a test of this file', () => {
  const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'charging-enabler.md'), 'utf8')
  const rows = page
    .slice(page.indexOf('## What it may cost'))
    .split('\n')
    .filter((line) => /^\| (?!-|what is kept)/.test(line))
  const named = rows.map((row) => /`([^`]+)` +\|$/.exec(row)?.[1] ?? `no test in ${row}`)
  const here = [...readFileSync(__filename, 'utf8').matchAll(/^test\('(.*?)', /gm)].map(([, name]) => name)
  assert.equal(named.length, 9)
  assert.deepEqual(
    named.filter((name) => !here.includes(name)),
    [],
  )
})
