// What requirements, purposes, features, rules and mutants owe one another, so that nothing is claimed that nobody looks at.
import type { CatalogueGap } from '../judge/requirements/catalogue-gaps'
import type { Requirement } from '../judge/requirements/clauses'
import type { TestPurpose } from '../judge/requirements/test-purposes'
import type { Rule } from '../judge/rules/rule'
import type { Mutant } from '../sut/mutants'
import type { FeatureFile } from './feature-files'
import type { NotAlone } from './kills-nothing-alone'

/** Everything that is compared, so that a test can change one of them. */
export interface Tables {
  readonly requirements: readonly Requirement[]
  readonly purposes: readonly TestPurpose[]
  readonly gaps: readonly CatalogueGap[]
  readonly rules: readonly Pick<Rule, 'id' | 'owner' | 'requirement'>[]
  readonly mutants: readonly Pick<Mutant, 'id' | 'names'>[]
  readonly features: readonly FeatureFile[]
  readonly notAlone: Readonly<Record<string, NotAlone>>
}

/** Each thread that is broken, a line each: what it is of, and what is missing. */
export function brokenThreads(t: Tables): readonly string[] {
  return [...ofRequirements(t), ...ofPurposes(t), ...ofFeatures(t), ...ofMusts(t), ...ofKills(t)]
}

/** The purposes that rest on a requirement. */
export function purposesOf({ purposes }: Pick<Tables, 'purposes'>, { id }: Pick<Requirement, 'id'>): readonly TestPurpose[] {
  return purposes.filter(({ requirements }) => (requirements as readonly string[]).includes(id))
}

/**
 * The mutants that break a requirement: those that name a rule resting on it, or, where no rule does, a purpose that cites it.
 */
export function mutantsOf(
  t: Pick<Tables, 'purposes' | 'rules' | 'mutants'>,
  requirement: Pick<Requirement, 'id'>,
): readonly string[] {
  const rules = t.rules.filter((rule) => rule.requirement === requirement.id).map(({ id }) => id)
  const purposes = purposesOf(t, requirement).map(({ id }) => id)
  const breaks = ({ names }: Pick<Mutant, 'names'>): boolean =>
    names.some(({ rule, purpose }) => (rules.length > 0 ? rules.includes(rule) : purposes.includes(purpose)))
  return t.mutants.filter(breaks).map(({ id }) => id)
}

/** The mutants that this purpose is the only one to kill. */
export function aloneOf({ mutants }: Pick<Tables, 'mutants'>, purpose: string): readonly string[] {
  return mutants.filter(({ names }) => names.length > 0 && names.every((kill) => kill.purpose === purpose)).map(({ id }) => id)
}

function* ofRequirements(t: Tables): Generator<string> {
  const aside = new Set(t.gaps.map(({ id }) => id))
  for (const one of t.requirements) {
    const cited = purposesOf(t, one).length > 0
    if (!cited && !said(one.untested)) yield `${one.id}: no purpose rests on it, and no reason is given (untested)`
    if (cited && one.untested !== undefined) yield `${one.id}: a purpose rests on it, and it says why none does`
    for (const gap of one.gaps ?? []) if (!aside.has(gap)) yield `${one.id}: ${gap} is not set aside in the catalogue`
  }
  for (const { id } of t.gaps)
    if (!t.requirements.some(({ gaps }) => gaps?.includes(id))) yield `${id}: set aside, and no requirement waits for it (gaps)`
}

function* ofPurposes(t: Tables): Generator<string> {
  const known = new Map(t.requirements.map((one) => [one.id, one]))
  for (const { id, requirements } of t.purposes) {
    if (requirements.length === 0) yield `${id}: it rests on no requirement`
    for (const one of requirements) if (!known.has(one)) yield `${id}: there is no requirement ${one}`
  }
  for (const { id, owner, requirement } of t.rules) {
    if (!known.has(requirement)) yield `rule ${id}: there is no requirement ${requirement}`
    const cites = t.purposes.find((one) => one.id === owner)?.requirements ?? []
    if (!cites.includes(requirement)) yield `rule ${id}: its owner ${owner} does not cite ${requirement}`
  }
}

function* ofFeatures({ purposes, features, rules }: Tables): Generator<string> {
  const ids = new Set(purposes.map(({ id }) => id))
  const pairs = new Map<string, string>()
  for (const { file, purposes: tags, scenarios } of features) {
    if (tags.length !== 1) yield `${file}: its first line names one purpose, not ${tags.length}`
    for (const id of tags) if (!ids.has(id)) yield `${file}: there is no purpose ${id}`
    for (const { name, stimulus, expectation } of scenarios) {
      const other = pairs.get(`${stimulus}\n--\n${expectation}`)
      if (expectation === '') yield `${file}: "${name}" demands nothing`
      if (other !== undefined) yield `${file}: "${name}" does and demands what ${other} does and demands`
      pairs.set(`${stimulus}\n--\n${expectation}`, file)
    }
  }
  for (const { id, runWide } of purposes) {
    const scenarios = features.filter((one) => one.purposes.includes(id)).reduce((sum, one) => sum + one.scenarios.length, 0)
    if (runWide && scenarios > 0) yield `${id}: it is judged over the whole run, and has a scenario`
    if (!runWide && scenarios === 0) yield `${id}: it has no scenario`
    // the stimulus of an invariant is the whole run, so what it expects is its rules, which are its own
    if (runWide && !rules.some(({ owner }) => owner === id)) yield `${id}: it is judged over the whole run, and owns no rule`
  }
}

// A robustness purpose (R) demands both: what is owed comes in spite of the trouble, and nothing more does.
function* ofMusts(t: Tables): Generator<string> {
  for (const one of t.requirements) {
    const { id, level, untested, without = {} } = one
    const isAsked = level === 'MUST' && untested === undefined
    if (!isAsked && one.without !== undefined) yield `${id}: it is no MUST that is tested, and says what it lacks as one`
    if (!isAsked) continue
    const purposes = purposesOf(t, one)
    const has = {
      positive: purposes.some(({ kind }) => kind === 'P' || kind === 'R'),
      negative: purposes.some(({ kind }) => kind === 'N' || kind === 'R'),
      mutant: mutantsOf(t, one).length > 0,
    }
    for (const what of ['positive', 'negative', 'mutant'] as const) {
      const name = what === 'mutant' ? 'mutant' : `${what} purpose`
      if (!has[what] && !said(without[what])) yield `${id}: a MUST without a ${name}, and without a reason`
      if (has[what] && without[what] !== undefined) yield `${id}: it has a ${name}, and says why it has none`
    }
  }
}

function* ofKills(t: Tables): Generator<string> {
  const ids = new Set(t.mutants.map(({ id }) => id))
  for (const { id } of t.purposes) {
    const alone = aloneOf(t, id)
    const reason = t.notAlone[id]
    if (alone.length === 0 && !said(reason?.why)) yield `${id}: it kills no mutant alone, and no reason is given`
    if (alone.length > 0 && reason) yield `${id}: it kills ${alone[0]} alone, and says why it kills none`
    for (const mutant of reason?.seesToo ?? []) if (!ids.has(mutant)) yield `${id}: there is no mutant ${mutant}`
  }
  for (const id of Object.keys(t.notAlone))
    if (!t.purposes.some((one) => one.id === id)) yield `${id}: there is no such purpose, and it says why it kills nothing alone`
}

/** A reason is a sentence, not a word. */
function said(reason: string | undefined): boolean {
  return reason !== undefined && reason.replace(/^not yet:?/, '').trim().length > 20
}
