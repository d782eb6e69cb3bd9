// What an Allure result says beyond its status: labels, links, the message, and the banner of a pass with warnings.
import { Severity, type Label, type Link, type Parameter } from 'allure-js-commons'
import { clauseText, requirements, type Requirement, type RequirementId } from '../../judge/requirements/clauses'
import type { ReportedFinding, ReportedResult, Slice, VerdictsDocument } from '../../judge/verdicts-document'
import { parseEventReference } from '../event-reference'
import { findingBlock } from '../finding-text'
import { harmless, harmlessLines } from '../harmless-text'
import type { Outcome, OutcomeWord } from './outcome'
import type { ScenarioDecisions } from './step-decisions'

/** Of a message or a trace: a page that shows fifteen hundred of them must stay readable. */
const MOST_CHARS = 20_000

const severities: Readonly<Record<ReportedResult['level'], Severity>> = {
  MUST: Severity.CRITICAL,
  SHOULD: Severity.NORMAL,
  OBSERVE: Severity.MINOR,
}

/**
 * Epic = the document of the first requirement, feature = its clause, story = the test purpose: Allure's tree of behaviours. Suites
 * go by family; severity = the level, verdict = the word.
 */
export function labelsOf(result: ReportedResult, word: OutcomeWord): readonly Label[] {
  const family = /^TP_([A-Z0-9]+)_/.exec(result.id)?.[1] ?? 'OTHER'
  const { document, clause } = firstClause(result.requirements[0])
  const labels: Label[] = [
    { name: 'epic', value: document },
    { name: 'feature', value: clause },
    { name: 'story', value: `${result.id} ${harmless(result.purpose, 160)}` },
    { name: 'severity', value: severities[result.level] },
    { name: 'parentSuite', value: `TP_${family}` },
    { name: 'suite', value: result.id },
    { name: 'verdict', value: word === 'skipped' ? 'not-applicable' : word },
  ]
  if (result.warnings.length > 0) labels.push({ name: 'tag', value: 'warning' })
  return labels
}

/** Under what a result was got: of the run, and of the scenario where it stood on something else. */
export function parametersOf(d: VerdictsDocument, own: ScenarioDecisions | undefined): readonly Parameter[] {
  const { engines = [], transports = [] } = own ?? {}
  const values = {
    role: d.sut.role,
    engine: engines.length > 0 ? engines.join(', ') : d.engine,
    ...(transports.length > 0 ? { transport: transports.map((one) => one.toUpperCase()).join(', ') } : {}),
    binding: d.binding === 'http' ? 'HTTP, experimental' : 'Diameter',
  }
  // a run on another engine is the same test case in Allure's history
  return Object.entries(values).map(([name, value]) => ({ name, value: harmless(value, 80), excluded: true }))
}

/** `urlTemplate`: `%s` is replaced by the requirement's id. */
export function linksOf(result: ReportedResult, urlTemplate: string): readonly Link[] {
  return result.requirements.map((id) => ({ type: 'tms', name: id, url: urlTemplate.replace('%s', encodeURIComponent(id)) }))
}

function firstClause(id: string | undefined): { readonly document: string; readonly clause: string } {
  const all: readonly Requirement[] = requirements
  const one = all.find((candidate) => candidate.id === id)
  if (!one) return { document: 'no requirement named', clause: 'no requirement named' }
  return { document: one.document, clause: clauseText(one.id as RequirementId) }
}

/** The message of a scenario (or run-wide purpose) whose outcome is `word`; undefined for a pass. Foreign text in it is harmless and bounded. */
export function messageOf(o: Message): string | undefined {
  const message = rawMessage(o)
  return message === undefined ? undefined : shownLines(message)
}

/** Lines of whatever origin, as they may stand in a report. */
export function shownLines(text: string): string {
  return harmlessLines(text.length <= MOST_CHARS ? text : `${text.slice(0, MOST_CHARS)} …`)
}

interface Message {
  readonly word: OutcomeWord
  readonly cucumber: Outcome | undefined
  readonly result: ReportedResult
  /** The scenario's own slice; absent for run-wide purposes. */
  readonly slice?: Slice | undefined
  readonly slices: readonly Slice[]
}

function rawMessage(o: Message): string | undefined {
  const { word, cucumber, result } = o
  // What cucumber saw decides alone only where it is worse than the verdict.
  const own = cucumber !== undefined && cucumber.word === word && word !== 'pass' ? cucumber.message : undefined
  switch (word) {
    case 'pass':
      return undefined
    case 'skipped':
      return result.verdict === 'not-applicable' ? `N/A: ${result.reason}` : (own ?? 'SKIPPED: not applicable')
    case 'inconclusive': {
      const said = result.verdict === 'inconclusive' ? result.reason : (own ?? result.reason)
      return said.startsWith('INCONCLUSIVE:') ? said : `INCONCLUSIVE: ${said}`
    }
    case 'error':
      return result.verdict === 'error' ? result.reason : (own ?? result.reason)
    case 'fail':
      return result.verdict === 'fail' && result.findings.length > 0
        ? findingsMessage(result, o.slice, o.slices)
        : (own ?? result.reason)
  }
}

/** Markdown in front of the description when the purpose passed with warnings; empty otherwise. */
export function warningBanner(result: ReportedResult, word: OutcomeWord): string {
  if (word !== 'pass' || result.warnings.length === 0) return ''
  const lines = result.warnings.map(
    (one) => `> - ${markdown(one.clause)} (SHOULD): expected ${markdown(one.expected)}; came ${markdown(one.actual)}`,
  )
  const count = result.warnings.length
  return [`> **Passed with ${count} warning${count === 1 ? '' : 's'}**`, '>', ...lines, '', ''].join('\n')
}

function findingsMessage(result: ReportedResult, own: Slice | undefined, slices: readonly Slice[]): string {
  const blocks = result.findings.map((finding) => {
    const places = placesOf(finding, slices)
    const seenHere =
      own === undefined ||
      places.length === 0 ||
      places.some((slice) => slice.testPurpose === own.testPurpose && slice.k === own.k)
    const block = findingBlock(result, finding, { out: '.' })
    if (seenHere) return block
    return `Seen in another scenario: ${places.slice(0, 3).map(placeName).join(', ')}\n${block}`
  })
  return blocks.join('\n\n')
}

/** The scenarios in which a finding's events lie. */
export function placesOf(finding: ReportedFinding, slices: readonly Slice[]): readonly Slice[] {
  const events = finding.events.flatMap((text) => parseEventReference(text) ?? [])
  return slices.filter((slice) =>
    events.some((event) => event.file === slice.file && event.n >= slice.first && event.n <= slice.last),
  )
}

function placeName(slice: Slice): string {
  return `${slice.testPurpose}.${slice.k} “${harmless(slice.scenario, 80)}”`
}

// Foreign text inside markdown: nothing in it may become markup or HTML.
function markdown(text: string): string {
  return harmless(text, 400)
    .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
