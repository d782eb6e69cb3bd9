// Conferences as chance makes them: who comes and goes and how, and what is demanded of that.
import fc from 'fast-check'
import { lateBy, type Delays } from './lateness'
import type { LegLine } from './sip-lines'
import { Story } from './story'
import { aor, creatorOf, type Conf } from './story-calls'
import { chargedSo, saidOf, type Ways } from './ways'

const VERBS = [
  ...['brings', 'brings', 'invites', 'invites', 'answers', 'answers', 'joins', 'leaves', 'leaves', 'expels', 'crosses'],
  ...['refuses', 'cancels', 'overtakes', 'reinvites', 'speaks', 'refers', 'turnsAway', 'forks', 'aliceLeaves', 'resends'],
] as const
type Verb = (typeof VERBS)[number]

export interface Move {
  readonly verb: Verb
  readonly who: number
  readonly thenMs: number
}

export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    verb: fc.constantFrom<Verb>(...(VERBS as readonly Verb[])),
    who: fc.nat({ max: 3 }),
    thenMs: fc.constantFrom(0, 0, 20, 100, 600, 2600),
  }),
  { minLength: 1, maxLength: 14 },
)

const NAMES = ['bob', 'carol', 'dave', 'erin'] as const

export function wandering(moves: readonly Move[], ways: Ways, delays: Delays): Story {
  const swaps = delays.swaps && ways.method
  const s = new Story({ ...saidOf(ways), edit: (plan) => chargedSo(plan, ways), ...lateBy({ ...delays, swaps }) })
  s.begin('TP_SEQ_015')
  const conf = s.creates('alice')
  const legs = new Map<string, LegLine>()
  const ringing = new Map<string, LegLine>()
  for (const move of moves) {
    if (conf.in.size === 0) break
    s.when()
    const before = new Set(conf.in)
    moved(s, { conf, legs, ringing, join: ways.join, point: ways.point }, move)
    demanded(s, ways, move, { before, conf })
    s.wait(move.thenMs)
  }
  for (const leg of ringing.values()) s.refuses(leg, 480)
  if (conf.in.size > 0) s.drain(conf, 100)
  return s.wait(16_000).watchdog().wait(100).end()
}

interface Cast {
  readonly conf: Conf
  readonly legs: Map<string, LegLine>
  readonly ringing: Map<string, LegLine>
  readonly join: boolean
  readonly point: Ways['point']
}

function moved(s: Story, { conf, legs, ringing, join, point }: Cast, { verb, who }: Move): void {
  const name = NAMES[who] ?? 'bob'
  const [leg, rings] = [legs.get(name), ringing.get(name)]
  const alice = creatorOf(conf)
  const goes = (): void => void legs.delete(name)
  if (!leg && !rings) {
    if (verb === 'brings') legs.set(name, s.brings(name, conf))
    if (verb === 'invites') ringing.set(name, s.invites(name, conf))
    if (verb === 'joins') legs.set(name, s.joins(name, conf, { charge: join }))
    if (verb === 'turnsAway') s.turnsAway(name, conf.focus, 20)
    if (verb === 'refers' && conf.in.has(alice.user)) {
      s.refers(alice, name)
      ringing.set(name, s.invites(name, conf))
    }
  }
  if (rings) {
    ringing.delete(name)
    if (verb === 'answers') legs.set(name, s.answers(rings, conf))
    else if (verb === 'refuses') s.refuses(rings)
    else if (verb === 'cancels') s.cancels(rings).refuses(rings, 487)
    else if (verb === 'overtakes') {
      s.cancels(rings).answers(rings, conf, { charge: false })
      s.expels(rings, conf, { charge: false })
    } else ringing.set(name, rings)
  }
  if (leg) {
    if (verb === 'leaves') s.leaves(leg, conf)
    if (verb === 'expels' && point === 'early') s.expels(leg, conf, { answerAfterMs: 30 })
    if (verb === 'expels' && point === 'other') s.expels(leg, conf, { answerAfterMs: 0 })
    if (verb === 'crosses') s.crosses(leg, conf)
    if (['leaves', 'expels', 'crosses'].includes(verb)) goes()
    if (verb === 'reinvites') s.reinvites(leg)
    if (verb === 'speaks') s.sends(leg, 'INFO')
    if (verb === 'forks' && leg.by === 'server') s.forks(leg)
    if (verb === 'resends' && leg.by === 'server') s.resends('200', leg)
  }
  if (verb === 'aliceLeaves' && conf.in.has(alice.user)) s.leaves(alice, conf)
}

const IMS = 'Service-Information/IMS-Information'

/** What the purposes demand of whoever came or went by this. */
function demanded(
  s: Story,
  ways: Ways,
  { verb, who }: Move,
  { before, conf }: { before: ReadonlySet<string>; conf: Conf },
): void {
  const name = verb === 'aliceLeaves' ? 'alice' : (NAMES[who] ?? 'bob')
  const [was, is] = [before.has(aor(name)), conf.in.has(aor(name))]
  if (verb === 'refuses' && !was) s.owesNone('interim', 'attempt', name, 'interim-for-refusal')
  if (verb === 'cancels' && !was) s.owesNone('interim', 'attempt', name, 'interim-for-cancelled')
  if (verb === 'turnsAway') s.owesNone('interim', 'turnedAway', name, 'interim-for-refused-joiner')
  if (was === is || (verb === 'joins' && !ways.join) || verb === 'overtakes') return
  if (conf.in.size === 0) {
    s.owesOne('stop', 'departure', name, 'stop-missing')
    return
  }
  const of = is ? 'arrival' : 'departure'
  s.owesOne('interim', of, name, `${of}-interim-missing`)
  s.content(`${of}-count`, of, name, { path: 'Service-Information/**/Number-Of-Participants', op: 'participants' })
  s.content(`${of}-numbers-consecutive`, of, name, { path: 'Accounting-Record-Number', op: 'nextNumber' })
  if (ways.names !== 'first') s.content(`${of}-party`, of, name, { path: 'Service-Information', op: 'party' })
  if (ways.method) {
    const value = is ? 'INVITE' : 'BYE'
    s.content(`${of}-method`, of, name, { path: `${IMS}/Event-Type/SIP-Method`, op: 'equals', value })
  }
  if (!is) s.owesNone('interim', 'departure', name, 'departure-interim-doubled')
}
