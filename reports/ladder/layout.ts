// Puts the rows of a ladder at their heights, and remembers where each event stands.
import type { Band, Row } from './rows'
import { wrapped } from './svg'

export interface PlacedRow extends Row {
  /** The line on which the row's arrow lies. */
  readonly y: number
}

export interface PlacedBand {
  readonly band: Band
  readonly top: number
  readonly bottom: number
  /** The step's text, broken into lines; the keyword stands before the first. */
  readonly lines: readonly string[]
  readonly rows: readonly PlacedRow[]
}

export interface Layout {
  readonly bands: readonly PlacedBand[]
  /** Event number → y of its row. */
  readonly yOf: ReadonlyMap<number, number>
  readonly bottom: number
}

const stepLineChars = 34
export const stepLineHeight = 15

export function layoutOf(bands: readonly Band[], top: number): Layout {
  const yOf = new Map<number, number>()
  const placed: PlacedBand[] = []
  let y = top
  for (const band of bands) {
    const lines = wrapped(band.keyword === '' ? band.text : `${band.keyword} ${band.text}`, stepLineChars, 5)
    const bandTop = y
    y += 6
    const rows = band.rows.map((row) => {
      const height = heightOf(row)
      const at = y + height - (row.content.type === 'missing' || row.content.type === 'fold' ? 20 : 9)
      y += height
      if (row.n !== undefined) yOf.set(row.n, at)
      return { ...row, y: at }
    })
    y = Math.max(y + 8, bandTop + lines.length * stepLineHeight + 14)
    placed.push({ band, top: bandTop, bottom: y, lines, rows })
  }
  return { bands: placed, yOf, bottom: y }
}

function heightOf(row: Row): number {
  switch (row.content.type) {
    case 'missing':
      return 46
    case 'ch1':
      return row.content.caption.kind === 'record' ? (isBoxed(row) ? 36 : 31) : 25
    case 'sip':
      return 27
    case 'alarm':
      return 30
    case 'watchdogs':
    case 'peer':
    case 'command':
    case 'wait':
      return 19
    case 'blank':
      return 24
    case 'fold':
      return 46
  }
}

/** A record that nothing explains, or that a clause forbids: drawn as a box. */
export function isBoxed(row: Row): boolean {
  return (
    row.content.type === 'ch1' &&
    row.content.caption.kind === 'record' &&
    (row.content.why === undefined || row.content.why.kind === 'forbidden')
  )
}
