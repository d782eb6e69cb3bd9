// The matrix itself: a row a mutant, a column a test purpose, a mark where one has something to say of the other.
import type { KillMatrixCell, KillMatrixDocument } from '../verdicts-schema'
import { anchorOf, escaped, familyOf, lookOf, LOOKS } from './markup'

type Purpose = KillMatrixDocument['purposes'][number]
type Row = KillMatrixDocument['mutants'][number]

/** The table, in a box that scrolls by itself. */
export function matrixTable({ families, mutants, ...rest }: KillMatrixDocument): string {
  const purposes = byFamily(rest.purposes)
  const columns = purposes.map((purpose, i) => ({
    purpose,
    isFirst: familyOf(purpose.id) !== familyOf(purposes[i - 1]?.id ?? ''),
  }))
  const body = families.flatMap(({ id, title }) => {
    const rows = mutants.filter((mutant) => mutant.family === id)
    if (rows.length === 0) return []
    const head = `<tr class="family"><th scope="rowgroup">${escaped(title)}</th><td colspan="${columns.length}"></td></tr>`
    return [head, ...rows.map((row) => rowOf(row, columns))]
  })
  return `<div class="wide" tabindex="0"><table class="matrix">
<thead>${familyHeads(purposes)}
<tr><th class="corner"></th>${columns.map(({ purpose }) => purposeHead(purpose)).join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`
}

/** The families in the order of the catalogue, each in one place. */
function byFamily(purposes: readonly Purpose[]): readonly Purpose[] {
  const families = [...new Set(purposes.map(({ id }) => familyOf(id)))]
  return families.flatMap((family) => purposes.filter(({ id }) => familyOf(id) === family).sort((a, b) => (a.id < b.id ? -1 : 1)))
}

function familyHeads(purposes: readonly Purpose[]): string {
  const names = [...new Set(purposes.map(({ id }) => familyOf(id)))]
  const heads = names.map((name) => {
    const width = purposes.filter(({ id }) => familyOf(id) === name).length
    return `<th colspan="${width}" scope="colgroup">${escaped(name)}</th>`
  })
  return `<tr><th class="corner"></th>${heads.join('')}</tr>`
}

function purposeHead({ id, purpose, alone, kills }: Purpose): string {
  const look = alone.length > 0 ? ' class="alone"' : kills.length === 0 ? ' class="idle"' : ''
  return `<th scope="col"${look}><a href="#p-${id}" title="${escaped(`${id} ${purpose}`)}">${id.slice(-3)}</a></th>`
}

function rowOf(row: Row, columns: readonly { readonly purpose: Purpose; readonly isFirst: boolean }[]): string {
  const cells = new Map<string, KillMatrixCell>()
  for (const cell of row.cells) if (!cells.has(cell.purpose)) cells.set(cell.purpose, cell)
  const boxes = columns.map(({ purpose, isFirst }) => {
    const cell = cells.get(purpose.id)
    return `<td${isFirst ? ' class="first"' : ''}>${cell ? mark(row, cell) : ''}</td>`
  })
  const name = `<a href="#${anchorOf(row.id)}" title="${escaped(row.description)}">${escaped(row.id)}</a>`
  return `<tr><th scope="row">${name}</th>${boxes.join('')}</tr>`
}

function mark(row: Row, cell: KillMatrixCell): string {
  const look = lookOf(cell)
  const title = `${row.id} × ${cell.purpose}: ${LOOKS[look].says}. ${cell.rule}: ${cell.actual}`
  return `<a class="mark ${look}" href="#${anchorOf(row.id, cell.purpose)}" title="${escaped(title)}">${LOOKS[look].mark}</a>`
}
