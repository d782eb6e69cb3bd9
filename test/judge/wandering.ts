// Conferences as chance makes them: who comes and goes and how, how the server charges that, and how late its records come.
import fc from 'fast-check'
import type { Profile } from '../../judge/profile/schema'
import type { RecordPlan } from './record-plan'
import type { LegLine } from './sip-lines'
import { Story } from './story'
import { aor, creatorOf, type Conf } from './story-calls'
import type { StoryOptions } from './story-options'
import { unknown } from './legal-checks'

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

/** What a server may choose, and how the profile speaks of it. */
export interface Ways {
  readonly last: 'stop' | 'interim-then-stop'
  readonly names: 'trigger' | 'first' | 'first, with the party' | 'none'
  readonly count: 'users' | 'with the focus' | 'none'
  readonly method: boolean
  readonly join: boolean
  readonly declared: boolean
}

/** How late each record is. `answersMs`: how long our answers take. `stall`: somebody stood still, and what came meanwhile comes then. */
export interface Delays {
  readonly recordsMs: readonly number[]
  readonly answersMs: readonly number[]
  readonly stall?: { readonly atMs: number; readonly ms: number } | undefined
  /** LV-03 — neighbours in any order, by a server whose records tell whose they are. */
  readonly swaps: boolean
}

export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    verb: fc.constantFrom<Verb>(...(VERBS as readonly Verb[])),
    who: fc.nat({ max: 3 }),
    thenMs: fc.constantFrom(0, 0, 20, 100, 600, 2600),
  }),
  { minLength: 1, maxLength: 14 },
)

export const ways: fc.Arbitrary<Ways> = fc.record({
  last: fc.constantFrom('stop', 'interim-then-stop'),
  names: fc.constantFrom('trigger', 'trigger', 'first', 'first, with the party', 'none'),
  count: fc.constantFrom('users', 'with the focus', 'none'),
  method: fc.boolean(),
  join: fc.boolean(),
  declared: fc.boolean(),
})

export const delays: fc.Arbitrary<Delays> = fc.record({
  recordsMs: fc.array(fc.constantFrom(0, 0, 0, 30, 400, 1200, 1600), { minLength: 1, maxLength: 12 }),
  answersMs: fc.array(fc.constantFrom(1, 1, 1, 400, 1500), { minLength: 1, maxLength: 8 }),
  stall: fc.option(fc.record({ atMs: fc.nat({ max: 6000 }), ms: fc.constantFrom(300, 900, 2500, 4000) }), { nil: undefined }),
  swaps: fc.boolean(),
})

const NAMES = ['bob', 'carol', 'dave', 'erin'] as const
const BEGINS_MS = 1001

export function wandering(moves: readonly Move[], ways: Ways, delays: Delays): Story {
  const { stall } = delays
  const lags = stall ? lagsOf(BEGINS_MS + stall.atMs, stall.ms) : []
  const s = new Story({
    ...saidOf(ways),
    edit: (plan) => chargedSo(plan, ways),
    way: (plans) => late(plans, { ...delays, swaps: delays.swaps && ways.method }),
    lags,
  })
  s.begin('TP_SEQ_015')
  const conf = s.creates('alice')
  const legs = new Map<string, LegLine>()
  const ringing = new Map<string, LegLine>()
  for (const move of moves) {
    if (conf.in.size === 0) break
    s.when()
    const before = new Set(conf.in)
    moved(s, { conf, legs, ringing, join: ways.join }, move)
    demanded(s, ways, move, { before, conf })
    s.wait(move.thenMs)
  }
  for (const leg of ringing.values()) s.refuses(leg, 480)
  if (conf.in.size > 0) s.drain(conf, 100)
  return s.wait(16_000).watchdog().wait(100).end()
}

/** As the watch over the embedded server tells: while it says nothing, and when it goes on. */
function lagsOf(fromMs: number, ms: number): NonNullable<StoryOptions['lags']> {
  const lags = [{ atMs: fromMs + ms, ms }]
  for (let silentMs = 300; silentMs < ms; silentMs += 400) lags.push({ atMs: fromMs + silentMs, ms: silentMs })
  return lags
}

interface Cast {
  readonly conf: Conf
  readonly legs: Map<string, LegLine>
  readonly ringing: Map<string, LegLine>
  readonly join: boolean
}

function moved(s: Story, { conf, legs, ringing, join }: Cast, { verb, who }: Move): void {
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
    if (verb === 'expels') s.expels(leg, conf, { answerAfterMs: 30 })
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

function saidOf({ last, count, join, declared, method, names }: Ways): StoryOptions {
  const said: Partial<Profile['choices']> = {
    'P-LAST': last,
    'P-JOIN': join ? 'charged' : 'not-charged',
    'P-FOCUS': count === 'with the focus' ? 'included' : 'excluded',
  }
  const claim = (has: boolean): 'yes' | 'no' | 'unknown' => (declared ? (has ? 'yes' : 'no') : 'unknown')
  return {
    choices: declared ? said : { ...unknown, 'P-GRAN': 'unknown', 'P-ARR-POINT': 'unknown' },
    pics: {
      'Number-Of-Participants': claim(count !== 'none'),
      'SIP-Method': claim(method),
      'User-Session-Id': claim(names !== 'none'),
      'IMS-Charging-Identifier': claim(names !== 'none'),
    },
  }
}

/** What this server's record says. */
function chargedSo(plan: RecordPlan, { last, names, count, method }: Ways): readonly RecordPlan[] {
  const { count: told, method: of, party, callId, ...rest } = plan
  const asNamed =
    names === 'trigger'
      ? { ...(callId !== undefined && { callId }), ...(party !== undefined && { party }) }
      : names === 'none'
        ? { ...(party !== undefined && { party }) }
        : { callId: 'call-1', party: names === 'first' ? 'sip:alice@home.example' : (party ?? '') }
  const record: RecordPlan = {
    ...rest,
    ...asNamed,
    eventAtMs: plan.atMs,
    ...(method && of !== undefined && { method: of }),
    ...(told !== undefined && count !== 'none' && { count: told + (count === 'with the focus' ? 1 : 0) }),
  }
  if (plan.type !== 'stop' || last === 'stop') return [record]
  const left = {
    ...record,
    label: 'last',
    type: 'interim' as const,
    ...(count !== 'none' && { count: count === 'users' ? 0 : 1 }),
  }
  return [left, { ...record, atMs: record.atMs + 1000, eventAtMs: record.atMs + 1000 }]
}

/** RFC 6733 §8.2 — one after another, each when the one before was answered; LV-03 — in any order what happened at the same time. */
function late(plans: readonly RecordPlan[], { recordsMs, answersMs, stall, swaps }: Delays): readonly RecordPlan[] {
  const all = [...plans]
  if (swaps)
    for (let i = 1; i + 1 < all.length; i += 2) {
      const [one, other] = [all[i], all[i + 1]]
      if (one && other && isOverlapping(one, other)) [all[i], all[i + 1]] = exchanged(one, other)
    }
  const freeMs = new Map<string, number>()
  return all.map((plan, i) => {
    let atMs = Math.max(plan.atMs + (recordsMs[i % recordsMs.length] ?? 0), freeMs.get(plan.session) ?? 0)
    const [fromMs, toMs] = stall ? [BEGINS_MS + stall.atMs, BEGINS_MS + stall.atMs + stall.ms] : [0, 0]
    if (atMs >= fromMs && atMs < toMs) atMs = toMs + 0.01 * (i + 1)
    const answerAfterMs = answersMs[i % answersMs.length] ?? 1
    freeMs.set(plan.session, atMs + answerAfterMs + 0.1)
    return { ...plan, atMs, answerAfterMs }
  })
}

function isOverlapping(one: RecordPlan, other: RecordPlan): boolean {
  const [user, another] = [one, other].map(({ label }) => label.split(':')[1])
  return one.type === 'interim' && other.type === 'interim' && other.atMs - one.atMs <= 20 && user !== another
}

/** The other of the two first; each counts who was in when it was caused (LV-04). */
function exchanged(one: RecordPlan, other: RecordPlan): [RecordPlan, RecordPlan] {
  return [other, { ...one, atMs: other.atMs + 0.5 }]
}
