// What a good server may do: a conference with a variant in it, and no verdict but pass or inconclusive.
import assert from 'node:assert/strict'
import { billOf } from '../../judge/accounts/bill'
import { Judge } from '../../judge/judge'
import type { Profile } from '../../judge/profile/schema'
import { SETTLED_MS } from './good-stories'
import type { LegLine } from './sip-lines'
import { Story } from './story'
import type { Conf } from './story-calls'
import type { StoryOptions } from './story-options'

/** Nothing that the documents leave open is declared. */
export const unknown: Partial<Profile['choices']> = {
  'P-JOIN': 'unknown',
  'P-LAST': 'unknown',
  'P-DEP-POINT': 'unknown',
  'P-START': 'unknown',
  'P-COUNT': 'unknown',
  'P-FOCUS': 'unknown',
  'P-NUM': 'unknown',
  'P-EVT-FAIL': 'unknown',
  'P-PERIODIC': 'unknown',
  'P-DEP-NO200': 'unknown',
  'P-LEG': 'unknown',
}
/** The count that the judge reckons for the record. */
export const COUNT = { path: 'Service-Information/**/Number-Of-Participants', op: 'participants' } as const
const SERVER_IS_FINE = ['pass', 'inconclusive']

/** No verdict is worse than inconclusive, and no MUST was found broken. */
export function legal(s: Story): void {
  const { verdicts, findings } = s.judged()
  const worse = verdicts.filter((one) => !SERVER_IS_FINE.includes(one.word)).map((one) => `${one.testPurpose}: ${one.reason}`)
  assert.deepEqual(worse, [])
  assert.deepEqual(
    findings.filter((one) => one.level === 'MUST').map((one) => `${one.rule}: ${one.actual}`),
    [],
  )
  assert.deepEqual(billed(s), [])
}

/** What the bills of its conferences say is wrong. */
function billed(s: Story): readonly string[] {
  const judge = new Judge()
  const events = s.events()
  for (const event of events) judge.step(event)
  return judge.accounts().flatMap(({ account }) => billOf(account, events.at(-1)?.atUs ?? 0).difference.what)
}

/** Legal, and decided: this purpose passes. */
export function passes(id: string, s: Story): void {
  legal(s)
  const verdict = s.judged().verdicts.find((one) => one.testPurpose === id)
  assert.equal(verdict?.word, 'pass', verdict?.reason)
}

/** Alice and Carol are in; then what the variant does with them; one arrival is demanded, and all leave. */
export function conference(o: StoryOptions, variant: (s: Story, conf: Conf, carol: LegLine) => void): Story {
  const s = new Story({ choices: unknown, ...o }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  const carol = s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(200)
  variant(s, conf, carol)
  return s.wait(SETTLED_MS).drain(conf, 9000).end()
}

/** The conference lives without an incident. */
export function nothing(): void {
  // nothing is done to it
}
