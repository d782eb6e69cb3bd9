// Every test purpose is passed by a good history, and failed, it alone, by a history with one fault.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Profile } from '../../judge/profile/schema'
import { isOfOthers, testPurpose, testPurposes } from '../../judge/requirements/test-purposes'
import { ruleOf, rules } from '../../judge/rules'
import type { Judgment } from '../../judge/verdict'
import { tell } from './good-stories'
import type { RecordPlan } from './record-plan'
import { looks } from './red/looks'
import { faults, oddities } from './red/rows'

function isAsked(id: string, profile: Profile): boolean {
  const purpose = testPurpose(id)
  return purpose !== undefined && !isOfOthers(purpose, profile)
}

function words(judgment: Judgment): Readonly<Record<string, string>> {
  return Object.fromEntries(judgment.verdicts.map((one) => [one.testPurpose, `${one.word}: ${one.reason}`]))
}

for (const { id } of testPurposes) {
  test(`a good history passes ${id}, and every run-wide purpose beside it`, () => {
    const story = tell(id)
    const judgment = story.judged()
    assert.deepEqual(judgment.findings, [])
    assert.deepEqual(
      judgment.verdicts
        .filter((one) => one.word !== 'pass' && isAsked(one.testPurpose, story.profile))
        .map((one) => `${one.testPurpose} ${one.word}: ${one.reason}`),
      [],
    )
    assert.ok(judgment.verdicts.some((one) => one.testPurpose === id))
  })
}

for (const { purpose, rule, fault, edit, o } of faults) {
  test(`${purpose} is red by ${rule}: ${fault}`, () => {
    const judgment = tell(purpose, { ...(edit ? { edit } : {}), ...o }).judged()
    const red = judgment.verdicts.filter((one) => one.word === 'fail' || one.word === 'error')
    // a finding fails its rule's owner wherever it was seen, and the purpose that demanded what is missing
    const both = [...new Set([purpose, ruleOf(rule).owner])].sort()
    assert.deepEqual(
      red.map((one) => `${one.testPurpose} ${one.word}`),
      both.map((one) => `${one} fail`),
      JSON.stringify(words(judgment), null, 1),
    )
    const found = judgment.verdicts.find((one) => one.testPurpose === purpose)?.findings ?? []
    assert.deepEqual([...new Set(found.map((finding) => finding.rule))], [rule], JSON.stringify(found, null, 1))
  })
}

for (const { purpose, rule, fault, edit = (plan: RecordPlan) => [plan], o } of oddities) {
  test(`${purpose} passes with a warning by ${rule}: ${fault}`, () => {
    const { verdicts } = tell(purpose, { edit, ...o }).judged()
    const warned = verdicts.flatMap(({ testPurpose, word, warnings }) => warnings.map((one) => [testPurpose, word, one.rule]))
    assert.deepEqual(warned, [[purpose, 'pass', rule]])
  })
}

for (const { purpose, told, edit, then } of looks) {
  test(`${purpose} tells what it sees, and passes whatever that is`, () => {
    for (const [o, text] of [
      [{}, told],
      [{ edit }, then],
    ] as const) {
      const verdict = tell(purpose, o)
        .judged()
        .verdicts.find((one) => one.testPurpose === purpose)
      assert.equal(verdict?.word, 'pass')
      assert.match(verdict.reason, text)
    }
  })
}

test('every purpose and every rule that can fail has been seen red', (t) => {
  for (const { id } of testPurposes) {
    if (looks.some((one) => one.purpose === id)) continue
    const by = [...new Set([...faults, ...oddities].filter((one) => one.purpose === id).map((one) => one.rule))]
    t.diagnostic(`${id} → ${by.join(', ')}`)
    assert.ok(by.length > 0, `${id} was never seen red`)
  }
  const seen = new Set([...faults, ...oddities].map((one) => one.rule))
  assert.deepEqual(
    rules.filter((rule) => rule.sees !== 'choice' && !seen.has(rule.id)).map((rule) => rule.id), // test/judge/choices.test.ts
    [],
  )
  for (const rule of seen)
    assert.ok(
      [...faults, ...oddities].some((one) => one.rule === rule && one.purpose === ruleOf(rule).owner),
      `${rule} was never seen to fail its owner`,
    )
})
