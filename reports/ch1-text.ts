// The CH-1 messages of a slice as text: decoded trees, each with time, direction, connection and why it is there.
import { formatMessage } from '@ch1/diameter'
import type { HistoryEvent } from '../judge/history/events'
import type { Explanation } from '../judge/verdict'
import { instantText, spanText } from './clock-text'
import { harmless, harmlessLines } from './harmless-text'
import { httpTextOf } from './http-message'
import { bytesOf, ch1Caption, readCh1, textOf } from './message-caption'
import { flowText, hexDump } from './sip-text'

export interface Ch1TextInput {
  readonly title: string
  readonly events: readonly HistoryEvent[]
  /** Those of records outside `events` are not used. */
  readonly explanations: readonly Explanation[]
  /** ISO 8601 of the history's start. */
  readonly wallClock: string
}

/** For `ch1.txt`: all CH-1 messages and peer states in order; what could not be read stands at its place as a hex dump. Never throws. */
export function ch1Text(o: Ch1TextInput): string {
  const why = new Map(o.explanations.map((one) => [one.record, one]))
  let messages = 0
  const blocks = o.events.flatMap((event) => {
    if (event.kind === 'ch1') {
      messages += 1
      return [message(event, o.wallClock, why.get(event.n))]
    }
    if (event.kind === 'peer') return [peer(event, o.wallClock)]
    return event.kind === 'garbage' && event.plane === 'ch1' ? [garbage(event, o.wallClock)] : []
  })
  const count = `${messages} CH-1 message${messages === 1 ? '' : 's'} between the SUT and the Charging Enabler`
  return [`${harmless(o.title, 200)}\n${count}\n`, ...blocks].join('\n')
}

function message(event: Extract<HistoryEvent, { kind: 'ch1' }>, wallClock: string, why: Explanation | undefined): string {
  const direction = event.dir === 'toSut' ? 'to SUT' : 'from SUT'
  const rule = event.rule === undefined ? '' : `  by rule: ${harmless(event.rule, 120)}`
  const lines = [
    `── #${event.n}  ${instantText(wallClock, event.atUs)}  ${direction}  ${harmless(event.enabler, 60)} connection ${event.conn}  ${ch1Caption(event).text}`,
    flowText(event.flow, event.dir) + rule,
  ]
  if (why) lines.push(`   ${explanationLine(why)}`)
  return `${lines.join('\n')}\n\n${tree(event)}`
}

/** `owed: Bob arrived (event #12, 3.2 ms after it)`; the kind first, so that it can be searched for. */
export function explanationLine(why: Explanation): string {
  const after =
    why.latencyUs === undefined
      ? ''
      : why.latencyUs < 0
        ? `, ${spanText(-why.latencyUs)} before it`
        : `, ${spanText(why.latencyUs)} after it`
  const trigger = why.trigger === undefined ? '' : ` (event #${why.trigger}${after})`
  return `${why.kind}: ${harmless(why.text, 400)}${trigger}`
}

function tree(event: Extract<HistoryEvent, { kind: 'ch1' }>): string {
  const bytes = bytesOf(event)
  if (event.door !== 'diameter') return harmlessLines(httpTextOf(bytes) ?? textOf(bytes)).replace(/\n*$/, '\n')
  const decoded = readCh1(event)
  if (decoded instanceof Error)
    return `   cannot be read: ${harmless(decoded.message.split('\n', 1)[0] ?? '', 300)}\n${hexDump(bytes)}`
  return harmlessLines(formatMessage(decoded)).replace(/\n*$/, '\n')
}

function peer(event: Extract<HistoryEvent, { kind: 'peer' }>, wallClock: string): string {
  const why = event.why === undefined ? '' : `: ${harmless(event.why, 200)}`
  return `── #${event.n}  ${instantText(wallClock, event.atUs)}  peer ${event.state}  ${harmless(event.enabler, 60)} connection ${event.conn}${why}\n`
}

function garbage(event: Extract<HistoryEvent, { kind: 'garbage' }>, wallClock: string): string {
  return `── #${event.n}  ${instantText(wallClock, event.atUs)}  not CH-1: ${harmless(event.why, 300)}\n${flowText(event.flow)}\n\n${hexDump(bytesOf(event))}`
}
