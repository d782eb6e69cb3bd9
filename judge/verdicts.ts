// From decisions and findings to one verdict per test purpose, and from several histories to a run's.
import type { DemandTally } from './demand-tally'
import type { Profile } from './profile/schema'
import { judges, testPurpose, testPurposes, type TestPurpose } from './requirements/test-purposes'
import { peerRules, recordRules } from './rules'
import { worse, type Finding, type Verdict, type VerdictWord } from './verdict'

/** A scenario's place in its history; `last` is missing where it never ended. */
export interface ScenarioRun {
  readonly testPurpose: string
  readonly k: number
  readonly first: number
  last?: number
}

export interface Trouble {
  readonly n: number
  readonly verdict: 'error' | 'inconclusive'
  readonly message: string
}

interface Judged {
  readonly profile: Profile
  readonly demands: DemandTally
  readonly findings: readonly Finding[]
  readonly scenarios: readonly ScenarioRun[]
  readonly troubles: readonly Trouble[]
  readonly aborted: boolean
  /** Made from a capture: it has no scenarios and no demands. */
  readonly isCapture: boolean
  /** What the history does not have, so that nothing behind it can pass. */
  readonly lack: string | undefined
  /** Owners of what may have been found, and why it may not. */
  readonly doubtful: readonly { readonly owner: string; readonly why: string }[]
  readonly seen: {
    readonly records: number
    readonly owed: number
    readonly stops: number
    readonly everOpen: boolean
    /** Rule on records → how many records it spoke of. */
    readonly looks: ReadonlyMap<string, number>
  }
}

/** Verdicts of every purpose that this history has anything to say of. */
export function historyVerdicts(o: Judged): readonly Verdict[] {
  const ids = new Set<string>([
    ...o.scenarios.map((one) => one.testPurpose),
    ...o.findings.map((one) => one.owner),
    ...o.doubtful.map((one) => one.owner),
    ...testPurposes
      .filter(
        (one: TestPurpose) =>
          one.runWide &&
          judges(one, o.profile.sut.role) &&
          (o.isCapture || o.scenarios.some((run) => run.testPurpose !== PREFLIGHT)),
      )
      .map((one) => one.id),
  ])
  ids.delete(PREFLIGHT)
  return [...ids].sort().map((id) => verdictOf(id, o))
}

/** The name under which a testbed's own trial stands in a history. */
export const PREFLIGHT = 'preflight'

function verdictOf(id: string, o: Judged): Verdict {
  const own = o.demands.of(id)
  const breaches = unique([...own.broken, ...o.findings.filter((finding) => finding.owner === id)])
  const findings = breaches.filter((finding) => finding.level === 'MUST')
  const warnings = breaches.filter((finding) => finding.level === 'SHOULD')
  const purpose = testPurpose(id)
  const runWide = purpose?.runWide === true
  const looks = runWide ? looksOf(id, o.seen) : 0
  const counts = runWide ? { decided: looks, total: looks } : { decided: own.decided, total: own.total }

  const reasons: { word: VerdictWord; reason: string }[] = []
  const [first] = findings
  if (first) reasons.push({ word: 'fail', reason: `${first.rule}: expected ${first.expected}; ${first.actual}` })
  const runs = o.scenarios.filter((one) => one.testPurpose === id)
  for (const trouble of o.troubles)
    if (runs.some((run) => within(trouble.n, run))) reasons.push({ word: trouble.verdict, reason: trouble.message })
  if (own.undecided !== undefined) reasons.push({ word: 'inconclusive', reason: own.undecided })
  const doubtful = o.doubtful.find((one) => one.owner === id)
  if (doubtful) reasons.push({ word: 'inconclusive', reason: doubtful.why })
  if (runWide) {
    if (o.lack !== undefined) reasons.push({ word: 'inconclusive', reason: `not all was seen: ${o.lack}` })
    const missing = runWideMissing(id, o)
    if (missing !== undefined) reasons.push({ word: 'inconclusive', reason: missing })
  } else if (runs.length > 0) {
    if (runs.some((run) => run.last === undefined)) reasons.push({ word: 'inconclusive', reason: 'a scenario did not end' })
    // what was not reached, or broke, says by itself why nothing was demanded
    const told = o.aborted || reasons.length > 0
    if (own.total === 0) reasons.push({ word: told ? 'inconclusive' : 'error', reason: 'its scenarios demanded nothing' })
  }
  const word = reasons.reduce<VerdictWord>((worst, one) => worse(worst, one.word), 'pass')
  const reason =
    reasons.find((one) => one.word === word)?.reason ??
    [
      warnings.length > 0 ? `passed, with ${warnings.length} warning${warnings.length > 1 ? 's' : ''}` : 'all demands met',
      ...own.observed,
    ].join('; ')
  return { testPurpose: id, word, reason, findings, warnings, demands: counts }
}

/** The rules that look at messages as they come. */
const lookingRules = [...recordRules, ...peerRules]

/** How many records a run-wide purpose was decided by. */
function looksOf(id: string, seen: Judged['seen']): number {
  const looks = lookingRules.filter((rule) => rule.owner === id).map((rule) => seen.looks.get(rule.id) ?? 0)
  return looks.length > 0 ? Math.max(...looks) : seen.records
}

/** Nothing passes by silence: what a run-wide purpose must have seen to say anything. */
function runWideMissing(id: string, { seen }: Judged): string | undefined {
  if (!seen.everOpen) return 'the CH-1 peer was never open'
  if (seen.owed === 0) return 'no owed record was seen'
  if (id === 'TP_SEQ_012' && seen.stops === 0) return 'no STOP was seen'
  const own = lookingRules.filter((rule) => rule.owner === id)
  const [first] = own
  if (first?.about && own.every((rule) => rule.about && !seen.looks.has(rule.id))) return `none was seen: ${first.about.what}`
  return undefined
}

/** Merges the verdicts of several histories: the worst word counts, findings and demands add up. */
export function mergeVerdicts(parts: readonly (readonly Verdict[])[]): readonly Verdict[] {
  const byId = new Map<string, Verdict>()
  for (const verdict of parts.flat()) {
    const known = byId.get(verdict.testPurpose)
    byId.set(verdict.testPurpose, known ? merged(known, verdict) : verdict)
  }
  return [...byId.values()].sort((a, b) => (a.testPurpose < b.testPurpose ? -1 : 1))
}

function merged(a: Verdict, b: Verdict): Verdict {
  const word = worse(a.word, b.word)
  return {
    testPurpose: a.testPurpose,
    word,
    reason: word === a.word ? a.reason : b.reason,
    findings: [...a.findings, ...b.findings],
    warnings: [...a.warnings, ...b.warnings],
    demands: { decided: a.demands.decided + b.demands.decided, total: a.demands.total + b.demands.total },
  }
}

function within(n: number, run: ScenarioRun): boolean {
  return n >= run.first && (run.last === undefined || n <= run.last)
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>()
  for (const finding of findings) {
    const key = `${finding.rule}|${finding.atUs}|${finding.events[0]}`
    if (!seen.has(key)) seen.set(key, finding)
  }
  return [...seen.values()]
}
