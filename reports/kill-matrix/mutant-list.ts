// Below the matrix: each mutant with each of its cells in words, and each purpose with what it kills.
import type { KillMatrixCell, KillMatrixDocument } from '../verdicts-schema'
import { anchorOf, escaped, lookOf, LOOKS } from './markup'

/** Every mutant by family. */
export function mutantList({ families, mutants }: KillMatrixDocument): string {
  return families
    .flatMap(({ id, title }) => {
      const rows = mutants.filter((mutant) => mutant.family === id)
      return rows.length === 0 ? [] : [`<h3>${escaped(title)}</h3><div class="list">${rows.map(mutantEntry).join('\n')}</div>`]
    })
    .join('\n')
}

function mutantEntry(mutant: KillMatrixDocument['mutants'][number]): string {
  const { id, description, shipped, beside, cells } = mutant
  const seen = new Set<string>()
  const rows = cells.map((cell) => {
    const isFirst = !seen.has(cell.purpose)
    seen.add(cell.purpose)
    return cellRow(id, cell, isFirst)
  })
  return `<div class="mutant" id="${anchorOf(id)}"><p class="id"><code>${escaped(id)}</code></p><p>${escaped(description)}</p>
${shipped === undefined ? '' : `<p class="quiet">Shipped: ${escaped(shipped)}</p>`}${beside === undefined ? '' : `<p class="quiet">Beside another of its kind: ${escaped(beside)}</p>`}${billLine(mutant)}
<table class="why"><tbody>${rows.join('\n')}</tbody></table></div>`
}

/** What its fault costs, by the bills of its run. */
function billLine({ money, whyUnseen, bill }: KillMatrixDocument['mutants'][number]): string {
  if (bill === undefined || money === undefined || money === 'none') return ''
  const off = `${bill.seconds} s, ${bill.heads} heads, ${bill.records} records`
  return `<p class="quiet">The bill is off by ${off}.${whyUnseen === undefined ? '' : ` ${escaped(whyUnseen)}`}</p>`
}

function cellRow(mutant: string, cell: KillMatrixCell, isFirst: boolean): string {
  const look = lookOf(cell)
  const { purpose, rule, actual } = cell
  const anchor = isFirst ? ` id="${anchorOf(mutant, purpose)}"` : ''
  return `<tr${anchor}><td><span class="mark ${look}" title="${escaped(LOOKS[look].says)}">${LOOKS[look].mark}</span></td><td><a href="#p-${purpose}">${purpose}</a></td><td><code>${escaped(rule)}</code></td><td>${escaped(actual)}</td></tr>`
}

/** Every test purpose: which mutants it kills, which nobody else kills, or why there is none. */
export function purposeList({ purposes }: KillMatrixDocument): string {
  const rows = purposes.map(
    ({ id, purpose, kills, alone, whyNotAlone }) =>
      `<tr id="p-${id}"><td><code>${id}</code></td><td>${escaped(purpose)}</td><td>${kills.length}</td><td>${
        alone.length > 0
          ? alone.map(mutantLink).join(', ')
          : `<span class="quiet">${escaped(whyNotAlone ?? 'none, and no reason is given')}</span>`
      }</td></tr>`,
  )
  return `<table class="purposes"><thead><tr><td><b>Purpose</b></td><td></td><td><b>Kills</b></td><td><b>Kills alone</b></td></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`
}

function mutantLink(id: string): string {
  return `<a href="#${anchorOf(id)}">${escaped(id)}</a>`
}
