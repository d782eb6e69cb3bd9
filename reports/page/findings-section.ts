// What fails, is broken, undecided or warned of: clause, expected, actual, why it matters, and the scenario that shows it.
import type { VerdictWord } from '../../judge/verdict'
import type { ReportedFinding, ReportedResult, VerdictsDocument } from '../../judge/verdicts-document'
import { all, tag, text, type Markup, type Text } from './html'
import { whyItMatters } from './why-it-matters'
import { verdictBadge } from './words'

/** `hrefOf`: where on the page an event (`w0.ndjson#55`) is shown. `scenariosOf`: the scenarios of a purpose, drawn below it. */
export interface Places {
  readonly hrefOf: (event: string) => string | undefined
  readonly scenariosOf: (id: string) => readonly Markup[]
  /** That something was said of a purpose, if it was. */
  readonly remarksOn: (id: string) => Markup | undefined
}

/** Findings of one purpose and rule that are told in full. */
const MAX_FINDINGS = 6
const MAX_EVENTS = 8

/** Every purpose with this verdict, MUST first; nothing where there is none. */
export function verdictSection(
  d: VerdictsDocument,
  o: { readonly verdict: VerdictWord; readonly id: string; readonly title: string; readonly lead: string },
  places: Places,
): Markup | undefined {
  const rank = { MUST: 0, SHOULD: 1, OBSERVE: 2 } as const
  const results = d.results.filter((one) => one.verdict === o.verdict).sort((a, b) => rank[a.level] - rank[b.level])
  if (results.length === 0) return undefined
  return tag(
    'section',
    { 'aria-labelledby': o.id },
    tag('h2', { id: o.id }, text(`${o.title} (${results.length})`)),
    tag('p', {}, text(o.lead)),
    ...results.map((result) => card(result, places)),
  )
}

/** Findings against a SHOULD: no fail, worth a look. */
export function warningSection(d: VerdictsDocument, places: Places): Markup | undefined {
  const warned = d.results.filter((one) => one.warnings.length > 0)
  if (warned.length === 0) return undefined
  return tag(
    'section',
    { 'aria-labelledby': 'warnings' },
    tag('h2', { id: 'warnings' }, text(`Warnings (${d.summary.warnings})`)),
    tag('p', {}, text('A SHOULD was not met: that fails no server.')),
    ...warned.map((result) =>
      tag(
        'article',
        { class: 'card warning' },
        tag('h3', {}, text(`${result.id}  ${result.purpose}`, 240)),
        ...result.warnings.slice(0, MAX_FINDINGS).map((one) => finding(one, 'SHOULD', places)),
      ),
    ),
  )
}

function card(result: ReportedResult, places: Places): Markup {
  const { findings } = result
  return tag(
    'article',
    { class: `card ${result.verdict}`, id: `r-${result.id}` },
    tag(
      'h3',
      {},
      verdictBadge(result.verdict),
      tag('span', { class: 'id' }, text(` ${result.id} `)),
      text(result.purpose, 240),
      tag('span', { class: 'mark' }, text(result.level)),
    ),
    ...findings.slice(0, MAX_FINDINGS).map((one) => finding(one, result.level, places)),
    findings.length > MAX_FINDINGS
      ? tag('p', { class: 'quiet' }, text(`and ${findings.length - MAX_FINDINGS} more findings, in verdicts.json`))
      : undefined,
    findings.length === 0 ? tag('p', {}, tag('strong', {}, text('Because ')), text(result.reason)) : undefined,
    findings.length === 0
      ? tag('p', { class: 'quiet' }, text(`${result.demands.decided} of ${result.demands.total} demands decided`))
      : undefined,
    places.remarksOn(result.id),
    ...places.scenariosOf(result.id),
  )
}

function finding(one: ReportedFinding, level: string, places: Places): Markup {
  const why = whyItMatters(one.rule)
  const line = (name: string, ...value: readonly (Markup | Text)[]): Markup =>
    all(tag('dt', {}, text(name)), tag('dd', {}, ...value))
  return tag(
    'dl',
    { class: 'finding' },
    line('expected', text(one.expected)),
    line('came', text(one.actual)),
    line('clause', text(`${one.clause} (${level}), rule ${one.rule}`)),
    why === undefined ? undefined : line('why it matters', text(why)),
    line(
      'when',
      text(one.at, 60),
      ...one.events.slice(0, MAX_EVENTS).flatMap((event) => [text(' '), eventLink(event, places)]),
      text(one.events.length > MAX_EVENTS ? ' …' : ''),
    ),
  )
}

function eventLink(event: string, places: Places): Markup {
  const href = places.hrefOf(event)
  return href === undefined ? tag('code', {}, text(event, 80)) : tag('a', { href }, tag('code', {}, text(event, 80)))
}
