// Seeded faults: each judge made blind to one thing, or made to see it where it is not, is contradicted by the other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../../judge/second/disagreements'
import type { Matter, SecondJudgment, Word } from '../../../judge/second/opinion'
import { secondJudgment } from '../../../judge/second/second-judge'
import type { Judgment } from '../../../judge/verdict'
import { tell } from '../good-stories'
import { faults } from '../red/rows'
import { judged } from '../story'

/** What is compared; the other matters are told and not compared. */
const MATTERS: readonly Matter[] = [
  ...(['explained', 'owed', 'one-session', 'not-mixed', 'numbers', 'after-stop'] as const),
  ...(['first-t', 'header', 'mandatory', 'after-open'] as const),
]

interface Twice {
  readonly rule: string
  readonly first: Judgment
  readonly second: SecondJudgment
}

const red: readonly Twice[] = faults.flatMap(({ purpose, rule, edit, o }) => {
  const story = tell(purpose, { ...(edit ? { edit } : {}), ...o })
  const events = story.events()
  return story.profile.sut.role === 'controlling' ? [{ rule, first: judged(events), second: secondJudgment(events) }] : []
})

function contradicts(first: Judgment, second: SecondJudgment): boolean {
  return compare(first, second).disagreements.length > 0
}

/** The second judge, saying `to` wherever it says `from` of this matter. */
function saying(second: SecondJudgment, matter: Matter, from: Word, to: Word): SecondJudgment {
  const opinions = second.opinions.map((one) => (one.matter === matter && one.word === from ? { ...one, word: to } : one))
  return { ...second, opinions, occasions: [], records: [] }
}

test('a first judge that is blind to a rule is contradicted, for thirty rules and more', () => {
  const caught = new Set(
    red.flatMap(({ rule, first, second }) => {
      const findings = first.findings.filter((one) => one.rule !== rule)
      return findings.length < first.findings.length && contradicts({ ...first, findings }, second) ? [rule] : []
    }),
  )
  assert.ok(caught.size >= 30, `${caught.size}: ${[...caught].sort().join(' ')}`)
})

for (const matter of MATTERS) {
  // another Session-Id in the red stories is a session of nobody, which `explained` sees first
  if (matter !== 'one-session')
    test(`a second judge that is blind to ${matter} is contradicted`, () => {
      assert.ok(red.some(({ first, second }) => contradicts(first, saying(second, matter, 'broken', 'ok'))))
    })

  test(`a second judge that calls ${matter} broken where it is right is contradicted`, () => {
    const events = tell('TP_DEP_001').events()
    assert.ok(contradicts(judged(events), saying(secondJudgment(events), matter, 'ok', 'broken')))
  })
}
