// The kill matrix as one page: no script, nothing from outside, and the document it was made from within.
import { killMatrixSchema, type KillMatrixDocument } from '../verdicts-schema'
import { matrixTable } from './matrix-table'
import { escaped, LOOKS } from './markup'
import { mutantList, purposeList } from './mutant-list'
import { killMatrixStyle } from './style'

const DATA = { begin: '<script type="application/json" id="kill-matrix">', end: '</script>' } as const

/** The page of a matrix. The same matrix always gives the same page. */
export function killMatrixPage(matrix: KillMatrixDocument): string {
  const { mutants, killed, survived, strangers } = matrix.summary
  const alone = matrix.purposes.filter((one) => one.alone.length > 0).length
  const shipped = matrix.mutants.filter((one) => one.shipped !== undefined).length
  const key = Object.entries(LOOKS).map(
    ([look, { mark, says }]) => `<li><span class="mark ${look}">${mark}</span>${escaped(says)}</li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kill matrix: ${mutants} mutants, ${matrix.purposes.length} test purposes</title>
<style>${killMatrixStyle()}</style>
</head>
<body>
<h1>Kill matrix</h1>
<p>A conformance suite is worth what it can catch. Each row is the reference IM server with exactly one fault, each column a test purpose
of the suite (bold: some fault is caught by it and by no other). A mutant is killed when every purpose it names sees it by the rule it
names; whatever complains besides, unforeseen, is a finding about our own tests.</p>
<ul class="figures">
<li><b>${mutants}</b> mutants</li>
<li><b>${killed}</b> killed as named</li>
<li${survived > 0 ? ' class="bad"' : ''}><b>${survived}</b> survived</li>
<li${strangers > 0 ? ' class="bad"' : ''}><b>${strangers}</b> killed by a stranger</li>
<li><b>${alone} of ${matrix.purposes.length}</b> purposes kill alone</li>
<li><b>${shipped}</b> faults that shipped</li>
${moneyFigure(matrix)}</ul>
<ul class="key">${key.join('')}</ul>
${matrixTable(matrix)}
<h2>Each mutant, each cell</h2>
${mutantList(matrix)}
<h2>Each test purpose</h2>
${purposeList(matrix)}
<p class="quiet">Suite ${escaped(matrix.suite.version)}. Made by <code>bin/ch1 mutants</code>; definitions <code>${matrix.digest.slice(0, 12)}</code>.</p>
${DATA.begin}${JSON.stringify(matrix).replaceAll('<', '\\u003c')}${DATA.end}
</body>
</html>
`
}

/** How many of those that touch money show in the bill; documents of earlier suites do not tell. */
function moneyFigure({ money }: KillMatrixDocument): string {
  if (!money) return ''
  const showing = money.mutants - money.unseen
  const bad = money.billed < showing ? ' class="bad"' : ''
  return `<li${bad}><b>${money.billed} of ${showing}</b> that cost money have a bill that differs; ${money.unseen} more the bill cannot show, each with why</li>
`
}

/** The matrix that a page was made from. @throws RangeError for a page without one, ZodError for one that is none */
export function matrixIn(page: string): KillMatrixDocument {
  const from = page.indexOf(DATA.begin)
  const to = page.indexOf(DATA.end, from)
  if (from < 0 || to < 0) throw new RangeError('the page holds no kill matrix')
  return killMatrixSchema.parse(JSON.parse(page.slice(from + DATA.begin.length, to)))
}
