// The proof that the judge can fail: the premise of every rule and of every demand is broken, and each time the judge must say so.
import { demandKinds, kindsOf, type DemandKind } from '../demands/kinds'
import type { Decision, Finding, Judgment } from '../verdict'
import type { Role } from '../requirements/test-purposes'
import { rules, speaksOf } from '../rules'
import type { Rule } from '../rules/rule'
import type { HistoryEvent } from '../history/events'
import { judged, type Cut } from './cut'
import { MOST_WAYS, premisesOf, type Premise } from './demand-saboteurs'
import { KIND_OF_RULE, withInvented } from './invented'
import { saboteurOf } from './rule-saboteurs'
import { metDemands } from './sabotage'

/** One rule: the sabotage it was seen to fail by, or why none did. */
export interface ProvenRule {
  readonly rule: string
  readonly owner: string
  readonly struck?: {
    readonly cut: string
    readonly what: string
    /** Other rules that had a finding too. */
    readonly beside: readonly string[]
    readonly events: readonly HistoryEvent[]
  }
  readonly why?: string
  readonly tried: number
}

/** One kind of demand: how many demands of it were met, how many premises were broken, and each the judge did not notice. */
export interface ProvenKind {
  readonly kind: DemandKind
  readonly demands: number
  readonly premises: number
  readonly unnoticed: readonly string[]
}

/** Who judges what was sabotaged: the judge, or in a test one that is blind. */
export type JudgeOf = (events: readonly HistoryEvent[]) => Judgment

/** How many sabotages of one rule are tried in one scenario: one strikes at once, or none does. */
const MOST_A_CUT = 40

/** Breaks the premise of this rule until the judge says so by that rule, and its owner's verdict with it. */
export function proveRule(rule: Rule, cuts: readonly Cut[], judge: JudgeOf = judged): ProvenRule {
  const { id, owner } = rule
  const saboteur = saboteurOf(rule)
  if (!saboteur) return { rule: id, owner, tried: 0, why: 'nothing is known that breaks its premise' }
  let tried = 0
  for (const cut of withTheirs(rule, cuts)) {
    let here = 0
    for (const sabotage of saboteur(cut)) {
      if (here >= MOST_A_CUT) break
      here += 1
      tried += 1
      const judgment = judge(sabotage.events)
      if (!strikes(rule, cut.judgment, judgment)) continue
      const beside = fresh(cut.judgment, judgment).filter((one) => one !== id)
      return { rule: id, owner, tried, struck: { cut: cut.name, what: sabotage.what, beside, events: sabotage.events } }
    }
  }
  return { rule: id, owner, tried, why: tried === 0 ? 'no scenario has what it speaks of' : 'no sabotage made the judge find it' }
}

/** Breaks every premise of every demand that was met in these cuts; a kind that none of them has is tried by an invented demand. */
export function proveDemands(cuts: readonly Cut[], judge: JudgeOf = judged): readonly ProvenKind[] {
  const counts = new Map(demandKinds.map((kind) => [kind, { kind, demands: 0, premises: 0, unnoticed: [] as string[] }]))
  const prove = (cut: Cut, of: (kind: DemandKind) => boolean): void => {
    for (const { demand, by } of metDemands(cut)) {
      const kinds = kindsOf(demand).flatMap((kind) => (of(kind) ? (counts.get(kind) ?? []) : []))
      if (kinds.length === 0) continue
      for (const kind of kinds) kind.demands += 1
      for (const premise of premisesOf(cut, demand, by)) {
        const state = stateOf(demand.id, premise, judge)
        for (const kind of kinds) {
          kind.premises += 1
          if (state === undefined || !premise.mayBe.includes(state))
            kind.unnoticed.push(
              `${cut.name} ${demand.id} (${demand.rule}): ${premise.what}, and the demand is ${state ?? 'not tried at all'}`,
            )
        }
      }
    }
  }
  for (const cut of cuts) prove(cut, () => true)
  for (const one of counts.values())
    for (const cut of one.demands === 0 ? cuts : []) {
      const invented = one.demands === 0 ? withInvented(cut, one.kind, judged) : undefined
      if (invented) prove(invented, (kind) => kind === one.kind)
    }
  return [...counts.values()]
}

/** Where the demand stands in the first way that brings it where it may be, else in the last; undefined without any way. */
function stateOf(demand: string, { ways, mayBe }: Premise, judge: JudgeOf): Decision['state'] | undefined {
  let state: Decision['state'] | undefined
  let tried = 0
  for (const { events } of ways) {
    state = judge(events).demands.find((one) => one.demand.id === demand)?.decision.state
    tried += 1
    if (tried >= MOST_WAYS || (state !== undefined && mayBe.includes(state))) break
  }
  return state
}

/** Proves every rule that speaks of the role of these servers: what is broken in one role shows nothing of the rules of another. */
export function proveRules(cuts: readonly Cut[], judge: JudgeOf = judged): readonly ProvenRule[] {
  const roles = new Set(cuts.map(roleOf))
  return rules.filter((rule) => [...roles].some((role) => speaksOf(rule, role))).map((rule) => proveRule(rule, cuts, judge))
}

function roleOf({ events: [opened] }: Cut): Role {
  return opened?.kind === 'opened' && opened.sut.role === 'participating' ? 'participating' : 'controlling'
}

/** The cuts, and for a rule that no scenario of a run may speak of those in which a demand under it is invented. */
function* withTheirs(rule: Rule, cuts: readonly Cut[]): Iterable<Cut> {
  yield* inOrder(rule, cuts)
  const kind = KIND_OF_RULE[rule.id]
  if (kind === undefined) return
  for (const cut of cuts) {
    const invented = withInvented(cut, kind, judged)
    if (invented) yield invented
  }
}

/** First where its owner looks, then where a demand names it, then everywhere. */
function inOrder({ id, owner }: Rule, cuts: readonly Cut[]): readonly Cut[] {
  const rank = (cut: Cut): number =>
    cut.testPurpose === owner ? 0 : cut.judgment.demands.some(({ demand }) => demand.rule === id) ? 1 : 2
  return [...cuts].sort((a, b) => rank(a) - rank(b) || a.events.length - b.events.length)
}

/** The judge has a finding of this rule that it had not, and the owner's verdict shows it. */
function strikes({ id, owner }: Rule, before: Judgment, after: Judgment): boolean {
  if (!fresh(before, after).includes(id)) return false
  const verdict = after.verdicts.find((one) => one.testPurpose === owner)
  if (!verdict) return false
  const isOf = (one: Finding): boolean => one.rule === id
  return verdict.warnings.some(isOf) || (verdict.word === 'fail' && verdict.findings.some(isOf))
}

/** Rules that have a finding now and had none before. */
function fresh(before: Judgment, after: Judgment): readonly string[] {
  const had = new Set(before.findings.map(({ rule }) => rule))
  return [...new Set(after.findings.map(({ rule }) => rule))].filter((rule) => !had.has(rule))
}

/** Was every premise of a kind broken, and each time noticed? */
export function isProven({ premises, unnoticed }: ProvenKind): boolean {
  return premises > 0 && unnoticed.length === 0
}
