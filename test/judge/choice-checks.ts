// A conference in which a choice shows, and what the judge makes of it: a report, a warning, or a contradiction.
import assert from 'node:assert/strict'
import type { Profile } from '../../judge/profile/schema'
import type { Judgment } from '../../judge/verdict'
import type { Edit } from './edits'
import { SETTLED_MS } from './good-stories'
import { Story } from './story'
import type { Conf } from './story-calls'

/** A story under these choices: Alice with Carol, whose arrival is demanded; then what happens; then all leave. */
export function judgedUnder(
  choices: Partial<Profile['choices']>,
  edit: Edit | undefined,
  tell: (s: Story, conf: Conf) => void,
): Judgment {
  const s = new Story({ choices, ...(edit ? { edit } : {}) }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(200)
  tell(s, conf)
  return s.wait(SETTLED_MS).drain(conf, 9000).end().judged()
}

/** What the server was seen to choose. */
export function valuesOf(judgment: Judgment, choice: string): readonly string[] {
  return judgment.choices.find((one) => one.choice === choice)?.seen.map(({ value }) => value) ?? []
}

/** No finding, and every purpose passes. */
export function notOne(judgment: Judgment): void {
  assert.deepEqual(judgment.findings, [])
  assertAllPass(judgment)
}

/** One warning of the rule, on its owner, which passes with it; nothing else is said. */
export function warned(judgment: Judgment, choice: string): void {
  assert.deepEqual(
    judgment.findings.map(({ rule, level }) => `${rule} ${level}`),
    ['choice-inconsistent SHOULD'],
  )
  const owner = judgment.verdicts.find((one) => one.testPurpose === 'TP_SEQ_015')
  assert.equal(owner?.reason, 'passed, with 1 warning')
  assert.ok(owner.warnings[0]?.expected.startsWith(`${choice} `), owner.warnings[0]?.expected)
  assertAllPass(judgment)
}

/** One fail of the owner, which names the choice, what was declared, what was seen and the event; nothing else is said. */
export function contradicted(judgment: Judgment, choice: string, declared: string, seen: string): void {
  assert.deepEqual(
    judgment.findings.map(({ rule, level }) => `${rule} ${level}`),
    ['declared-otherwise MUST'],
  )
  const [finding] = judgment.findings
  assert.equal(finding?.expected, `${choice} ${declared}, as the profile declares`)
  assert.ok(finding.actual.startsWith(`${seen}: `), finding.actual)
  const first = judgment.choices.find((one) => one.choice === choice)?.seen.find(({ value }) => value === seen)
  assert.equal(finding.events[0], first?.event)
  assert.equal(judgment.verdicts.find((one) => one.testPurpose === 'TP_SEQ_015')?.word, 'fail')
}

/** Every purpose that was run passes. */
export function assertAllPass({ verdicts }: Judgment): void {
  assert.deepEqual(
    verdicts.filter((one) => one.word !== 'pass').map((one) => `${one.testPurpose} ${one.word}: ${one.reason}`),
    [],
  )
}
