// Kinds of demands that a run has none of: what a scenario demands is changed into one, so that it is met, and then broken like all others.
import type { AvpTest, Demand, HistoryEvent, Owed } from '../history/events'
import type { Judgment } from '../verdict'
import type { Cut } from './cut'
import { declaring } from './declaring'
import { keptInterims } from './outage-faults'
import { eventsOf, sabotaged } from './sabotage'

type JudgeOf = (events: readonly HistoryEvent[]) => Judgment

/** Tests on content that the catalogue demands nowhere today: what a record of any good server meets. */
const INVENTED: readonly AvpTest[] = [
  { path: 'Service-Information/IMS-Information/Cause-Code', op: 'absent' },
  { path: 'Service-Information/IMS-Information/Event-Type/SIP-Method', op: 'matches', value: '^(INVITE|ACK|BYE)$' },
]

/** The rule that a demand of this kind stands under, where no other does: a whole run shows it by an invented demand alone. */
export const KIND_OF_RULE: Readonly<Record<string, string>> = { 'buffer-not-overwritten': 'overwritten' }

/** The cut with a demand changed to one of this kind, and judged; undefined where it has none to change. */
export function withInvented(cut: Cut, kind: string, judge: JudgeOf): Cut | undefined {
  if (kind === 'overwritten') return withOverwriting(cut, judge)
  const test = INVENTED.find(({ op }) => kind === `content: ${op}`)
  return (
    test && demanding(cut, 'content', (demand) => ({ ...demand, owed: { ...(demand.owed as Content), tests: [test] } }), judge)
  )
}

type Content = Extract<Owed, { readonly what: 'content' }>

/** RFC 6733 §9.5 — the profile declares P-BUF: overwrite, and of what the outage kept the newest interim alone was delivered. */
function withOverwriting(cut: Cut, judge: JudgeOf): Cut | undefined {
  const [opened] = cut.events
  const drop = new Set(keptInterims(cut).slice(0, -1).flatMap(eventsOf))
  if (opened?.kind !== 'opened' || drop.size === 0) return undefined
  const declared = new Map([[opened.n, declaring(opened, 'P-BUF', 'overwrite')]])
  const { events } = sabotaged(cut, 'overwritten', { drop, replace: declared })
  const changed = { ...cut, events, judgment: judge(events) }
  return demanding(
    changed,
    'inOrder',
    (demand) => ({ ...demand, rule: 'buffer-not-overwritten', owed: { what: 'overwritten' } }),
    judge,
  )
}

/** The cut with its first demand of this kind changed. */
function demanding(cut: Cut, what: Owed['what'], edit: (demand: Demand) => Demand, judge: JudgeOf): Cut | undefined {
  const event = cut.events.find((one) => one.kind === 'demand' && one.demand.owed.what === what)
  if (event?.kind !== 'demand') return undefined
  const events = cut.events.map((one) => (one.n === event.n ? { ...event, demand: edit(event.demand) } : one))
  return { ...cut, events, judgment: judge(events) }
}
