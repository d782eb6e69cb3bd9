// What stands around the messages of a ladder: title, lane heads, lifelines, and the bands of the steps with their text.
import { stepLineHeight, type Layout, type PlacedBand } from './layout'
import type { Lanes } from './lanes'
import { cross, el, label, line, words } from './svg'

/** Title and the line below it. */
export function drawTitle(title: string, subtitle: string): readonly string[] {
  return [label(14, 28, 'title', title), label(14, 46, 'small quiet', subtitle)]
}

/** The boxes with the names; drawn above, and again below a long ladder. `y` is the top of the boxes, which are 26 px high. */
export function drawHeads(lanes: Lanes, y: number): readonly string[] {
  const narrow = lanes.participants.length > 6 ? 52 : 68
  return [
    ...lanes.participants.map((lane) => headBox(lane.x, y, narrow, lane.name)),
    headBox(lanes.core.x, y, 84, lanes.core.name),
    headBox((lanes.sutLeft + lanes.sutRight) / 2, y, lanes.sutRight - lanes.sutLeft, 'SUT'),
    ...lanes.enablers.map((lane) => headBox(lane.x, y, 92, lane.name)),
    label(lanes.timeX, y + 17, 'time quiet', 'ms'),
    label(lanes.timeX + 5, y + 17, 'number quiet', 'event'),
    label(lanes.notesX, y + 17, 'small quiet', 'why the record is there'),
  ]
}

export function drawLifelines(lanes: Lanes, top: number, bottom: number): readonly string[] {
  return [
    ...[...lanes.participants, lanes.core, ...lanes.enablers].map((lane) => line(lane.x, top, lane.x, bottom, 'life')),
    el('rect', { x: lanes.sutLeft, y: top, width: lanes.sutRight - lanes.sutLeft, height: bottom - top, class: 'sut' }),
  ]
}

/** Backgrounds in turn with and without tint; `broken` = ids of demands that a finding breaks. */
export function drawBands(lanes: Lanes, layout: Layout, broken: ReadonlySet<string>): readonly string[] {
  return layout.bands.flatMap((placed, index) => [
    ...(index % 2 === 0
      ? [el('rect', { x: 0, y: placed.top, width: lanes.width, height: placed.bottom - placed.top, class: 'band' })]
      : []),
    line(0, placed.top, lanes.width, placed.top, 'hair thin'),
    ...stepText(
      placed,
      placed.band.demands.some((id) => broken.has(id)),
    ),
  ])
}

function stepText(placed: PlacedBand, isBroken: boolean): readonly string[] {
  const { keyword, isStep } = placed.band
  const colour = isStep ? (isBroken ? ' bad' : '') : ' quiet slanted'
  const lines = placed.lines.map((text, index) => {
    const y = placed.top + 19 + index * stepLineHeight
    if (index > 0 || keyword === '' || !text.startsWith(keyword))
      return el('text', { x: 14, y, class: colour.trim() }, words(text))
    return el(
      'text',
      { x: 14, y, class: colour.trim() },
      el('tspan', { class: 'strong' }, words(keyword)),
      words(text.slice(keyword.length)),
    )
  })
  return isBroken ? [...lines, cross(6.5, placed.top + 15, 7, 'bad thick')] : lines
}

function headBox(x: number, y: number, width: number, name: string): string {
  return el(
    'g',
    {},
    el('title', {}, words(name)),
    el('rect', { x: x - width / 2, y, width, height: 26, rx: 5, class: 'head' }),
    el('text', { x, y: y + 17, class: 'middle strong small' }, words(name, Math.max(6, Math.floor(width / 6.2)))),
  )
}
