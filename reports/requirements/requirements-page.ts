// requirements.html: the requirement matrix of a run as a page of its own. The links of the Allure report lead to its rows.
import { catalogueGaps } from '../../judge/requirements/catalogue-gaps'
import type { VerdictsDocument } from '../../judge/verdicts-document'
import { ownMarkup, table, tag, text } from '../page/html'
import { requirementSection } from '../page/requirement-section'
import { pageStyle } from '../page/style'

// nothing is loaded and nothing runs
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A whole HTML document, without a script; each row of a requirement has the requirement's id. */
export function requirementsHtml(d: VerdictsDocument): string {
  const named = `${d.sut.name} ${d.sut.version}`
  const troubled = new Set(
    d.results.filter(({ verdict }) => ['fail', 'error', 'inconclusive'].includes(verdict)).map(({ id }) => id),
  )
  const head = tag(
    'head',
    {},
    tag('meta', { charset: 'utf-8' }),
    ownMarkup(`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    tag('title', {}, text(`Requirements and verdicts: ${named}`, 200)),
    ownMarkup(`<style>${pageStyle()}</style>`),
  )
  const body = tag(
    'body',
    {},
    tag('h1', {}, text('Requirements and verdicts')),
    tag(
      'p',
      {},
      text(`${named}, ${d.finishedAt}. What happened in each scenario stands in `),
      tag('a', { href: 'report.html' }, text('report.html')),
      text('.'),
    ),
    tag(
      'main',
      {},
      requirementSection(d, (purpose) => (troubled.has(purpose) ? `report.html#r-${purpose}` : undefined)),
      tag(
        'section',
        { 'aria-labelledby': 'aside' },
        tag('h2', { id: 'aside' }, text('Set aside')),
        table(
          'Rows of the catalogue without a scenario',
          ['row', 'purpose', 'why not'],
          catalogueGaps.map(({ id, purpose, state, why }) => [
            tag('span', { id }, text(id)),
            text(purpose),
            text(state === 'outside' ? `outside: ${why}` : why),
          ]),
          { rowHead: true },
        ),
      ),
    ),
  )
  return `<!doctype html>\n${tag('html', { lang: 'en' }, head, body)}\n`
}
