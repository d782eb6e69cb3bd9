// Folds a long ladder: what is ordinary (SIP, records that are explained and in time) gives way, what a reader looks for stays.
import { isBoxed } from './layout'
import type { Band, Row } from './rows'

/** A ladder with more rows is folded. */
const LONG_ROWS = 260
/** So many rows stay at each end of a band, and around each row that stays. */
const EDGE_ROWS = 14
const AROUND_ROWS = 3
/** A shorter stretch is not worth a fold. */
const SHORTEST_FOLD = 12
/** Of rows that stand out so many stay; thousands of findings fold too, and are counted below the picture. */
const MAX_STANDING_OUT = 120

/** The same bands; `cited`: events that findings name. Triggers of missing records stay as well. */
export function foldedBands(bands: readonly Band[], cited: ReadonlySet<number>): readonly Band[] {
  if (bands.reduce((sum, band) => sum + band.rows.length, 0) <= LONG_ROWS) return bands
  const kept = new Set(cited)
  for (const { rows } of bands) for (const { content } of rows) if (content.type === 'missing') kept.add(content.record.trigger)
  let left = MAX_STANDING_OUT
  return bands.map((band) => {
    const stay = new Set<number>()
    for (const [index, row] of band.rows.entries()) {
      if (index < EDGE_ROWS || index >= band.rows.length - EDGE_ROWS) stay.add(index)
      if (!standsOut(row, kept) || left === 0) continue
      left -= 1
      for (let near = index - AROUND_ROWS; near <= index + AROUND_ROWS; near += 1) stay.add(near)
    }
    return { ...band, rows: folded(band.rows, stay, kept) }
  })
}

function standsOut(row: Row, kept: ReadonlySet<number>): boolean {
  const { type } = row.content
  return type === 'missing' || type === 'alarm' || isBoxed(row) || (row.n !== undefined && kept.has(row.n))
}

function folded(rows: readonly Row[], stay: ReadonlySet<number>, kept: ReadonlySet<number>): readonly Row[] {
  const out: Row[] = []
  let stretch: Row[] = []
  const close = (): void => {
    out.push(...(stretch.length < SHORTEST_FOLD ? stretch : [foldOf(stretch, kept)]))
    stretch = []
  }
  for (const [index, row] of rows.entries()) {
    if (!stay.has(index)) {
      stretch.push(row)
      continue
    }
    close()
    out.push(row)
  }
  close()
  return out
}

function foldOf(rows: readonly Row[], kept: ReadonlySet<number>): Row {
  const messages = rows.filter(({ content: { type } }) => type === 'sip' || type === 'ch1').length
  const records = rows.filter(({ content }) => content.type === 'ch1' && content.caption.kind === 'record').length
  const notable = rows.filter((row) => standsOut(row, kept)).length
  const atUs = rows[0]?.atUs ?? 0
  return { content: { type: 'fold', messages, records, notable, untilUs: rows.at(-1)?.atUs ?? atUs }, atUs }
}
