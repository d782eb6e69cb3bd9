// Where the lifelines of a ladder stand, from left to right: participants, SIP/IP core, SUT (two edges), Charging Enablers.
import type { HistoryEvent } from '../../judge/history/events'

export interface Lane {
  readonly name: string
  readonly x: number
}

/** All distances in px. The SUT is a column: SIP meets its left edge, CH-1 its right edge. */
export interface Lanes {
  readonly stepsWidth: number
  /** Right end of the time labels. */
  readonly timeX: number
  readonly participants: readonly Lane[]
  readonly core: Lane
  readonly sutLeft: number
  readonly sutRight: number
  readonly enablers: readonly Lane[]
  readonly notesX: number
  readonly notesWidth: number
  readonly width: number
}

/** More participants than this share one lane: a picture of fifty lanes is read by nobody. */
const maxParticipants = 10
const others = 'others'

const stepsWidth = 206
const timeWidth = 66
const sipWidth = 190
const sutWidth = 118
const ch1Width = 262
const notesWidth = 236

export function lanesOf(events: readonly HistoryEvent[]): Lanes {
  const enablerNames = enablersOf(events)
  const names = namesOf(events).filter((name) => !enablerNames.includes(name))
  const shown = names.length > maxParticipants ? [...names.slice(0, maxParticipants - 1), others] : names
  const step = shown.length > 6 ? 62 : 78
  let x = stepsWidth + timeWidth + 56
  const participants = shown.map((name, index) => ({ name, x: x + index * step }))
  if (shown.length > 0) x += shown.length * step
  const core = { name: 'SIP/IP core', x: x + 18 }
  const sutLeft = core.x + sipWidth
  const sutRight = sutLeft + sutWidth
  const enablers = enablerNames.map((name, index) => ({ name, x: sutRight + ch1Width + index * 96 }))
  const notesX = (enablers.at(-1)?.x ?? sutRight + ch1Width) + 58
  return {
    stepsWidth,
    timeX: stepsWidth + timeWidth - 10,
    participants,
    core,
    sutLeft,
    sutRight,
    enablers,
    notesX,
    notesWidth,
    width: notesX + notesWidth + 12,
  }
}

/** The lane of a participant; undefined when the message names none. */
export function participantLane(lanes: Lanes, party: string | undefined): Lane | undefined {
  if (party === undefined) return undefined
  return lanes.participants.find((lane) => lane.name === party) ?? lanes.participants.find((lane) => lane.name === others)
}

export function enablerLane(lanes: Lanes, enabler: string | undefined): Lane {
  const [first] = lanes.enablers
  return lanes.enablers.find((lane) => lane.name === enabler) ?? first ?? { name: '', x: lanes.sutRight + ch1Width }
}

// In order of first appearance, on the wire or in a command.
function namesOf(events: readonly HistoryEvent[]): readonly string[] {
  const names = new Set<string>()
  for (const event of events) {
    if (event.kind === 'sip' && event.party !== undefined) names.add(event.party)
    if (event.kind === 'command' && event.participant !== 'sut') names.add(event.participant)
  }
  return [...names]
}

/** The Charging Enablers of a slice, the first four that show. */
export function enablersOf(events: readonly HistoryEvent[]): readonly string[] {
  const names = new Set(events.flatMap((event) => (event.kind === 'ch1' || event.kind === 'peer' ? [event.enabler] : [])))
  return names.size === 0 ? ['Charging Enabler'] : [...names].slice(0, 4)
}
