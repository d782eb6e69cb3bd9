// From the events of a slice to the rows of its ladder: one row a message, watchdogs folded, waits and missing records at their place.
import type { HistoryEvent } from '../../judge/history/events'
import type { Explanation, MissingRecord } from '../../judge/verdict'
import { ch1Caption, sipCaption, type Caption } from '../message-caption'
import { enablersOf } from './lanes'

export type SipEvent = Extract<HistoryEvent, { kind: 'sip' }>
export type Ch1Event = Extract<HistoryEvent, { kind: 'ch1' }>

/** What one row shows. */
export type RowContent =
  | { readonly type: 'sip'; readonly event: SipEvent; readonly caption: Caption; readonly impaired: string | undefined }
  | { readonly type: 'ch1'; readonly event: Ch1Event; readonly caption: Caption; readonly why: Explanation | undefined }
  | { readonly type: 'watchdogs'; readonly enabler: string; readonly count: number }
  | { readonly type: 'peer'; readonly enabler: string; readonly text: string }
  | { readonly type: 'command'; readonly participant: string; readonly text: string }
  | { readonly type: 'alarm'; readonly text: string }
  | { readonly type: 'missing'; readonly record: MissingRecord }
  | { readonly type: 'wait'; readonly us: number }
  /** What stands in the place of so many rows; `notable`: those that a reader would look for, past the bound of what is shown. */
  | {
      readonly type: 'fold'
      readonly messages: number
      readonly records: number
      readonly notable: number
      readonly untilUs: number
    }
  | { readonly type: 'blank' }

export interface Row {
  readonly content: RowContent
  readonly atUs: number
  /** The event's number; absent where no single event stands behind the row. */
  readonly n?: number
}

/** A step of the scenario (or what lies before the first and after the last) and its rows. */
export interface Band {
  readonly keyword: string
  readonly text: string
  readonly isStep: boolean
  /** Ids of the demands it made. */
  readonly demands: readonly string[]
  readonly rows: readonly Row[]
}

interface OpenBand extends Band {
  readonly demands: string[]
  readonly rows: Row[]
}

/** From this wait on a row of its own says how long nothing happened. */
const waitUs = 300_000
/** Rows that are kept at all, most of which a fold then takes in; what lies beyond is in sip.txt and ch1.txt. */
const maxRows = 20_000

export function bandsOf(
  events: readonly HistoryEvent[],
  explanations: readonly Explanation[],
  missing: readonly MissingRecord[],
): readonly Band[] {
  const why = new Map(explanations.map((one) => [one.record, one]))
  const impaired = new Map(events.flatMap((event) => (event.kind === 'impaired' ? [[event.of, event.what] as const] : [])))
  const numbers = new Set(events.map((event) => event.n))
  const due = missing.filter((one) => numbers.has(one.trigger)).sort((a, b) => a.dueAtUs - b.dueAtUs)
  const lastStepEnd = events.findLast((event) => event.kind === 'step')
  const bands: OpenBand[] = [openBand('', 'before the first step', false)]
  let shown = 0
  let hidden = 0
  const enablers = enablersOf(events)

  for (const event of events) {
    while (due[0] !== undefined && due[0].dueAtUs < event.atUs) push(missingRow(due.shift() as MissingRecord))
    if (event.kind === 'step') {
      if (event.edge === 'begin') bands.push(openBand(event.keyword ?? '', event.text, true))
      else if (event === lastStepEnd) bands.push(openBand('', 'after the last step', false))
    } else if (event.kind === 'demand') {
      bands.at(-1)?.demands.push(event.demand.id)
    } else {
      const content = contentOf(event, why, impaired, enablers)
      if (content && !folded(content, event.atUs, bands.at(-1)?.rows)) push({ content, atUs: event.atUs, n: event.n })
    }
  }
  for (const one of due) push(missingRow(one))
  if (hidden > 0)
    bands.at(-1)?.rows.push(alarm(`${hidden} more rows are not drawn; all messages are in sip.txt and ch1.txt`, events))
  return bands.filter((band) => band.isStep || band.rows.length > 0)

  function push(row: Row): void {
    if (shown >= maxRows && row.content.type !== 'missing') {
      hidden += 1
      return
    }
    shown += 1
    const band = bands.at(-1)
    const previous = bands.flatMap((one) => one.rows.slice(-1)).at(-1)
    const quietUs = previous === undefined ? 0 : row.atUs - previous.atUs
    if (quietUs >= waitUs) band?.rows.push({ content: { type: 'wait', us: quietUs }, atUs: row.atUs })
    band?.rows.push(row)
  }
}

function openBand(keyword: string, text: string, isStep: boolean): OpenBand {
  return { keyword: keyword.trim(), text, isStep, demands: [], rows: [] }
}

function contentOf(
  event: HistoryEvent,
  why: ReadonlyMap<number, Explanation>,
  impaired: ReadonlyMap<number, string>,
  enablers: readonly string[],
): RowContent | undefined {
  switch (event.kind) {
    case 'sip':
      return { type: 'sip', event, caption: sipCaption(event), impaired: impaired.get(event.n) }
    case 'ch1': {
      const caption = ch1Caption(event)
      if (caption.kind === 'watchdog') return { type: 'watchdogs', enabler: event.enabler, count: 1 }
      return { type: 'ch1', event, caption, why: why.get(event.n) }
    }
    case 'peer':
      return {
        type: 'peer',
        enabler: event.enabler,
        text: `peer ${event.state}${event.why === undefined ? '' : `: ${event.why}`}`,
      }
    case 'command':
      if (enablers.includes(event.participant))
        return { type: 'peer', enabler: event.participant, text: `${event.verb} ${orderText(event.args)}` }
      return { type: 'command', participant: event.participant, text: event.verb }
    case 'garbage':
      return { type: 'alarm', text: `unreadable bytes on ${event.plane === 'sip' ? 'SIP' : 'CH-1'}: ${event.why}` }
    case 'trouble':
      return { type: 'alarm', text: `${event.verdict}: ${event.name}: ${event.message}` }
    default:
      return undefined
  }
}

/** What an enabler is told, rule by rule, without the punctuation of JSON: `delay, ms 400; answer, resultCode 2001`. */
function orderText(args: readonly string[]): string {
  return args
    .map((arg) =>
      arg
        .replace(/^\{"kind":|[{}"[\]]/g, '')
        .replaceAll(':', ' ')
        .replaceAll(',', ', '),
    )
    .join('; ')
}

// Watchdogs that follow each other are one line: they only say that the connection lived.
function folded(content: RowContent, atUs: number, rows: Row[] | undefined): boolean {
  const last = rows?.at(-1)
  if (content.type !== 'watchdogs' || last?.content.type !== 'watchdogs' || last.content.enabler !== content.enabler) return false
  rows?.splice(-1, 1, { ...last, atUs, content: { ...last.content, count: last.content.count + 1 } })
  return true
}

function missingRow(record: MissingRecord): Row {
  return { content: { type: 'missing', record }, atUs: record.dueAtUs }
}

function alarm(text: string, events: readonly HistoryEvent[]): Row {
  return { content: { type: 'alarm', text }, atUs: events.at(-1)?.atUs ?? 0 }
}
