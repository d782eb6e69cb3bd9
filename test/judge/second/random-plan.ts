// A random life of conferences as plain data: small numbers that the teller takes modulo what is possible, so that it shrinks well.
import fc from 'fast-check'
import type { Profile } from '../../../judge/profile/schema'

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
  readonly what: (typeof FAULTS)[number]
  readonly nth: number
  readonly ms: number
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
  /** A machine that stood still, or a connection that broke, at the nth act. */
  readonly trouble: { readonly what: 'none' | 'lag' | 'broken' | 'slow answer' | 'no answer' | 'busy'; readonly nth: number }
}

export const ACTS = [
  ...(['bring', 'bring', 'bring', 'invite', 'answer', 'answer', 'refuse', 'cancel', 'cross cancel'] as const),
  ...(['join', 'join', 'turn away', 'leave', 'leave', 'leave', 'expel', 'expel', 'expel slowly', 'expel in vain'] as const),
  ...(['cross', 'reinvite', 'refer', 'send', 'stray', 'resend', 'fork', 'wait', 'join slowly', 'leave slowly'] as const),
] as const

export const FAULTS = [
  ...([
    'missing',
    'missing',
    'doubled',
    'doubled later',
    'early',
    'late',
    'same number',
    'low number',
    'skipped number',
  ] as const),
  ...(['as start', 'as interim', 'as stop', 'as event', 'ghost', 'other session', 'new session', 'names another'] as const),
  ...([
    'T',
    'no realm',
    'E bit',
    'version',
    'wrong method',
    'wrong count',
    'resent without T',
    'resent otherwise',
    'unasked',
    'swapped',
  ] as const),
] as const

const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(...ACTS),
  conference: fc.nat(2),
  who: fc.nat(9),
  waitMs: fc.oneof(fc.constantFrom(0, 0, 1, 5, 20, 60, 120), fc.nat(900), fc.nat(4000)),
  how: fc.nat(11),
})

/** How often in 12. */
const seldom = (times: number): fc.Arbitrary<boolean> => fc.nat(11).map((n) => n >= 12 - times)

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
  laterMs: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(1200)),
  answerMs: fc.constantFrom(1, 1, 1, 3, 30, 200),
})

const fault: fc.Arbitrary<Fault> = fc.record({
  what: fc.constantFrom(...FAULTS),
  nth: fc.nat(14),
  ms: fc.oneof(fc.nat(100), fc.nat(1500), fc.nat(6000)),
})

export const randomPlan: fc.Arbitrary<RandomPlan> = fc.record({
  conferences: fc.constantFrom(1, 1, 2, 3),
  acts: fc.array(act, { minLength: 1, maxLength: 28, size: 'max' }),
  end: fc.constantFrom('drain', 'drain', 'drain', 'release', 'open'),
  habits,
  faults: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.array(fault, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(fault, { minLength: 2, maxLength: 3 }) },
  ),
  trouble: fc.record({
    what: fc.oneof(
      { weight: 8, arbitrary: fc.constant('none' as const) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'lag' as const,
          'broken' as const,
          'slow answer' as const,
          'no answer' as const,
          'busy' as const,
        ),
      },
    ),
    nth: fc.nat(14),
  }),
})

/** What the profile says of these habits. */
export function choicesOf(habits: Habits): Profile['choices'] {
  const or = <T>(declared: T): T | 'unknown' => (habits.declares ? declared : 'unknown')
  return {
    'P-JOIN': or(habits.join ? 'charged' : 'not-charged'),
    'P-LAST': or(habits.perLeg ? 'stop' : habits.last),
    'P-DEP-POINT': or(habits.departAtBye ? 'bye' : '2xx'),
    'P-DEP-NO200': 'unknown', // now this way, now that way
    'P-START': or(habits.startAtAck ? 'ack' : '2xx'),
    'P-ARR-POINT': or('2xx'),
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
