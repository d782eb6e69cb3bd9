// The replay files of a slice: a plain SIPp XML of each side that SIPp can play, and a page that says how, or why not.
import { SippError } from 'sipp-wrapper'
import type { HistoryEvent } from '../../judge/history/events'
import { harmless } from '../harmless-text'
import { bytesOf, textOf } from '../message-caption'
import { evidenceNames } from './evidence-names'
import { partiesOf, sideOf, type Side } from './participant-side'
import { replayScenario } from './replay-scenario'

/** One participant's file, or why there is none. */
export type Replay =
  | {
      readonly participant: string
      readonly file: string
      readonly xml: string
      readonly role: Side['role']
      readonly joins: boolean
    }
  | { readonly participant: string; readonly why: string }

/** All sides of a slice, in order of their first message. Never throws for what a peer sent. */
export function replaysOf(events: readonly HistoryEvent[]): readonly Replay[] {
  const focuses = focusUsers(events)
  const names = evidenceNames(events)
  return partiesOf(events).map((participant) => {
    const side = sideOf(events, participant)
    if (typeof side === 'string') return { participant, why: side }
    const invite = side.messages[0]?.message
    const joins = side.role === 'caller' && invite?.kind === 'request' && focuses.has(userOf(invite.requestUri))
    try {
      const { xml } = replayScenario(`${harmless(participant, 60)}, played again`, side, joins)
      return { participant, file: `${names.get(participant) ?? '_'}.replay.xml`, xml, role: side.role, joins }
    } catch (error) {
      if (!(error instanceof SippError)) throw error
      return { participant, why: `SIPp cannot write it: ${error.message.split('\n', 2).join(' ')}` }
    }
  })
}

/** `replay.txt`: one paragraph a participant. */
export function replayText(title: string, replays: readonly Replay[]): string {
  const lines = replays.map((one) => {
    const name = harmless(one.participant, 60)
    if ('why' in one) return `${name}: no file, ${harmless(one.why, 300)}`
    const key = one.joins ? ' -key focus <URI of the conference>' : ''
    const target = one.role === 'caller' ? ' <SUT host:port>' : ''
    const when = one.role === 'caller' ? '' : '   (first; the next hop of the SUT must lead to it)'
    return `${name}: sipp${target} -sf ${one.file} -m 1 -d 2000${key}${when}`
  })
  const how = [
    'Each file is one side, for plain SIPp without anything of ours; -d is the pause before requests within the dialog.',
    'With -trace_logs the side that creates the conference logs its URI: "focus <URI>".',
  ]
  return [harmless(title, 200), '', ...how, '', ...lines, ''].join('\n')
}

// RFC 4579 §5.1 — the Contact of a focus has the parameter isfocus.
function focusUsers(events: readonly HistoryEvent[]): ReadonlySet<string> {
  const users = events.flatMap((event) => {
    if (event.kind !== 'sip' || event.dir !== 'fromSut') return []
    const uri = /\r\n(?:Contact|m)[ \t]*:[^\r]*?(sips?:[^>;\r]*)[^\r]*;isfocus/i.exec(textOf(bytesOf(event)))?.[1]
    return uri === undefined ? [] : [userOf(uri)]
  })
  return new Set(users)
}

function userOf(uri: string): string {
  return /^sips?:([^@;>]*)@/i.exec(uri)?.[1] ?? uri
}
