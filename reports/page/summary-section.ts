// The head of the page: the verdict of the run in a glance, each count with its denominator, MUST and SHOULD apart.
import type { VerdictWord } from '../../judge/verdict'
import type { ReportedResult, VerdictsDocument } from '../../judge/verdicts-document'
import { tag, text, type Markup } from './html'
import { figuresText, type SuiteFigures } from './suite-figures'
import { counted, secondsText, verdictCount, verdictSign } from './words'

const levels = ['MUST', 'SHOULD', 'OBSERVE'] as const
const order: readonly VerdictWord[] = ['pass', 'fail', 'error', 'inconclusive']

export function summarySection(d: VerdictsDocument, figures: SuiteFigures): Markup {
  return tag(
    'header',
    { class: `top ${toneOf(d)}` },
    tag('p', { class: 'kicker' }, text('CH-1 conformance: charging of arrivals and departures')),
    tag(
      'h1',
      {},
      tag('span', { class: 'sign', 'aria-hidden': 'true' }, text({ good: '✓', bad: '✗', open: '?' }[toneOf(d)])),
      text(` ${headline(d)}`),
    ),
    tag(
      'p',
      { class: 'sut' },
      text(`${d.sut.name} ${d.sut.version === 'unknown' ? '(version not declared)' : d.sut.version}, ${d.sut.role}`, 200),
    ),
    d.aborted
      ? tag(
          'p',
          { class: 'alarm', role: 'note' },
          text(
            'This run was aborted. What was recorded until then is shown and judged; what did not run says nothing of the server.',
          ),
        )
      : undefined,
    d.binding === 'http'
      ? tag(
          'p',
          { class: 'alarm', role: 'note' },
          text('CH-1 went over HTTP, which is experimental and defined by no standard: these verdicts are no conformance claim.'),
        )
      : undefined,
    tag(
      'div',
      { class: 'levels' },
      ...levels.map((level) =>
        levelLine(
          level,
          d.results.filter((one) => one.level === level),
        ),
      ),
    ),
    tag('p', { class: 'billline' }, text(billLine(d))),
    tag('p', { class: 'figures' }, text(figuresText(figures))),
  )
}

/** good only where the whole run is: an aborted one never is. */
export function toneOf(d: VerdictsDocument): 'good' | 'bad' | 'open' {
  if (d.conformance === 'non-conformant' || d.summary.error > 0) return 'bad'
  const isWhole = d.conformance === 'conformant' && !d.aborted && d.summary.inconclusive === 0
  return isWhole ? 'good' : 'open'
}

function headline(d: VerdictsDocument): string {
  const word = { conformant: 'Conformant', 'non-conformant': 'Not conformant', partial: 'Partial' }[d.conformance]
  return d.aborted ? `Aborted run: ${word.toLowerCase()}` : word
}

function levelLine(level: string, results: readonly ReportedResult[]): Markup | undefined {
  if (results.length === 0) return undefined
  const count = (verdict: VerdictWord): number => results.filter((one) => one.verdict === verdict).length
  const applicable = results.length - count('not-applicable')
  const others = order.slice(1).filter((verdict) => count(verdict) > 0)
  const words = [
    `${count('pass')} of ${applicable} passed`,
    ...others.map((verdict) => verdictCount(count(verdict), verdict)),
    ...(count('not-applicable') > 0 ? [verdictCount(count('not-applicable'), 'not-applicable')] : []),
  ]
  return tag(
    'div',
    { class: 'level' },
    tag('strong', {}, text(level)),
    tag('span', {}, text(words.join(' · '))),
    tag(
      'span',
      { class: 'bar', 'aria-hidden': 'true' },
      ...order
        .filter((verdict) => count(verdict) > 0)
        .map((verdict) => tag('span', { class: verdict, style: `flex-grow:${count(verdict)}` }, text(verdictSign(verdict)))),
    ),
  )
}

function billLine({ billing }: VerdictsDocument): string {
  if (billing === undefined) return 'The bill: not computed by the suite that made this run.'
  const { conferences, seconds, heads, records } = billing
  const of = `${counted(conferences, 'conference')}: what CH-1 charges`
  if (seconds === 0 && heads === 0 && records === 0)
    return conferences === 0
      ? 'The bill: no conference came about.'
      : `The bill of ${of} is what SIP shows. Difference 0 s, 0 heads, 0 records.`
  return `The bill of ${of} differs from what SIP shows by ${secondsText(seconds)}, ${counted(heads, 'head')}, ${counted(records, 'record')}.`
}
