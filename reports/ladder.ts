// The ladder of one scenario as a picture: who said what to whom, which event each record answers, and what is missing.
import type { HistoryEvent } from '../judge/history/events'
import type { Explanation, Finding, MissingRecord } from '../judge/verdict'
import { instantText } from './clock-text'
import { drawFindings, drawLegend } from './ladder/draw-foot'
import { drawBands, drawHeads, drawLifelines, drawTitle } from './ladder/draw-frame'
import { drawRow, drawTie, type Scene } from './ladder/draw-rows'
import { foldedBands } from './ladder/fold'
import { lanesOf } from './ladder/lanes'
import { layoutOf } from './ladder/layout'
import { bandsOf } from './ladder/rows'
import { ladderStyle } from './ladder/style'
import { el, words } from './ladder/svg'

/** What a ladder is drawn from: the slice of the history and what the judge said about it. */
export interface LadderInput {
  readonly title: string
  /** The slice, in order of `n`. */
  readonly events: readonly HistoryEvent[]
  /** Of this slice or of the whole history: what lies outside the slice is left out. */
  readonly explanations: readonly Explanation[]
  readonly missing: readonly MissingRecord[]
  readonly findings: readonly Finding[]
  /** ISO 8601 of the history's start. */
  readonly wallClock: string
  /** true: as part of a page that has {@link ladderStyle} itself. */
  readonly inline?: true
}

const headTop = 62
const headHeight = 26
/** From this height on the names stand below the ladder too. */
const longPx = 700

/** An SVG document of its own: light and dark, selectable text, no scripts, nothing loaded from elsewhere. Never throws. */
export function ladderSvg(o: LadderInput): string {
  const lanes = lanesOf(o.events)
  const findings = findingsIn(o)
  const bands = foldedBands(bandsOf(o.events, o.explanations, o.missing), new Set(findings.flatMap((one) => one.events)))
  const layout = layoutOf(bands, headTop + headHeight + 8)
  const startUs = o.events[0]?.atUs ?? 0
  const scene: Scene = { lanes, layout, startUs, badges: badgesOf(findings) }
  const rows = layout.bands.flatMap((band) => band.rows)
  const broken = new Set(findings.flatMap((one) => (one.demand === undefined ? [] : [one.demand])))

  const isLong = layout.bottom > longPx
  const endOfLanes = layout.bottom + (isLong ? 8 : 0)
  const feet = isLong ? drawHeads(lanes, endOfLanes) : []
  const found = drawFindings(findings, lanes, endOfLanes + (isLong ? headHeight + 10 : 4))
  const legend = drawLegend(found.bottom + 4)
  const start = `from ${instantText(o.wallClock, startUs)}; times in ms since then, one row an event, distances not to scale`
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: lanes.width,
      height: legend.bottom,
      'data-zero': startUs,
      viewBox: `0 0 ${lanes.width} ${Math.ceil(legend.bottom)}`,
    },
    ...(o.inline ? [] : [el('title', {}, words(o.title)), el('style', {}, ladderStyle())]),
    el('rect', { x: 0, y: 0, width: lanes.width, height: legend.bottom, class: 'paper' }),
    ...drawTitle(o.title, start),
    ...drawBands(lanes, layout, broken),
    ...drawLifelines(lanes, headTop + headHeight, endOfLanes),
    ...drawHeads(lanes, headTop),
    ...rows.flatMap((row) => drawTie(row, scene)),
    ...rows.flatMap((row) => drawRow(row, scene)),
    ...feet,
    ...found.parts,
    ...legend.parts,
  )
}

// A finding belongs to the picture when it cites an event of the slice or breaks a demand made in it.
function findingsIn(o: LadderInput): readonly Finding[] {
  const numbers = new Set(o.events.map((event) => event.n))
  const demands = new Set(o.events.flatMap((event) => (event.kind === 'demand' ? [event.demand.id] : [])))
  return o.findings.filter(
    (one) => one.events.some((n) => numbers.has(n)) || (one.demand !== undefined && demands.has(one.demand)),
  )
}

function badgesOf(findings: readonly Finding[]): ReadonlyMap<number, readonly number[]> {
  const badges = new Map<number, number[]>()
  for (const [index, finding] of findings.entries()) {
    for (const n of new Set(finding.events)) badges.set(n, [...(badges.get(n) ?? []), index + 1])
  }
  return badges
}
