// Faults whose finding is told by more than a row of red.test.ts: who else fails by it, and who does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ruleOf, weightOf } from '../../judge/rules'
import { changed, editOf, more, moved, type Edit } from './edits'
import { SETTLED_MS, tell } from './good-stories'
import { namesBob } from './red/row'
import { unknown } from './legal-checks'
import { Story } from './story'
import { creatorOf } from './story-calls'

test('an arrival charged twice breaks the demand for one record, and the purpose of whatever nothing explains', () => {
  const { verdicts, findings } = tell('TP_ARR_001', { edit: more('arrival:bob', 5) }).judged()
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_ARR_001 fail', 'TP_SEQ_015 fail'])
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['record-unexplained'],
  )
})

test('a record that is sent once more under its number does not make the times of its session fall', () => {
  // RFC 6733 §9.8.3 — the number is the fault; the Event-Timestamp is that of the record it repeats
  const again = editOf('arrival:bob', (plan) => [
    { ...plan, eventAtMs: plan.atMs },
    { ...plan, eventAtMs: plan.atMs, label: 'again', atMs: plan.atMs + 2500, number: 1, icid: 'icid-of-nobody' },
  ])
  const s = new Story({ edit: again }).begin('TP_SEQ_009').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.wait(1500).leaves(bob, conf)
  s.wait(SETTLED_MS).drain(conf).end()
  const { findings } = s.judged()
  assert.deepEqual(findings.map((one) => one.rule).sort(), ['departure-interim-doubled', 'record-number-unique-growing'])
})

test("an INTERIM in place of START is nobody else's record, however soon somebody comes or goes behind it", () => {
  for (const choices of [{}, unknown]) {
    const s = new Story({ choices, edit: changed('start:alice', { type: 'interim' }) }).begin('TP_ARR_001')
    const conf = s.creates('alice')
    s.wait(10).brings('carol', conf)
    s.when().brings('bob', conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(10).leaves(creatorOf(conf), conf)
    s.wait(SETTLED_MS).drain(conf).end()
    const { verdicts, findings } = s.judged()
    assert.deepEqual(
      findings.map(({ rule, actual }) => `${rule}: ${actual}`),
      ['record-sequence: INTERIM, record 0'],
    )
    assert.equal(verdicts.find((one) => one.testPurpose === 'TP_ARR_001')?.word, 'pass')
  }
})

for (const delayMs of [1500, 5000]) {
  test(`what may be charged and need not be explains an INTERIM while that is in time, here ${delayMs} ms after it (LV-10)`, () => {
    const s = new Story({ choices: unknown }).begin('TP_SEQ_015')
    const conf = s.creates('alice')
    const bob = s.joins('bob', conf, { charge: false })
    s.wait(delayMs).acr(conf, { label: 'late', type: 'interim', callId: bob.callId, party: bob.user, method: 'INVITE', count: 2 })
    s.wait(SETTLED_MS).drain(conf, 9000).end()
    const rules = s.judged().findings.map((one) => one.rule)
    assert.deepEqual(rules, delayMs > 2000 ? ['record-unexplained'] : [])
  })
}

for (const [ring, rule] of [
  [true, 'initiator-departure-missing'],
  [false, 'stop-missing'],
] as const) {
  test(`where each leg has a session, its STOP is owed though somebody is still invited, ${ring ? 'and' : 'nor'} rings (LV-15)`, () => {
    const s = new Story({ choices: { 'P-GRAN': 'leg' } }).begin('TP_SEQ_015')
    const conf = s.creates('alice')
    s.invites('bob', conf, { ring })
    s.leaves(creatorOf(conf), conf, { charge: false }).wait(SETTLED_MS).watchdog().wait(100).end()
    const { findings } = s.judged()
    assert.deepEqual(
      findings.map((one) => `${one.rule}: ${one.expected.slice(0, 4)}`),
      [`${rule}: STOP`],
    )
  })
}

test("nor is it somebody's second, who is invited when it comes and accepts a moment later", () => {
  const edit = editOf('start:alice', (plan) => [{ ...plan, type: 'interim', atMs: plan.atMs + 20 }])
  const s = new Story({ edit }).begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.wait(5)
  const bob = s.invites('bob', conf)
  s.wait(40).when().answers(bob, conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf).end()
  const { verdicts, findings } = s.judged()
  assert.deepEqual(
    findings.map(({ rule, actual }) => `${rule}: ${actual}`),
    ['record-sequence: INTERIM, record 0'],
  )
  assert.equal(verdicts.find((one) => one.testPurpose === 'TP_ARR_001')?.word, 'pass')
})

test('an EVENT where the profile declares none breaks no demand that no INTERIM comes', () => {
  const edit = more('arrival:carol', 240, { ...namesBob(), type: 'event' })
  const { verdicts } = tell('TP_NEG_001', { edit }).judged()
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_NEG_021 fail'])
})

test('an EVENT beside a request sent again is nobody charged again', () => {
  const { verdicts } = tell('TP_NEG_010', { edit: more('join:bob', 125, { type: 'event' }) }).judged()
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_SEQ_015 fail'])
})

test('an expulsion charged at the BYE, where the profile declares the 2xx, is one finding', () => {
  const edit = moved('departure:bob', -400)
  const s = new Story({ edit }).begin('TP_DEP_003').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  s.wait(100).when().expels(bob, conf, { answerAfterMs: 400 })
  s.owesOne('interim', 'departure', 'bob', 'expulsion-interim-missing').wait(SETTLED_MS).drain(conf).end()
  const { verdicts, findings } = s.judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['expulsion-interim-early'],
  )
  assert.match(findings[0]?.actual ?? '', /INTERIM, record 3, \d+\.\d ms before it/)
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_DEP_003 fail', 'TP_DEP_004 fail'])
})

test('a START for a conference that the server then refuses to create is explained by nothing', () => {
  const s = new Story().begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(200)
  const refused = { ...conf, session: 'im1.im.example;1;50' }
  const { callId } = s.turnsAway('dave')
  s.acr(refused, { label: 'early', type: 'start', callId, atMs: s.nowMs - 150, method: 'INVITE' })
  s.wait(SETTLED_MS).drain(conf).end()
  const { verdicts, findings } = s.judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['record-unexplained'],
  )
  const red = verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(red, ['TP_SEQ_015 fail'])
})

test('a departure charged twice is that, also where somebody sent a 200 to an INVITE again in between', () => {
  const s = new Story({ edit: more('departure:alice', 40) }).begin('TP_DEP_015')
  const conf = s.creates('alice')
  s.brings('bob', conf)
  const carol = s.brings('carol', conf)
  const [alice] = conf.legs
  assert.ok(alice)
  s.wait(100).when().leaves(alice, conf)
  s.owesOne('interim', 'departure', 'alice', 'departure-interim-missing').wait(10).resends('200', carol)
  const { findings } = s.wait(SETTLED_MS).drain(conf).end().judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['departure-interim-doubled'],
  )
})

test('a departure charged twice by timer F is that, also where the user sent the 200 to the INVITE again behind the BYE', () => {
  // RFC 3261 §17.1.2.2 — with the BYE unanswered the record comes six seconds behind what it is about
  const late: Edit = (plan) => moved('departure:bob', 6300)(plan).flatMap(more('departure:bob', 5))
  const s = new Story({ edit: late, choices: { 'P-DEP-POINT': 'unknown' } }).begin('TP_DEP_014')
  const conf = s.creates('alice')
  s.brings('carol', conf)
  const bob = s.brings('bob', conf)
  s.wait(100).when().expels(bob, conf, { status: 'none' })
  s.mayOwe('departure-interim-doubled', 'departure', 'bob', [], 'P-DELAY').resends('200', bob)
  const { findings, verdicts } = s.wait(SETTLED_MS).wait(6400).drain(conf).end().judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['departure-interim-doubled'],
  )
  assert.equal(verdicts.find((one) => one.testPurpose === 'TP_DEP_014')?.word, 'fail')
})

test('a declared numbering makes its rule bind, and growing is none', () => {
  const words = (['from-0-by-1', 'growing', 'unknown'] as const).map((value) => {
    const { profile } = new Story({ choices: { 'P-NUM': value } })
    return weightOf(ruleOf('arrival-numbers-consecutive'), profile).level
  })
  assert.deepEqual(words, ['MUST', 'SHOULD', 'SHOULD'])
})

test('numbers that grow by more than one are none to warn of where the profile declares so', () => {
  const warned = (['growing', 'unknown'] as const).map((value) => {
    const edit = changed('departure:carol', { skip: 2 })
    const { verdicts } = tell('TP_DEP_020', { edit, choices: { 'P-NUM': value } }).judged()
    const verdict = verdicts.find((one) => one.testPurpose === 'TP_DEP_020')
    return [verdict?.word, verdict?.warnings.map((one) => one.rule)]
  })
  assert.deepEqual(warned, [
    ['pass', []],
    ['pass', ['departure-numbers-consecutive']],
  ])
})
