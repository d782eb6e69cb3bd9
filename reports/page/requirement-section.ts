// The requirement matrix: each clause, the test purposes that rest on it, and their verdicts; a gap with its reason.
import { clauseText, requirements, type Requirement } from '../../judge/requirements/clauses'
import { testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'
import type { ReportedResult, VerdictsDocument } from '../../judge/verdicts-document'
import { all, table, tag, text, type Markup } from './html'
import { verdictName, verdictSign } from './words'

export function requirementSection(d: VerdictsDocument, hrefOf: (purpose: string) => string | undefined): Markup {
  const results = new Map(d.results.map((one) => [one.id, one]))
  const catalogue: readonly TestPurpose[] = testPurposes
  const rows = requirements.map((requirement) => {
    const purposes = catalogue.filter((one) => one.requirements.includes(requirement.id))
    return [
      tag('span', { id: requirement.id, title: requirement.id }, text(clauseText(requirement.id))),
      text(`${requirement.level}${requirement.grade === 'verified' ? '' : ` (${requirement.grade})`}`),
      text(requirement.text, 400),
      purposes.length === 0
        ? text(notTested(requirement), 300)
        : all(...purposes.map((one) => purposeMark(one, results.get(one.id), hrefOf(one.id)))),
    ]
  })
  return tag(
    'section',
    { 'aria-labelledby': 'requirements' },
    tag('h2', { id: 'requirements' }, text('Requirements')),
    tag(
      'p',
      {},
      text(
        'In our own words; the clauses themselves bind. FACT: it says what something means, and demands no record. What was not read in its source (dictionary, inferred, memory) fails nobody. ✓ pass, ✗ fail, ? inconclusive, ! error, – not applicable, · not selected.',
      ),
    ),
    table(
      'Requirements, the test purposes that rest on them, and their verdicts',
      ['clause', 'level', 'what it demands', 'test purposes'],
      rows,
      {
        rowHead: true,
      },
    ),
  )
}

function notTested({ untested = 'no purpose rests on it' }: Requirement): string {
  return untested.startsWith('not yet') ? untested.replace('not yet', 'not tested yet') : `not tested: ${untested}`
}

function purposeMark(purpose: TestPurpose, result: ReportedResult | undefined, href: string | undefined): Markup {
  const verdict = result?.verdict
  const sign = verdict === undefined ? '·' : verdictSign(verdict)
  const word = verdict === undefined ? 'not selected' : verdictName(verdict)
  const words = all(
    tag('span', { class: 'sign', 'aria-hidden': 'true' }, text(sign)),
    text(` ${purpose.id}`),
    tag('span', { class: 'hidden' }, text(`, ${word}`)),
  )
  const attributes = { class: `purpose ${verdict ?? 'unselected'}`, title: purpose.purpose }
  return href === undefined ? tag('span', attributes, words) : tag('a', { ...attributes, href }, words)
}
