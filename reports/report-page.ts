// report.html: the reviewer's single file. One document, no network, readable without its script, bounded in size.
import { createHash } from 'node:crypto'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { parseEventReference } from './event-reference'
import { billSection } from './page/bill-section'
import { verdictSection, warningSection, type Places } from './page/findings-section'
import { ownMarkup, tag, text, type Markup } from './page/html'
import { checkScript } from './page/check-script'
import { checkSection } from './page/check-section'
import { clientScript } from './page/client'
import { requirementSection } from './page/requirement-section'
import { remarksOn, remarksSection } from './page/remarks-section'
import { notApplicableSection, profileSection, runSection, type HistoryFacts } from './page/run-section'
import { scenarioId, scenarioSection, type PageScenario } from './page/scenario-section'
import { pageStyle } from './page/style'
import type { SuiteFigures } from './page/suite-figures'
import { summarySection } from './page/summary-section'

import type { Remark } from './remarks-schema'

export type { HistoryFacts } from './page/run-section'
export type { PageScenario } from './page/scenario-section'
export { suiteFigure, type SuiteFigures } from './page/suite-figures'

export interface ReportPageInput {
  readonly document: VerdictsDocument
  readonly scenarios: readonly PageScenario[]
  /** The values of the profile, as the histories hold them. */
  readonly profile: Readonly<Record<string, unknown>>
  readonly histories: readonly HistoryFacts[]
  readonly figures: SuiteFigures
  /** What was said of verdicts after the run. */
  readonly remarks?: readonly Remark[]
}

/** The page stays below this many bytes; beyond it ladders, then whole scenarios, are named and not drawn. */
export const MAX_PAGE_BYTES = 5_000_000
const LADDERS_UP_TO = 4_000_000
const SCENARIOS_UP_TO = 4_700_000
/** Failing scenarios that are open when the page opens. */
const MAX_OPEN = 3

const groups = [
  { verdict: 'fail', id: 'fails', title: 'Failed', lead: 'The server broke a clause.' },
  { verdict: 'error', id: 'errors', title: 'Errors on our side', lead: 'The suite broke. That says nothing of the server.' },
  {
    verdict: 'inconclusive',
    id: 'inconclusive',
    title: 'Inconclusive',
    lead: 'A precondition was not reached, or what would decide it was not seen.',
  },
] as const

/** A whole HTML document. Never throws on what a server sent. */
export function reportPage(o: ReportPageInput): string {
  const { document: d } = o
  const body = drawn(o)
  const hash = createHash('sha256')
    .update(clientScript + checkScript)
    .digest('base64')
  // nothing is loaded and nothing but our own script runs, whatever stands in the page
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const head = tag(
    'head',
    {},
    tag('meta', { charset: 'utf-8' }),
    ownMarkup(`<meta http-equiv="Content-Security-Policy" content="${policy}">`),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    tag('title', {}, text(`${d.aborted ? 'aborted, ' : ''}${d.conformance}: ${d.sut.name} on CH-1`, 200)),
    ownMarkup(`<style>${pageStyle()}</style>`),
  )
  return `<!doctype html>\n${tag('html', { lang: 'en' }, head, body)}\n`
}

function drawn({ document: d, scenarios, profile, histories, figures, remarks = [] }: ReportPageInput): Markup {
  const verdicts = new Map(d.results.map((one) => [one.id, one]))
  const troubled = new Set(
    groups.flatMap(({ verdict }) => d.results.filter((one) => one.verdict === verdict).map((one) => one.id)),
  )
  const room = new Room()
  const scenarioMarkup = new Map<string, Markup>()
  const inOrder = [...scenarios].sort(
    (a, b) => Number(troubled.has(b.slice.testPurpose)) - Number(troubled.has(a.slice.testPurpose)),
  )
  let opened = 0
  for (const scenario of inOrder) {
    const result = verdicts.get(scenario.slice.testPurpose)
    const open = result?.verdict === 'fail' && opened < MAX_OPEN
    const heading = !troubled.has(scenario.slice.testPurpose)
    const markup = room.fit(scenario, (withLadder) => scenarioSection(scenario, result, { open, withLadder, heading }))
    if (open && markup) opened += 1
    if (markup) scenarioMarkup.set(scenarioId(scenario.slice), markup)
  }
  const ofPurpose = (id: string): readonly PageScenario[] => scenarios.filter(({ slice }) => slice.testPurpose === id)
  const hrefOfScenario = (scenario: string): string | undefined =>
    scenarioMarkup.has(`s-${scenario}`) ? `#s-${scenario}` : undefined
  const places: Places = {
    hrefOf: (event) => {
      const at = parseEventReference(event)
      const home = at && scenarios.find(({ slice }) => slice.file === at.file && slice.first <= at.n && at.n <= slice.last)
      return home && hrefOfScenario(scenarioId(home.slice).slice(2))
    },
    remarksOn: (id) => remarksOn(remarks, id),
    scenariosOf: (id) => ofPurpose(id).flatMap(({ slice }) => scenarioMarkup.get(scenarioId(slice)) ?? []),
  }
  const others = scenarios
    .filter(({ slice }) => !troubled.has(slice.testPurpose))
    .flatMap(({ slice }) => scenarioMarkup.get(scenarioId(slice)) ?? [])
  const hrefOfPurpose = (id: string): string | undefined =>
    troubled.has(id) ? `#r-${id}` : ofPurpose(id).flatMap(({ slice }) => hrefOfScenario(scenarioId(slice).slice(2)) ?? [])[0]
  return tag(
    'body',
    {},
    tag('a', { class: 'skip', href: '#main' }, text('To the verdicts')),
    summarySection(d, figures),
    contents(d, others.length, remarks.length),
    tag(
      'main',
      { id: 'main' },
      ...groups.map((group) => verdictSection(d, group, places)),
      warningSection(d, places),
      remarksSection(remarks, hrefOfPurpose),
      tag(
        'section',
        { 'aria-labelledby': 'scenarios' },
        tag('h2', { id: 'scenarios' }, text(`${troubled.size > 0 ? 'All other scenarios' : 'Scenarios'} (${others.length})`)),
        tag('p', {}, text('Each opens: what was demanded, what happened, a slider through its time, its ladder, its bill.')),
        room.left > 0
          ? tag(
              'p',
              {},
              text(`${room.left} more scenarios are not drawn, to keep this page small; their evidence lies beside it.`),
            )
          : undefined,
        ...others,
        runWideOf(d, troubled, scenarios),
      ),
      billSection(d, hrefOfScenario),
      requirementSection(d, hrefOfPurpose),
      profileSection(d, profile),
      notApplicableSection(d),
      runSection(d, profile, histories),
      checkSection(),
    ),
    ownMarkup(`<script>${clientScript + checkScript}</script>`),
  )
}

/** Purposes that are judged over the whole run have no scenario to draw. */
function runWideOf(d: VerdictsDocument, troubled: ReadonlySet<string>, scenarios: readonly PageScenario[]): Markup | undefined {
  const drawnIds = new Set(scenarios.map(({ slice }) => slice.testPurpose))
  const results = d.results.filter((one) => one.verdict === 'pass' && !troubled.has(one.id) && !drawnIds.has(one.id))
  if (results.length === 0) return undefined
  return tag(
    'details',
    { class: 'scenario' },
    tag('summary', {}, tag('strong', {}, text(`${results.length} purposes judged over the whole run, passed`))),
    tag('ul', {}, ...results.map((one) => tag('li', {}, text(`${one.id}  ${one.purpose}`, 240)))),
  )
}

function contents(d: VerdictsDocument, others: number, remarks: number): Markup {
  const of = (verdict: string): number => d.results.filter((one) => one.verdict === verdict).length
  const links: readonly (readonly [string, string, boolean])[] = [
    ['fails', `Failed (${of('fail')})`, of('fail') > 0],
    ['errors', `Errors (${of('error')})`, of('error') > 0],
    ['inconclusive', `Inconclusive (${of('inconclusive')})`, of('inconclusive') > 0],
    ['warnings', `Warnings (${d.summary.warnings})`, d.summary.warnings > 0],
    ['remarks', `Remarks (${remarks})`, remarks > 0],
    ['scenarios', `Scenarios (${others})`, true],
    ['bill', 'The bill', true],
    ['requirements', 'Requirements', true],
    ['profile', 'Profile', true],
    ['not-applicable', `Not applicable (${of('not-applicable')})`, of('not-applicable') > 0],
    ['run', 'Run', true],
    ['check', 'Check a bundle', true],
  ]
  return tag(
    'nav',
    { 'aria-label': 'Contents' },
    tag(
      'ul',
      {},
      ...links.flatMap(([id, name, isThere]) => (isThere ? [tag('li', {}, tag('a', { href: `#${id}` }, text(name)))] : [])),
    ),
  )
}

/** Bytes given out so far: a page that nobody can load shows nothing. */
class Room {
  /** Scenarios that found no place. */
  left = 0
  private used = 0

  fit(scenario: PageScenario, make: (withLadder: boolean) => Markup): Markup | undefined {
    for (const withLadder of this.used < LADDERS_UP_TO ? [true, false] : [false]) {
      const markup = make(withLadder)
      const bytes = Buffer.byteLength(markup)
      if (this.used + bytes > (withLadder ? LADDERS_UP_TO : SCENARIOS_UP_TO)) continue
      this.used += bytes
      return markup
    }
    this.left += 1
    return undefined
  }
}
