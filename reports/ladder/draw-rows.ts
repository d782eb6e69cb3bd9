// The rows of a ladder: arrows with their captions, records with their ties, empty places, waits and alarms.
import { msText, spanText } from '../clock-text'
import { isBoxed, type Layout, type PlacedRow } from './layout'
import { enablerLane, participantLane, type Lanes } from './lanes'
import type { RowContent } from './rows'
import { cross, el, head, label, line, words, wrapped } from './svg'

type Content<T extends RowContent['type']> = Extract<RowContent, { type: T }>

/** What rows need to know of the whole picture. `badges`: event number → numbers of the findings that cite it. */
export interface Scene {
  readonly lanes: Lanes
  readonly layout: Layout
  /** Zero of the time labels. */
  readonly startUs: number
  readonly badges: ReadonlyMap<number, readonly number[]>
}

const codeCharPx = 6.65

export function drawRow(row: PlacedRow, scene: Scene): readonly string[] {
  const { content } = row
  switch (content.type) {
    case 'sip':
      return [...timeOf(row, scene), group(row, sipTitle(content), sipArrow(content, row, scene))]
    case 'ch1':
      return [...timeOf(row, scene), group(row, content.caption.text, ch1Arrow(content, row, scene))]
    case 'watchdogs':
      return watchdogLine(content, row, scene)
    case 'peer':
      return [
        el(
          'text',
          { x: enablerLane(scene.lanes, content.enabler).x - 8, y: row.y, class: 'tiny quiet slanted end' },
          words(content.text, 50),
        ),
      ]
    case 'command':
      return [commandNote(content, row, scene)]
    case 'alarm':
      return alarmBox(content.text, row, scene)
    case 'missing':
      return missingBox(content, row, scene)
    case 'wait':
      return [label(scene.lanes.timeX, row.y, 'time quiet', `⋮ ${spanText(content.us)}`)]
    case 'fold':
      return foldLine(content, row, scene)
    case 'blank':
      return []
  }
}

/** The curve through the SUT from a trigger to its record or to its empty place; nothing when the trigger is not in the picture. */
export function drawTie(row: PlacedRow, scene: Scene): readonly string[] {
  const { content } = row
  const { sutLeft, sutRight } = scene.lanes
  const isMissing = content.type === 'missing'
  const trigger = isMissing ? content.record.trigger : content.type === 'ch1' ? content.why?.trigger : undefined
  const from = trigger === undefined ? undefined : scene.layout.yOf.get(trigger)
  if (from === undefined) return []
  const bend = (sutRight - sutLeft) * 0.55
  const forbidden = content.type === 'ch1' && isBoxed(row)
  const colour = isMissing ? 'warn dashed' : forbidden ? 'bad dashed' : 'ch1'
  const d = `M${sutLeft} ${from}C${sutLeft + bend} ${from} ${sutRight - bend} ${row.y} ${sutRight} ${row.y}`
  return [
    el('path', { d, class: `${colour} wire` }),
    el('circle', { cx: sutLeft, cy: from, r: 3, class: isMissing ? 'warn' : forbidden ? 'bad' : 'ch1' }),
  ]
}

function sipArrow(content: Content<'sip'>, row: PlacedRow, scene: Scene): readonly string[] {
  const { lanes } = scene
  const { y } = row
  const toSut = content.event.dir === 'toSut'
  const party = participantLane(lanes, content.event.party)
  const far = party
    ? [
        line(party.x, y, lanes.core.x, y, 'sip thin'),
        toSut ? el('circle', { cx: party.x, cy: y, r: 2.2, class: 'sip' }) : head(party.x, y, 'left', 5.5, 'sip'),
        el('text', { x: party.x + (toSut ? 6 : 10), y: y - 4, class: 'tiny sip halo' }, words(content.event.party ?? '', 9)),
      ]
    : []
  const near = toSut
    ? [line(lanes.core.x, y, lanes.sutLeft - 6, y, 'sip wire'), head(lanes.sutLeft, y, 'right', 8, 'sip')]
    : [line(lanes.core.x + 6, y, lanes.sutLeft, y, 'sip wire'), head(lanes.core.x, y, 'left', 8, 'sip')]
  const caption = shortened(content.caption.text, Math.floor((lanes.sutLeft - lanes.core.x - 20) / codeCharPx))
  const middle = (lanes.core.x + lanes.sutLeft) / 2
  const lost = content.impaired === 'lost' ? [cross(middle, y, 9, 'bad thick')] : []
  const impaired = content.impaired === undefined ? [] : [label(lanes.sutLeft - 12, y + 9, 'tiny bad end', content.impaired)]
  return [
    ...far,
    ...near,
    el('text', { x: middle, y: y - 5, class: 'code sip halo middle' }, words(caption, 27)),
    ...lost,
    ...impaired,
    ...badge(row, scene),
  ]
}

function ch1Arrow(content: Content<'ch1'>, row: PlacedRow, scene: Scene): readonly string[] {
  const { lanes } = scene
  const { y } = row
  const end = enablerLane(lanes, content.event.enabler).x
  const fromSut = content.event.dir === 'fromSut'
  const boxed = isBoxed(row)
  const colour = boxed ? 'bad' : content.caption.kind === 'record' ? 'ch1' : 'quiet'
  const weight = boxed ? 'thick' : content.caption.kind === 'record' ? 'wire' : 'thin'
  const arrow = fromSut
    ? [line(lanes.sutRight, y, end - 6, y, `${colour} ${weight}`), head(end, y, 'right', 8, colour)]
    : [line(lanes.sutRight + 6, y, end, y, `${colour} ${weight}`), head(lanes.sutRight, y, 'left', 8, colour)]
  const caption = shortened(content.caption.text, 36)
  const middle = (lanes.sutRight + lanes.sutRight + 262) / 2
  const text = boxed
    ? forbiddenBox(caption, content.why !== undefined, middle, y)
    : [el('text', { x: middle, y: y - 5, class: `code halo middle ${colour}` }, words(caption, 38))]
  const why = content.caption.kind === 'record' ? [...pill(content, row, scene), ...notes(content, row, scene)] : []
  return [...arrow, ...text, ...why, ...badge(row, scene)]
}

// Thick border and a cross: readable without colour. A record that the judge never explained has a question mark instead.
function forbiddenBox(caption: string, isForbidden: boolean, x: number, y: number): readonly string[] {
  const width = caption.length * codeCharPx + 34
  const left = x - width / 2
  return [
    el('rect', { x: left, y: y - 23, width, height: 18, rx: 2, class: 'forbidden' }),
    isForbidden ? cross(left + 13, y - 14, 9, 'bad thick') : label(left + 9, y - 10, 'strong bad', '?'),
    el('text', { x: left + 25, y: y - 10, class: 'code bad strong' }, words(caption)),
  ]
}

/** What the tie says where it meets the record: its latency, or what kind of record this is. */
function pill(content: Content<'ch1'>, row: PlacedRow, scene: Scene): readonly string[] {
  const { why } = content
  if (why === undefined || why.kind === 'forbidden') return []
  const text = why.kind !== 'owed' ? why.kind : why.latencyUs === undefined ? 'owed' : spanText(why.latencyUs)
  return pillAt(text, row.y, scene, why.kind === 'owed' ? '' : 'quiet')
}

function pillAt(text: string, y: number, scene: Scene, colour: string): readonly string[] {
  const width = text.length * 5.7 + 12
  const x = scene.lanes.sutRight - width - 4
  return [
    el('rect', { x, y: y - 8, width, height: 16, rx: 8, class: `pill ${colour}`.trim() }),
    el('text', { x: x + width / 2, y: y + 3.5, class: `small middle ${colour || 'ch1'}` }, words(text)),
  ]
}

function notes(content: Content<'ch1'>, row: PlacedRow, scene: Scene): readonly string[] {
  const { why } = content
  const away =
    why?.trigger !== undefined && !scene.layout.yOf.has(why.trigger) ? ` (trigger #${why.trigger}, not in this picture)` : ''
  const text =
    why === undefined
      ? 'the judge gives no explanation'
      : why.kind === 'owed'
        ? shortWhy(why.text) + away
        : `${why.kind}: ${why.text}${away}`
  return noteLines(text, row.y, scene, isBoxed(row) ? 'bad' : why?.kind === 'owed' ? '' : 'quiet')
}

/** The row says which record it is, and the tie which event and how long after. */
function shortWhy(text: string): string {
  return text.replace(/^[A-Za-z]+, record \S+, is explained by /, '').replace(/ \(event \d+\), [\d.]+ \S+ (after|before) it$/, '')
}

function noteLines(text: string, y: number, scene: Scene, colour: string): readonly string[] {
  const lines = wrapped(text, 42, 2)
  const top = lines.length === 1 ? y + 3 : y - 4
  return lines.map((part, index) =>
    el('text', { x: scene.lanes.notesX, y: top + index * 13, class: `small ${colour}`.trim() }, words(part)),
  )
}

// A dashed box with nothing in it but what should have been there.
function missingBox(content: Content<'missing'>, row: PlacedRow, scene: Scene): readonly string[] {
  const { lanes } = scene
  const { y } = row
  const left = lanes.sutRight + 16
  const width = 262 - 32
  return [
    ...timeOf(row, scene),
    el(
      'g',
      {},
      el('title', {}, words(content.record.text)),
      line(lanes.sutRight, y, left, y, 'warn dashed'),
      el('rect', { x: left, y: y - 14, width, height: 28, rx: 3, class: 'empty dashed' }),
      el('text', { x: left + width / 2, y: y + 4, class: 'warn middle strong' }, 'missing: no record came'),
      ...pillAt('never', y, scene, 'warn'),
      ...noteLines(content.record.text, y, scene, 'warn'),
    ),
  ]
}

// A torn edge across all lanes, with what lies behind it.
function foldLine(content: Content<'fold'>, row: PlacedRow, scene: Scene): readonly string[] {
  const { lanes } = scene
  const left = lanes.stepsWidth + 4
  const right = lanes.width - 14
  const teeth = (y: number): string => {
    let d = `M${left} ${y}`
    for (let x = left, up = true; x < right; x += 12, up = !up) d += `L${Math.min(x + 12, right)} ${up ? y - 4 : y}`
    return d
  }
  const { messages, records, notable, untilUs } = content
  const how = notable === 0 ? 'each explained' : `${notable} rows of them with findings`
  const text = `folded: ${messages} messages in ${spanText(untilUs - row.atUs)}, ${records} of them records, ${how}; all in sip.txt and ch1.txt`
  return [
    el('rect', { x: left, y: row.y - 14, width: right - left, height: 24, class: 'paper' }),
    el('path', { d: teeth(row.y - 14), class: 'quiet' }),
    el('path', { d: teeth(row.y + 14), class: 'quiet' }),
    el(
      'text',
      { x: (left + right) / 2, y: row.y + 4, class: `small middle ${notable === 0 ? 'quiet' : 'bad strong'}` },
      words(text),
    ),
  ]
}

function watchdogLine(content: Content<'watchdogs'>, row: PlacedRow, scene: Scene): readonly string[] {
  const end = enablerLane(scene.lanes, content.enabler).x
  const y = row.y - 3
  const middle = scene.lanes.sutRight + 131
  return [
    line(scene.lanes.sutRight, y, end, y, 'hair wire'),
    el('text', { x: middle, y: y + 3, class: 'tiny quiet halo middle' }, words(`DWR / DWA × ${content.count}`)),
  ]
}

function commandNote(content: Content<'command'>, row: PlacedRow, scene: Scene): string {
  const lane = participantLane(scene.lanes, content.participant)
  const x = lane?.x ?? scene.lanes.sutLeft + 8
  const y = row.y - 3
  const diamond = el('path', { d: `M${x} ${y - 4}l4 4l-4 4l-4 -4z`, class: 'quiet' })
  return el(
    'g',
    {},
    ...(lane ? [diamond] : []),
    el('text', { x: x + 8, y: y + 3, class: 'tiny quiet slanted halo' }, words(content.text, 24)),
  )
}

function alarmBox(text: string, row: PlacedRow, scene: Scene): readonly string[] {
  const left = scene.lanes.timeX + 34
  const width = scene.lanes.width - left - 14
  return [
    ...timeOf(row, scene),
    el(
      'g',
      {},
      el('title', {}, words(text, 1000)),
      el('rect', { x: left, y: row.y - 16, width, height: 21, rx: 3, class: 'alarm' }),
      el('text', { x: left + 9, y: row.y - 1, class: 'small warn strong' }, words(`! ${text}`, Math.floor(width / 6.1))),
    ),
  ]
}

function timeOf(row: PlacedRow, scene: Scene): readonly string[] {
  const time = label(scene.lanes.timeX, row.y + 3, 'time quiet', msText(row.atUs - scene.startUs))
  return row.n === undefined
    ? [time]
    : [time, el('text', { x: scene.lanes.timeX + 5, y: row.y + 3, class: 'number quiet' }, words(`#${row.n}`))]
}

// The numbers of the findings below that cite this event.
function badge(row: PlacedRow, scene: Scene): readonly string[] {
  const cited = row.n === undefined ? undefined : scene.badges.get(row.n)
  if (!cited) return []
  const sip = row.content.type === 'sip'
  const x = sip ? scene.lanes.sutLeft - 20 : scene.lanes.notesX - 18
  const y = sip ? row.y - 9 : row.y
  return [
    el('circle', { cx: x, cy: y, r: 7.5, class: 'bad' }),
    el('text', { x, y: y + 3.5, class: 'tiny middle strong badge' }, words(cited.slice(0, 2).join(','), 3)),
  ]
}

function group(row: PlacedRow, title: string, children: readonly string[]): string {
  return el('g', { 'data-us': row.atUs }, el('title', {}, words(`#${row.n ?? ''} ${title}`)), ...children)
}

function sipTitle(content: Content<'sip'>): string {
  const { event, caption } = content
  return `${caption.text} ${event.dir === 'toSut' ? 'to the SUT' : 'from the SUT'}${event.party === undefined ? '' : `, ${event.party}`}`
}

// A long status line keeps its code and its method, and loses its phrase.
function shortened(text: string, chars: number): string {
  if (text.length <= chars) return text
  const parts = /^(\d{3}) .*( \(\S+\))$/.exec(text)
  return parts ? `${parts[1] ?? ''}${parts[2] ?? ''}` : text
}
