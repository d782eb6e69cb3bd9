// One scenario: what was demanded, what happened, at which instant who was in, what it cost, and the picture of it all.
import type { ConferenceAccount } from '../../judge/accounts/account'
import type { HistoryEvent } from '../../judge/history/events'
import type { Decision, Explanation, Finding, Judgment, MissingRecord } from '../../judge/verdict'
import type { ReportedBill, ReportedResult, Slice } from '../../judge/verdicts-document'
import { instantText } from '../clock-text'
import { ladderSvg } from '../ladder'
import { billOfConference } from './bill-section'
import { all, data, ownMarkup, table, tag, text, type Markup } from './html'
import { inTime, type Moment } from './moments'
import { verdictBadge } from './words'

/** One scenario with what the judge says of the history it lies in. */
export interface PageScenario {
  readonly slice: Slice
  /** Those of the slice, in order. */
  readonly events: readonly HistoryEvent[]
  /** ISO 8601 of the history's start. */
  readonly wallClock: string
  readonly explanations: readonly Explanation[]
  readonly missing: readonly MissingRecord[]
  readonly findings: readonly Finding[]
  readonly demands: Judgment['demands']
  /** Those of the conferences that began in it. */
  readonly accounts: readonly ConferenceAccount[]
  readonly bills: readonly ReportedBill[]
}

const signs: Readonly<Record<Moment['state'], string>> = { charged: '✓', late: '!', missing: '✗', quiet: '–', unexplained: '?' }
/** Names in one cell of the table; the slider shows all. */
const MAX_NAMES = 8
const MAX_BILLS = 10

export function scenarioId({ testPurpose, k }: Slice): string {
  return `s-${testPurpose}.${k}`
}

/** `withLadder`: false where the page has no room left for its picture. `heading`: it stands under no heading of its purpose. */
export function scenarioSection(
  scenario: PageScenario,
  result: ReportedResult | undefined,
  o: { readonly open: boolean; readonly withLadder: boolean; readonly heading: boolean },
): Markup {
  const { slice, bills } = scenario
  const id = scenarioId(slice)
  const folder = `evidence/${slice.testPurpose}.${slice.k}`
  return tag(
    'details',
    { class: 'scenario', id, open: o.open },
    tag(
      'summary',
      {},
      result ? verdictBadge(result.verdict) : undefined,
      tag(
        o.heading ? 'h3' : 'span',
        { class: 'name' },
        tag('strong', {}, text(` ${slice.testPurpose}.${slice.k} `)),
        text(slice.scenario, 200),
      ),
    ),
    tag(
      'div',
      { class: 'inside' },
      stepsOf(scenario),
      timeOf(scenario, id),
      ladderOf(scenario, folder, o.withLadder),
      ...bills.slice(0, MAX_BILLS).map(billOfConference),
      tag(
        'p',
        { class: 'quiet' },
        text('Evidence beside this page: '),
        ...['ladder.svg', 'ch1.txt', 'sip.txt', 'traffic.pcapng'].flatMap((file, index) => [
          text(index === 0 ? '' : ' · '),
          tag('a', { href: `${folder}/${file}` }, text(file)),
        ]),
        text(
          `. It began ${instantText(scenario.wallClock, scenario.events[0]?.atUs ?? 0)}, at event ${slice.first} of ${slice.file}.`,
          300,
        ),
      ),
    ),
  )
}

function stepsOf({ events, demands }: PageScenario): Markup {
  const decided = new Map(demands.map((one) => [one.demand.id, one.decision]))
  const steps: {
    readonly keyword: string
    readonly words: string
    readonly decisions: (readonly [string, Decision | undefined])[]
  }[] = []
  for (const event of events) {
    if (event.kind === 'step' && event.edge === 'begin')
      steps.push({ keyword: event.keyword?.trim() ?? '', words: event.text, decisions: [] })
    if (event.kind === 'demand') steps.at(-1)?.decisions.push([event.demand.clause, decided.get(event.demand.id)])
  }
  if (steps.length === 0) return tag('p', { class: 'quiet' }, text('No step of it is in the history.'))
  return all(
    tag('h4', {}, text('What was demanded')),
    tag(
      'ol',
      { class: 'steps' },
      ...steps
        .slice(0, 60)
        .map((step) =>
          tag(
            'li',
            {},
            tag('strong', {}, text(`${step.keyword} `, 40)),
            text(step.words, 300),
            ...step.decisions.map(([clause, decision]) => decisionMark(clause, decision)),
          ),
        ),
    ),
  )
}

function decisionMark(clause: string, decision: Decision | undefined): Markup {
  const state = decision?.state ?? 'open'
  const word = { met: 'pass', broken: 'fail', undecidable: 'inconclusive', open: 'inconclusive', held: 'inconclusive' } as const
  const why =
    decision?.state === 'broken'
      ? `: ${decision.finding.actual}`
      : decision?.state === 'undecidable'
        ? `: ${decision.missing}`
        : ''
  return tag(
    'span',
    { class: `demand ${word[state]}` },
    text(
      `${{ met: '✓ met', broken: '✗ broken', undecidable: '? cannot be decided', open: '? open', held: '? held, not settled' }[state]}${why} (${clause})`,
      400,
    ),
  )
}

function timeOf({ accounts, events }: PageScenario, id: string): Markup | undefined {
  if (accounts.length === 0) return undefined
  const { moments, slider } = inTime(accounts, events)
  return all(
    tag('h4', { id: `${id}-time` }, text('What happened')),
    tag('div', { class: 'slider', 'data-slider': id, 'aria-labelledby': `${id}-time`, role: 'group' }),
    data(`${id}-data`, slider),
    table(
      'Every arrival and departure, and the record that charges it',
      ['seconds', 'what happened', 'record', 'after', 'who is in then'],
      moments.map((one) => [
        text((one.atMs / 1000).toFixed(3)),
        text(`${one.what} (event ${one.event})`, 200),
        all(tag('span', { class: 'sign', 'aria-hidden': 'true' }, text(signs[one.state])), text(` ${one.record}`, 160)),
        text(one.after),
        text(namesText(one.inNow), 400),
      ]),
      { tall: true, numbers: [0, 3], attributes: (row) => ({ class: moments[row]?.state, 'data-ms': moments[row]?.atMs }) },
    ),
  )
}

function namesText(names: readonly string[]): string {
  if (names.length === 0) return 'nobody'
  const shown = names.slice(0, MAX_NAMES).join(', ')
  return names.length > MAX_NAMES ? `${names.length}: ${shown} …` : `${names.length}: ${shown}`
}

function ladderOf(scenario: PageScenario, folder: string, withLadder: boolean): Markup {
  const { slice, events, explanations, missing, findings, wallClock } = scenario
  const title = `${slice.testPurpose}.${slice.k}`
  if (!withLadder)
    return tag(
      'p',
      {},
      text('Its ladder is left out to keep this page small: '),
      tag('a', { href: `${folder}/ladder.svg` }, text('ladder.svg')),
      text(' beside this page.'),
    )
  const svg = ladderSvg({ title, events, explanations, missing, findings, wallClock, inline: true })
  return all(
    tag('h4', {}, text('Ladder')),
    tag('div', { class: 'scroll ladder', role: 'group', tabindex: 0, 'aria-label': `Ladder of ${title}` }, ownMarkup(svg)),
  )
}
