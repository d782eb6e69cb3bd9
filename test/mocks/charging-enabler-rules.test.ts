// The Charging Enabler's rules, each seen on the wire by a Diameter client, and their explanations, word for word.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { scalarAt } from '@ch1/diameter'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import type { Match, Rule } from '../../mocks/charging-enabler'
import { Ctf } from './ctf'
import { memoryRecorder } from './sip-box'

async function bed(
  t: TestContext,
  rules: readonly Rule[] = [],
): Promise<{ enabler: ChargingEnabler; ctf: Ctf; facts: HistoryFact[] }> {
  const { facts, record } = memoryRecorder()
  const identity = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity, record, rules })
  const ctf = new Ctf(enabler.port)
  t.after(async () => {
    await ctf.close()
    await enabler.close()
  })
  return { enabler, ctf: await ctf.open(), facts }
}

function ruleOfAnswers(facts: readonly HistoryFact[]): readonly (string | undefined)[] {
  return facts.flatMap((fact) => (fact.kind === 'ch1' && fact.dir === 'toSut' ? [fact.rule] : [])).slice(1)
}

test('without rules every request is answered 2001, by the default', async (t) => {
  const { ctf, facts } = await bed(t)
  for (const type of ['start', 'interim', 'stop', 'event'] as const) assert.equal(await ctf.resultOf({ type }), 2001)
  assert.deepEqual(ruleOfAnswers(facts), ['default', 'default', 'default', 'default'])
})

test('a rule takes what it is for, as often as it says, then the next rule or the default answers', async (t) => {
  const { enabler, ctf, facts } = await bed(t)
  const full = enabler.on({ type: 'interim' }).once().answer(4002)
  const busy = enabler.on({ type: 'interim' }).times(2).named('busy').answer(3004)
  const results = [await ctf.resultOf({ type: 'start' })]
  for (let number = 1; number <= 4; number += 1) results.push(await ctf.resultOf({ type: 'interim', number }))
  assert.deepEqual(results, [2001, 4002, 3004, 3004, 2001])
  assert.deepEqual(ruleOfAnswers(facts), ['default', 'rule 1', 'busy', 'busy', 'default'])
  assert.deepEqual([full.done, busy.done, full.seen.length, busy.seen.map((request) => request.number)], [true, true, 1, [2, 3]])
})

test('a handle tells what its rule saw, with the number of the event in the history', async (t) => {
  const { enabler, ctf, facts } = await bed(t)
  const all = enabler.on({}).answer(2001)
  await ctf.ask({ type: 'stop', number: 7, resent: true })
  const [request] = all.seen
  assert.deepEqual(
    [request?.kind, request?.session, request?.number, request?.resent],
    ['stop', 'im1.im.example;1;2;conf-1', 7, true],
  )
  const fact = facts[request?.event ?? -1]
  assert.equal(
    fact?.kind === 'ch1' && fact.dir === 'fromSut' && fact.bytes,
    Buffer.from(request?.message?.bytes ?? []).toString('base64'),
  )
  assert.equal(all.done, false)
})

test('matchers: type, session, number, resent and nth, each lets the others pass', async (t) => {
  const { enabler, ctf } = await bed(t)
  enabler.on({ session: 'a;1;1' }).answer(5002)
  enabler.on({ session: /conf-9$/ }).answer(5012)
  enabler.on({ number: 41 }).answer(4002)
  enabler.on({ resent: true }).answer(3005)
  enabler.on({ type: 'event', nth: 2 }).answer(3002)
  assert.equal(await ctf.resultOf({ session: 'a;1;1' }), 5002)
  assert.equal(await ctf.resultOf({ session: 'a;1;12' }), 2001)
  assert.equal(await ctf.resultOf({ session: 'a;1;3;conf-9' }), 5012)
  assert.equal(await ctf.resultOf({ number: 41 }), 4002)
  assert.equal(await ctf.resultOf({ number: 42 }), 2001)
  assert.equal(await ctf.resultOf({ resent: true }), 3005)
  const events = []
  for (let i = 0; i < 3; i += 1) events.push(await ctf.resultOf({ type: 'event' }))
  assert.deepEqual(events, [2001, 3002, 2001])
})

test('ignore never answers; the next request is answered as ever', async (t) => {
  const { enabler, ctf, facts } = await bed(t)
  const silent = enabler.on({ type: 'interim' }).once().ignore()
  ctf.send({ type: 'interim', number: 1 })
  assert.equal(await ctf.resultOf({ type: 'interim', number: 1, resent: true }), 2001)
  assert.equal(ctf.answers.length, 1)
  assert.equal(silent.seen.length, 1)
  assert.deepEqual(ruleOfAnswers(facts), ['default'])
})

test('nothing after an ignore is done', async (t) => {
  const mute: Rule = {
    match: { number: 1 },
    actions: [{ kind: 'ignore' }, { kind: 'answer', resultCode: 2001 }],
    completion: { kind: 'always' },
  }
  const { ctf } = await bed(t, [mute])
  ctf.send({ number: 1 })
  assert.equal(scalarAt(await ctf.ask({ number: 2 }), 'Accounting-Record-Number'), 2)
})

test('delay answers later and lets others overtake', async (t) => {
  const { enabler, ctf } = await bed(t)
  enabler.on({ number: 1 }).delay(30).answer(2002)
  ctf.send({ number: 1 })
  ctf.send({ number: 2 })
  await ctf.until(() => ctf.answers.length === 2)
  assert.deepEqual(
    ctf.answers.map((answer) => scalarAt(answer, 'Accounting-Record-Number')),
    [2, 1],
  )
  const [, second] = ctf.answers
  assert.ok(second)
  assert.equal(scalarAt(second, 'Result-Code'), 2002)
})

test('a delayed answer is dropped when its connection ended before it, and when the enabler closes', async (t) => {
  const { facts, record } = memoryRecorder()
  const alarms = new Map<number, () => void>()
  const clock = {
    set: (ms: number, fire: () => void) => {
      alarms.set(ms, fire)
      return ms
    },
    clear: (handle: unknown) => void alarms.delete(handle as number),
  }
  const identity = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity, record, clock })
  t.after(() => enabler.close())
  const ctf = await new Ctf(enabler.port).open()
  enabler.on({ number: 1 }).delay(20).named('late').answer(2001)
  enabler.on({ number: 2 }).delay(30).answer(2001)
  ctf.send({ number: 1 })
  ctf.send({ number: 2 })
  await ctf.ask({ number: 3 })
  assert.deepEqual([...alarms.keys()], [20, 30])
  await ctf.close()
  alarms.get(20)?.()
  await enabler.close()
  assert.deepEqual(
    ruleOfAnswers(facts).filter((rule) => rule === 'late'),
    [],
  )
  assert.equal(alarms.has(30), false, 'nothing is left waiting')
})

test('rules are plain data: two answers in one rule make a duplicate', async (t) => {
  const twice: Rule = {
    name: 'twice',
    match: { type: 'interim' },
    actions: [
      { kind: 'answer', resultCode: 2001 },
      { kind: 'answer', resultCode: 2001 },
    ],
    completion: { kind: 'times', times: 1 },
  }
  const { ctf, facts } = await bed(t, [twice])
  await ctf.ask({ number: 1 })
  await ctf.ask({ number: 2 })
  assert.deepEqual(ruleOfAnswers(facts), ['twice', 'twice', 'default'])
})

test('explain names the rules, what each saw, and what only the default took, with a rule to paste', async (t) => {
  const { enabler, ctf } = await bed(t)
  enabler.on({ type: 'interim', number: 2 }).once().answer(4002)
  enabler
    .on({ session: /conf-9$/, resent: true })
    .times(2)
    .delay(50)
    .ignore()
  enabler.on({ type: 'event', nth: 3, resent: false }).named('third event').answer(9999)
  await ctf.ask({ type: 'start' })
  await ctf.ask({ type: 'interim', number: 2 })
  await ctf.ask({ type: 'interim', number: 3, resent: true })
  await ctf.ask({ type: 'event', number: 0, session: 'b;1;1' })
  assert.equal(
    enabler.explain(),
    [
      'Rules of cdf1:',
      '  rule 1: SessionRequest(interim), number 2 → answer 4002 OUT_OF_SPACE, once (done)',
      '  rule 2: any request, of session /conf-9$/, marked as resent → wait 50 ms, no answer, 2 times (seen 0)',
      '  third event: EventRequest, not marked as resent, the 3. of them → answer 9999, always (seen 0)',
      '  default: any request → answer 2001 SUCCESS, always (seen 3)',
      'Taken by the default only:',
      '  SessionRequest(start) number 0 of im1.im.example;1;2;conf-1',
      '    nearest: rule 2, but it is for session /conf-9$/ and it is for what is marked as resent',
      "    add: enabler.on({ type: 'start', number: 0 }).once().answer(2001)",
      '    or:  - { match: { type: start, number: 0 }, actions: [{ answer: 2001 }], completion: once }',
      '  SessionRequest(interim) number 3 of im1.im.example;1;2;conf-1, marked as resent',
      '    nearest: rule 2, but it is for session /conf-9$/',
      "    add: enabler.on({ type: 'interim', number: 3 }).once().answer(2001)",
      '    or:  - { match: { type: interim, number: 3 }, actions: [{ answer: 2001 }], completion: once }',
      '  EventRequest number 0 of b;1;1',
      '    nearest: third event, but it is for the 3. of its kind',
      "    add: enabler.on({ type: 'event', number: 0 }).once().answer(2001)",
      '    or:  - { match: { type: event, number: 0 }, actions: [{ answer: 2001 }], completion: once }',
    ].join('\n'),
  )
})

test('explain of an enabler that saw nothing says so in two lines', async (t) => {
  const { enabler } = await bed(t)
  assert.equal(enabler.explain(), 'Rules of cdf1:\n  default: any request → answer 2001 SUCCESS, always (seen 0)')
})

test('explain has a sentence for every matcher and every action', async (t) => {
  const { enabler } = await bed(t)
  enabler
    .on({ origin: 'im1', participant: 'bob', unknownSession: true, enabler: 'cdf1' })
    .answerTwice(4002, { omit: ['User-Name'] })
  enabler
    .on({
      avp: [
        { path: 'A', equals: 1 },
        { path: 'B', matches: /x/ },
        { path: 'C', present: true },
        { path: 'D', absent: true },
      ],
    })
    .answerAfterResend(2001, { interimIntervalS: 9, add: [['Error-Message', 'x']], recordNumber: 'wrong', hopByHop: 'wrong' })
  enabler.on({ unknownSession: false, type: 'stop' }).answer(3004, { endToEnd: 7, errorBit: false })
  enabler
    .on({})
    .first({ kind: 'delay', ms: 1 }, { kind: 'stopListening', forMs: 2 }, { kind: 'partition', forMs: 3 })
    .malformed('text')
  enabler.on({}).first({ kind: 'close' }, { kind: 'reset' }, { kind: 'disconnect', cause: 2 }).malformed({ bytes: '00ff' })
  enabler.on({ on: 'cer' }).refuse(3010)
  enabler.on({ on: 'dwr', nth: 2 }).ignoreWatchdog()
  enabler.on({ on: 'open' }).disconnect(0)
  assert.deepEqual(enabler.explain().split('\n').slice(1, -1), [
    '  rule 1: any request, from im1, naming bob, of a session that is not open here, at cdf1 → answer 4002 OUT_OF_SPACE (without User-Name), twice, always (seen 0)',
    '  rule 2: any request, A = 1, B like /x/, with C, without D → answer 2001 SUCCESS (Acct-Interim-Interval 9; 1 AVP more; record number wrong; hop-by-hop wrong), only after the resend, always (seen 0)',
    '  rule 3: SessionRequest(stop), of a session that is open here → answer 3004 TOO_BUSY (end-to-end 7; E bit clear), always (seen 0)',
    '  rule 4: any request → wait 1 ms, stop listening for 2 ms, partition for 3 ms, malformed answer (text), always (seen 0)',
    '  rule 5: any request → close the connection, reset the connection, DPR with cause 2 DO_NOT_WANT_TO_TALK_TO_YOU, these bytes as answer: 00ff, always (seen 0)',
    '  rule 6: a CER → refuse with 3010 UNKNOWN_PEER, always (seen 0)',
    '  rule 7: a watchdog, the 2. of them → no DWA, always (seen 0)',
    '  rule 8: an opened connection → DPR with cause 0 REBOOTING, always (seen 0)',
  ])
})

test('explain says why the nearest rule did not take what came, in the terms of that rule', async (t) => {
  const { enabler, ctf } = await bed(t)
  const nearest = async (acr: Parameters<Ctf['ask']>[0]): Promise<string | undefined> => {
    await ctf.ask(acr)
    return /nearest: (.*)/.exec(enabler.explain().split('\n').slice(-4).join('\n'))?.[1]
  }
  const rows: readonly (readonly [Match, string])[] = [
    [{ type: 'stop' }, 'rule 1, but it is for SessionRequest(stop)'],
    [{ number: 7 }, 'rule 1, but it is for number 7'],
    [{ resent: true }, 'rule 1, but it is for what is marked as resent'],
    [{ origin: /^im2/ }, 'rule 1, but it is for origin /^im2/, not im1.im.example'],
    [{ participant: 'bob' }, 'rule 1, but nobody in the record is bob'],
    [{ avp: [{ path: 'User-Name', equals: 'x' }] }, 'rule 1, but it wants User-Name = x, and there was none'],
    [{ avp: [{ path: 'Origin-Realm', equals: 'x' }] }, 'rule 1, but it wants Origin-Realm = x, and there was im.example'],
    [{ avp: [{ path: 'Origin-Realm', absent: true }] }, 'rule 1, but it wants without Origin-Realm, and there was im.example'],
    [{ nth: 9 }, 'rule 1, but it is for the 9. of its kind'],
    [{ type: 'start', unknownSession: true }, 'rule 1, but it is for SessionRequest(start) and the session was otherwise known'],
  ]
  for (const [match, told] of rows) {
    enabler.replaceRules([{ match, actions: [{ kind: 'ignore' }], completion: { kind: 'always' } }])
    assert.equal(await nearest({ type: 'interim', number: 3 }), told)
  }
  enabler.replaceRules([])
  enabler.on({ type: 'stop', number: 9 }).ignore()
  enabler.on({ enabler: 'cdf2' }).ignore()
  assert.equal(await nearest({ type: 'interim', number: 3 }), 'rule 2, but it is for cdf2')
  enabler.replaceRules([])
  enabler.on({ number: 3 }).once().answer(2002)
  await ctf.ask({ number: 3 })
  assert.equal(await nearest({ number: 3 }), 'rule 1, but it has done its work')
})

test('rules are replaced as a whole; those that stay word for word keep their counts', async (t) => {
  const { enabler, ctf } = await bed(t)
  const once = (resultCode: number): Rule => ({
    match: { type: 'interim' },
    actions: [{ kind: 'answer', resultCode }],
    completion: { kind: 'times', times: 1 },
  })
  enabler.replaceRules([once(4002), once(5012)])
  assert.equal(await ctf.resultOf({}), 4002)
  enabler.replaceRules([once(4002), once(5006)])
  assert.deepEqual([await ctf.resultOf({}), await ctf.resultOf({})], [5006, 2001])
})

test('a rule that cannot be carried out is refused when it is set, and the rules before it stay', async (t) => {
  const { enabler, ctf } = await bed(t)
  enabler.on({}).answer(4002)
  const bad: Rule = { name: 'bad', match: { on: 'cer' }, actions: [{ kind: 'ignoreWatchdog' }], completion: { kind: 'always' } }
  assert.throws(() => enabler.replaceRules([bad]), {
    name: 'TestbedError',
    what: 'actions[0]: ignoreWatchdog cannot be done for on: cer',
    where: 'bad of cdf1',
    mend: 'one of: refuse, ignore, close, reset, stopListening, partition',
  })
  assert.throws(() => enabler.on({}).answer(2001, { add: [['No-Such', 1]] }), /No-Such/)
  assert.equal(await ctf.resultOf({}), 4002)
})

test('hostile text of a peer is shown escaped', async (t) => {
  const { enabler, ctf } = await bed(t)
  await ctf.ask({ session: 'a;1;\u001b[2J\u202e' })
  assert.match(enabler.explain(), /of a;1;\\u\{1b\}\[2J\\u\{202e\}\n/)
})
