// What explains each record of a capture, and what became of each arrival and departure that has none: lines for the terminal.
import type { Charging, ConferenceAccount } from '../judge/accounts/account'
import type { HistoryEvent } from '../judge/history/events'
import type { Judgment } from '../judge/verdict'
import { harmless } from './harmless-text'

/** One line a record or missing record, in the order of time; events are named by their frames. Ends with an empty line, if there is any. */
export function captureText(
  events: readonly HistoryEvent[],
  { explanations, missing }: Judgment,
  accounts: readonly ConferenceAccount[],
): string {
  const frameOf = (n: number): number | undefined => {
    const event = events[n]
    return event && 'frame' in event ? event.frame : undefined
  }
  const lines: readonly Line[] = [
    ...explanations.map(({ record, kind, text }) => ({ n: record, kind, text })),
    ...missing.map(({ trigger, text }) => ({ n: trigger, kind: 'missing', text })),
    ...accounts.flatMap(({ legs }) =>
      legs.flatMap(({ user, joined, bye, arrival, departure }) => [
        ...undecided(`arrival of ${user}`, joined?.n, arrival),
        ...undecided(`departure of ${user}`, bye?.n, departure),
      ]),
    ),
    ...events.flatMap((event) => (event.kind === 'unseen' ? [{ n: event.n, kind: 'unseen', text: event.why }] : [])),
  ].sort((a, b) => a.n - b.n)
  return lines
    .map(({ n, kind, text }) => {
      const frame = frameOf(n)
      const named = text.replace(/\bevent (\d+)\b/g, (all, digits: string) => {
        const other = frameOf(Number(digits))
        return other === undefined ? all : `frame ${other}`
      })
      return `${(frame === undefined ? '' : `frame ${frame}`).padEnd(12)} ${kind.padEnd(9)}  ${harmless(named, 400)}\n`
    })
    .concat(lines.length > 0 ? ['\n'] : [])
    .join('')
}

interface Line {
  readonly n: number
  readonly kind: string
  readonly text: string
}

function undecided(what: string, n: number | undefined, charging: Charging | undefined): readonly Line[] {
  if (n === undefined || charging === undefined) return []
  if (charging.state === 'open') return [{ n, kind: 'open', text: `${what}: no record, and the capture ends before one is due` }]
  if (charging.state !== 'excused') return []
  return [{ n, kind: 'undecided', text: `${what}: no record, and none had to come or nothing can be said of it` }]
}
