// The SIP messages of a slice as text, each with time, direction, flow and party before it, bytes made harmless.
import type { HistoryEvent } from '../judge/history/events'
import { instantText } from './clock-text'
import { harmless, harmlessLines } from './harmless-text'
import { bytesOf, sipCaption, textOf } from './message-caption'

export interface SipTextInput {
  readonly title: string
  readonly events: readonly HistoryEvent[]
  /** ISO 8601 of the history's start. */
  readonly wallClock: string
}

/** For `sip.txt`: all SIP at the SUT's boundary in order; what could not be parsed stands at its place as a hex dump. Never throws. */
export function sipText(o: SipTextInput): string {
  const impaired = new Map(o.events.flatMap((event) => (event.kind === 'impaired' ? [[event.of, event.what] as const] : [])))
  const blocks = o.events.flatMap((event) => {
    if (event.kind === 'sip') return [message(event, o.wallClock, impaired.get(event.n))]
    return event.kind === 'garbage' && event.plane === 'sip' ? [garbage(event, o.wallClock)] : []
  })
  const count = `${blocks.length} SIP message${blocks.length === 1 ? '' : 's'} at the boundary of the SUT`
  return [`${harmless(o.title, 200)}\n${count}\n`, ...blocks].join('\n')
}

function message(event: Extract<HistoryEvent, { kind: 'sip' }>, wallClock: string, impaired: string | undefined): string {
  const party = event.party === undefined ? '' : `  ${harmless(event.party, 60)}`
  const done = impaired === undefined ? '' : `  (${impaired} by the core)`
  const heading = `${placeOf(event, wallClock)}  ${event.dir === 'toSut' ? 'to SUT' : 'from SUT'}${party}  ${sipCaption(event).text}${done}`
  return `${heading}\n${flowText(event.flow, event.dir)}\n\n${harmlessLines(textOf(bytesOf(event))).replace(/\n*$/, '\n')}`
}

function garbage(event: Extract<HistoryEvent, { kind: 'garbage' }>, wallClock: string): string {
  return `${placeOf(event, wallClock)}  not SIP: ${harmless(event.why, 300)}\n${flowText(event.flow)}\n\n${hexDump(bytesOf(event))}`
}

function placeOf(event: HistoryEvent, wallClock: string): string {
  return `── #${event.n}  ${instantText(wallClock, event.atUs)}`
}

/** `udp 127.0.0.1:5070 → 127.0.0.1:5060`, in the direction of the message; both ways where there is none. */
export function flowText(flow: { transport: string; local: string; remote: string }, dir?: 'toSut' | 'fromSut'): string {
  const [left, right] = dir === 'fromSut' ? [flow.remote, flow.local] : [flow.local, flow.remote]
  return `   ${flow.transport} ${harmless(left, 80)} ${dir === undefined ? '↔' : '→'} ${harmless(right, 80)}`
}

/** Offset, sixteen bytes in hex, and their printable ASCII; at most 4 KiB of them. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < Math.min(bytes.length, 4096); at += 16) {
    const row = [...bytes.subarray(at, at + 16)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`   ${at.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${ascii}`)
  }
  if (bytes.length > 4096) lines.push(`   … ${bytes.length - 4096} more bytes`)
  return lines.join('\n') + '\n'
}
