// Sabotage: every rule and every kind of demand is seen to fail, and a judge that is blind is found out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { judges, testPurposes, type TestPurpose, type TestPurposeId } from '../../judge/requirements/test-purposes'
import { rules, speaksOf } from '../../judge/rules'
import { demandKinds } from '../../judge/demands/kinds'
import { cutsOf, isProven, proveDemands, proveRules, type Cut } from '../../judge/sabotage'
import { judged } from '../../judge/sabotage/cut'
import { proveRule } from '../../judge/sabotage/prove'
import { rewritten } from '../../judge/sabotage/rewrite'
import type { RecordRule } from '../../judge/rules/rule'
import { SETTLED_MS, tell } from './good-stories'
import { Story } from './story'
import type { Edit } from './edits'

const all: readonly (TestPurpose & { readonly id: TestPurposeId })[] = testPurposes
const stories = new Map<string, Cut>()

/** The good story of each purpose of the controlling role, as cuts. The other role's rules are each turned red in red/served.ts. */
function cuts(): readonly Cut[] {
  if (stories.size === 0)
    for (const { id } of all.filter((one) => judges(one, 'controlling')))
      for (const cut of cutsOf(tell(id).events())) stories.set(`${id} ${cut.name}`, cut)
  return [...stories.values()]
}

test('every rule of the registry can fail, and says so itself', () => {
  const proven = proveRules(cuts())
  assert.deepEqual(
    proven.filter(({ struck }) => !struck).map(({ rule, why }) => `${rule}: ${why}`),
    [],
  )
  assert.deepEqual(
    proven.map(({ rule }) => rule),
    rules.filter((rule) => speaksOf(rule, 'controlling')).map(({ id }) => id),
  )
})

test('a sabotage breaks one premise: few have a finding of another rule beside', () => {
  const many = proveRules(cuts()).filter(({ struck }) => (struck?.beside.length ?? 0) > 1)
  assert.deepEqual(many, [])
})

test('every premise of every kind of demand is missed when it is gone', () => {
  const proven = proveDemands(cuts())
  assert.deepEqual(
    proven.filter((one) => !isProven(one)).map(({ kind, unnoticed }) => `${kind}: ${unnoticed.join('; ')}`),
    [],
  )
  assert.deepEqual(
    proven.map(({ kind }) => kind),
    demandKinds,
  )
})

test('a judge that says what it said before is found out: no rule, no kind of demand is proven', () => {
  const [cut] = cuts().filter(({ testPurpose }) => testPurpose === 'TP_ARR_005')
  assert.ok(cut)
  const blind = (): Cut['judgment'] => cut.judgment
  assert.deepEqual(
    proveRules([cut], blind).filter(({ struck }) => struck),
    [],
  )
  const kinds = proveDemands([cut], blind)
  assert.deepEqual(kinds.filter(isProven), [])
  const unnoticed = kinds.find(({ kind }) => kind === 'content: participants')?.unnoticed ?? []
  assert.match(unnoticed.join('\n'), /TP_ARR_005\.1 D2 \(arrival-count\): its stimulus taken out, and the demand is met/)
})

test('a crowd that comes at once, and is charged a moment later: a count beyond the crowd is missed though a few more could be right', () => {
  const edit: Edit = (plan) => [{ ...plan, atMs: plan.atMs + (/^(arrival|join):/.test(plan.label) ? 200 : 0) }]
  const s = new Story({ edit }).begin('TP_SEQ_010')
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.when()
  const crowd = Array.from({ length: 20 }, (_, nth) => s.joins(`user${nth}`, conf))
  s.wait(300)
  for (const leg of crowd) s.leaves(leg, conf)
  s.leaves(bob, conf)
  s.ofConference('arrival-interim-missing', 'alice', { what: 'everyone', arrivals: 20 }).wait(SETTLED_MS).drain(conf)
  const everyone = proveDemands(cutsOf(s.end().events())).find(({ kind }) => kind === 'everyone')
  assert.deepEqual(everyone, { kind: 'everyone', demands: 1, premises: 3, unnoticed: [] })
})

test('a rule that nobody knows to break is told, and so is one whose premise no scenario has', () => {
  const rule: RecordRule = {
    ...(rules.find(({ id }) => id === 'acr-header') as RecordRule),
    id: 'of-tomorrow',
  }
  assert.equal(proveRule(rule, cuts()).why, 'nothing is known that breaks its premise')
  const stop = rules.find(({ id }) => id === 'stop-while-pending')
  assert.ok(stop)
  assert.equal(proveRule(stop, []).why, 'no scenario has what it speaks of')
})

test('what fails something else than the rule concerned proves nothing', () => {
  const rule = rules.find(({ id }) => id === 'arrival-interim-missing')
  const [cut] = cuts().filter(({ testPurpose }) => testPurpose === 'TP_ARR_001')
  assert.ok(rule && cut)
  const red = (events: readonly HistoryEvent[]): Cut['judgment'] => {
    const judgment = judged(events)
    return { ...judgment, findings: judgment.findings.map((one) => ({ ...one, rule: 'start-missing' })) }
  }
  assert.equal(proveRule(rule, [cut], red).struck, undefined)
  const warnedOnly = (events: readonly HistoryEvent[]): Cut['judgment'] => ({
    ...judged(events),
    verdicts: cut.judgment.verdicts,
  })
  assert.equal(proveRule(rule, [cut], warnedOnly).struck, undefined, 'a finding that reaches no verdict')
  const byAnother = (events: readonly HistoryEvent[]): Cut['judgment'] => {
    const judgment = judged(events)
    const other = judgment.findings.map((one) => ({ ...one, rule: 'start-missing' }))
    return { ...judgment, verdicts: judgment.verdicts.map((one) => ({ ...one, findings: one.word === 'fail' ? other : [] })) }
  }
  assert.equal(proveRule(rule, [cut], byAnother).struck, undefined, "its owner's verdict is red by another rule")
})

test('a cut is judged as the whole history was', () => {
  for (const cut of cuts())
    for (const { demand, decision } of cut.judgment.demands)
      assert.equal(decision.state, 'met', `${cut.name} ${demand.id} ${demand.rule}: ${JSON.stringify(decision)}`)
})

test('a rewritten history is numbered from 0, in order of time, and its references follow', () => {
  const demand = { cause: { of: 'arrival', who: 'sip:a@b', after: 1, byMs: 1 } }
  const events = [
    { n: 0, atUs: 0, kind: 'tick', lagUs: 0 },
    { n: 1, atUs: 1, kind: 'tick', lagUs: 1 },
    { n: 2, atUs: 2, kind: 'chain', upTo: 1, sha256: '' },
    { n: 3, atUs: 3, kind: 'impaired', of: 1, what: 'lost' },
    { n: 4, atUs: 4, kind: 'demand', demand },
  ] as unknown as readonly HistoryEvent[]
  const more = rewritten(events, (event) => (event.n === 0 ? [event, { kind: 'tick', atUs: 2.5, lagUs: 9 }] : [event]))
  assert.deepEqual(
    more.map(({ n, kind }) => `${n} ${kind}`),
    ['0 tick', '1 tick', '2 tick', '3 impaired', '4 demand'],
  )
  assert.deepEqual(
    [(more[3] as { of?: number }).of, (more[4] as unknown as { demand: typeof demand }).demand.cause.after],
    [1, 1],
  )
  const fewer = rewritten(events, (event) => (event.n === 1 ? [] : [event]))
  assert.deepEqual(
    [(fewer[1] as { of?: number }).of, (fewer[2] as unknown as { demand: typeof demand }).demand.cause.after],
    [0, 0],
  )
})
