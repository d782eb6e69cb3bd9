// A random life of conferences as plain data: small numbers that the teller takes modulo what is possible, so that it shrinks well.
import fc from 'fast-check'
import type { Profile } from '../../../judge/profile/schema'
import { FAULTS, FORMS, NEIGHBOURS, SLIPS, type FaultName, type FormName, type NeighbourName, type SlipName } from './wrongs'

/** What happens next, in which conference, to whom; `waitMs` before it. */
export interface Act {
  readonly what: (typeof ACTS)[number]
  readonly conference: number
  readonly who: number
  readonly waitMs: number
  readonly how: number
}

/** What goes wrong with the nth record. */
export interface Fault {
  readonly what: FaultName
  readonly nth: number
  readonly ms: number
}

/** A scene of its own, before act `at`, in which a record comes that must not, or does not come that must. */
export interface Slip {
  readonly what: SlipName
  readonly at: number
  readonly ms: number
}

/** How the first record that can be written so, from the nth on, is written or delivered wrongly. */
export interface Form {
  readonly what: FormName
  readonly nth: number
}

/** How the server takes its legal choices, and what the profile tells of them. */
export interface Habits {
  readonly join: boolean
  readonly last: 'stop' | 'interim-then-stop'
  readonly departAtBye: boolean
  readonly startAtAck: boolean
  readonly gaps: boolean
  readonly eventForRefusal: boolean
  readonly byTime: boolean
  readonly perLeg: boolean
  readonly firstLegOnly: boolean
  readonly nameless: boolean
  readonly uncounted: boolean
  readonly declares: boolean
  /** LV-01: what it charges by an output of its own leaves before that output. */
  readonly ahead: boolean
  /** LV-05: it invites and takes in before it answers the creator. */
  readonly confirmed: boolean
  /** LV-12: a release is told by STOP alone. */
  readonly quietRelease: boolean
  /** LV-14: the 2xx of a fork and the BYE that releases it are charged. */
  readonly forksCharged: boolean
  /** LV-16: the participating function in the same box charges as well. */
  readonly bothRoles: boolean
  /** LV-18: T on what leaves first behind a connection that broke. */
  readonly tAfterLoss: boolean
  /** LV-20: connections among which the records are shared. */
  readonly lines: number
  /** LV-22: nodes among which the records are shared. */
  readonly nodes: number
  /** LV-21, LV-23, LV-25: what is between, and who else is served. */
  readonly between: 'nothing' | 'agent' | 'proxy' | 'b2bua' | 'others'
  /** LV-26: its clock is so much off. */
  readonly clockMs: number
  /** Each record waits so long, one behind the other. */
  readonly laterMs: number
  readonly answerMs: number
}

export interface RandomPlan {
  readonly conferences: number
  readonly acts: readonly Act[]
  readonly end: 'drain' | 'release' | 'open'
  readonly habits: Habits
  readonly faults: readonly Fault[]
  readonly slips: readonly Slip[]
  readonly forms: readonly Form[]
  readonly neighbour: NeighbourName
  /** A machine that stood still, or a connection that broke, at the nth act. */
  readonly trouble: { readonly what: (typeof TROUBLES)[number]; readonly nth: number }
}

export const ACTS = [
  ...(['bring', 'bring', 'bring', 'invite', 'answer', 'answer', 'refuse', 'cancel', 'cross cancel'] as const),
  ...(['join', 'join', 'turn away', 'leave', 'leave', 'leave', 'expel', 'expel', 'expel slowly', 'expel in vain'] as const),
  ...(['cross', 'reinvite', 'refer', 'send', 'stray', 'resend', 'fork', 'wait', 'join slowly', 'leave slowly'] as const),
  ...(['together'] as const),
] as const

const TROUBLES = ['none', 'lag', 'broken', 'slow answer', 'no answer', 'busy'] as const

/** Each as often as the other: what fast-check draws from a range it draws from the ends of it first. */
function evenly<T>(all: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(...all.map((one) => ({ weight: 1, arbitrary: fc.constant(one) })))
}

/** So often in a hundred, and the usual else. */
function percent<T>(often: number, special: fc.Arbitrary<T>, usual: T): fc.Arbitrary<T> {
  return fc.oneof({ weight: 100 - often, arbitrary: fc.constant(usual) }, { weight: often, arbitrary: special })
}

const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(...ACTS),
  conference: fc.nat(2),
  who: fc.nat(9),
  waitMs: fc.oneof(fc.constantFrom(0, 0, 1, 5, 20, 60, 120), fc.nat(900), fc.nat(4000)),
  how: fc.nat(11),
})

/** How often in 12. */
const seldom = (times: number): fc.Arbitrary<boolean> => fc.nat(11).map((n) => n >= 12 - times)
const rarely = percent(3, fc.constant(true), false)

const habits: fc.Arbitrary<Habits> = fc.record({
  join: seldom(3).map((not) => !not),
  last: fc.nat(11).map((n) => (n < 10 ? 'stop' : 'interim-then-stop')),
  departAtBye: seldom(2),
  startAtAck: seldom(2),
  gaps: seldom(1),
  eventForRefusal: seldom(2),
  byTime: seldom(2),
  perLeg: seldom(1),
  firstLegOnly: seldom(1),
  nameless: seldom(1),
  uncounted: seldom(1),
  declares: seldom(5).map((not) => !not),
  ahead: rarely,
  confirmed: rarely,
  quietRelease: seldom(3),
  forksCharged: seldom(3),
  bothRoles: rarely,
  tAfterLoss: seldom(7),
  lines: percent(3, fc.constant(2), 1),
  nodes: percent(3, fc.constant(2), 1),
  between: percent<Habits['between']>(7, evenly(['agent', 'proxy', 'b2bua', 'others'] as const), 'nothing'),
  clockMs: percent(3, fc.integer({ min: -10_800_000, max: 10_800_000 }), 0),
  laterMs: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(1200)),
  answerMs: fc.constantFrom(1, 1, 1, 3, 30, 200),
})

const fault: fc.Arbitrary<Fault> = fc.record({
  what: fc.constantFrom(...FAULTS),
  nth: fc.nat(14),
  ms: fc.oneof(fc.nat(100), fc.nat(1500), fc.nat(6000)),
})

const slip: fc.Arbitrary<Slip> = fc.record({ what: evenly(SLIPS), at: fc.nat(12), ms: fc.nat(600) })
const form: fc.Arbitrary<Form> = fc.record({ what: evenly(FORMS), nth: fc.nat(6) })

/** So many faults of one kind, of another, or none. */
const few = <T>(one: fc.Arbitrary<T>, none: number, single: number, more: number): fc.Arbitrary<readonly T[]> =>
  fc.oneof(
    { weight: none, arbitrary: fc.constant([]) },
    { weight: single, arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }) },
    { weight: more, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }) },
  )

const NO_WRONGS = { faults: [], slips: [], forms: [], neighbour: 'good' } as const
type Wrongs = Pick<RandomPlan, 'faults' | 'slips' | 'forms' | 'neighbour'>
/** A fifth of all histories are faultless; the others have faults of any kind, or of several. */
const wrongs: fc.Arbitrary<Wrongs> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Wrongs>(NO_WRONGS) },
  {
    weight: 4,
    arbitrary: fc.record({
      faults: few(fault, 1, 5, 2),
      slips: few(slip, 1, 4, 6),
      forms: few(form, 1, 2, 0),
      neighbour: percent(14, evenly(NEIGHBOURS), 'good' as const),
    }),
  },
)

export const randomPlan: fc.Arbitrary<RandomPlan> = fc
  .record({
    conferences: fc.constantFrom(1, 1, 2, 3),
    acts: fc.array(act, { minLength: 1, maxLength: 28, size: 'max' }),
    end: fc.constantFrom('drain' as const, 'drain' as const, 'drain' as const, 'release' as const, 'open' as const),
    habits,
    wrongs,
    trouble: fc.record({
      what: fc.oneof(
        { weight: 8, arbitrary: fc.constant('none' as const) },
        { weight: 3, arbitrary: fc.constantFrom(...TROUBLES) },
      ),
      nth: fc.nat(14),
    }),
  })
  .map(({ wrongs: wrong, ...plan }) => ({ ...plan, ...wrong }))

/** What the profile says of these habits. */
export function choicesOf(habits: Habits): Profile['choices'] {
  const or = <T>(declared: T): T | 'unknown' => (habits.declares ? declared : 'unknown')
  return {
    'P-JOIN': or(habits.join ? 'charged' : 'not-charged'),
    'P-LAST': or(habits.perLeg ? 'stop' : habits.last),
    'P-DEP-POINT': or(habits.departAtBye ? 'bye' : '2xx'),
    'P-DEP-NO200': 'unknown', // now this way, now that way
    'P-START': or(habits.startAtAck ? 'ack' : '2xx'),
    'P-ARR-POINT': or(habits.startAtAck ? 'ack' : '2xx'),
    'P-GRAN': habits.declares ? (habits.perLeg ? 'leg' : 'conference') : 'unknown',
    'P-COUNT': or('users'),
    'P-FOCUS': or('excluded'),
    'P-NUM': or(habits.gaps ? 'growing' : 'from-0-by-1'),
    'P-EVT-FAIL': or(habits.eventForRefusal ? 'sent' : 'not-sent'),
    'P-EVT-MSG': 'unknown', // the random conferences have no message outside them
    'P-EVT-MSG-FAIL': 'unknown',
    'P-PERIODIC': or(habits.byTime ? 'sent' : 'not-sent'),
    'P-LEG': or(habits.firstLegOnly ? 'initial-leg' : habits.nameless ? 'unknown' : 'trigger-leg'),
    'P-BUF': or('all-in-order'),
    'P-5XXX': or('ignore'),
  }
}

/** And of what is between. */
export function topologyOf({ between }: Habits): Partial<Profile['topology']> {
  if (between === 'agent') return { ch1: 'agent' }
  if (between === 'others') return { use: 'shared' }
  return between === 'nothing' ? {} : { sip: between }
}
