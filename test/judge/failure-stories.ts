// Good stories of charging that meets trouble: the purposes of the families ERR and PEER, as their features tell them.
import type { Owed } from '../../judge/history/events'
import type { LegLine } from './sip-lines'
import type { Conf } from './story-calls'
import type { Story } from './story'

type Tell = (s: Story) => void
type Plan = Parameters<Story['meets']>

/** P-RESEND of the reference profile, and some more: everything is settled. */
const SETTLED_MS = 8600
const BOB = 'arrival:bob'

/** Alice with Carol, and it rings at Bob; a second and a third enabler are connected. */
function ringing(s: Story): { conf: Conf; bob: LegLine } {
  for (const enabler of ['cdf2', 'cdf3']) s.peer('open', 1, 2, enabler)
  const conf = s.creates('alice')
  s.brings('carol', conf)
  return { conf, bob: s.invites('bob', conf) }
}

/** Bob's arrival meets trouble; `restMs` later he leaves, which is charged as ever. */
const troubled =
  (
    rule: string,
    owed: Owed,
    restMs: number,
    trouble: Plan[1],
    ...again: Parameters<Story['meets']> extends [string, unknown, ...infer A] ? A : never
  ): Tell =>
  (s) => {
    const { conf, bob } = ringing(s)
    s.wait(100).when().answers(bob, conf)
    s.meets(BOB, trouble, ...again)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').delivery(rule, owed)
    s.wait(restMs).when().leaves(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    s.wait(SETTLED_MS).drain(conf)
  }

const sent = (o: Omit<Extract<Owed, { what: 'sendings' }>, 'what'>): Owed => ({ what: 'sendings', ...o })
const silence = { answer: 'none' } as const

/** Refused so, and never again. */
const refused = (code: number): Tell =>
  troubled('refused-record-resent', sent({ min: 1, max: 1, first: code }), 2000, { answer: code })

export const failureStories = {
  TP_ERR_001: troubled('resend-missing', sent({ min: 2, first: 'unanswered' }), 1500, silence, { afterMs: 1000 }),
  TP_ERR_002: troubled(
    'resend-schedule',
    { what: 'schedule' },
    3500,
    silence,
    ...[1000, 2000].map((afterMs) => ({ afterMs, ...silence })),
    { afterMs: 3000, enabler: 'cdf2' },
  ),
  TP_ERR_003: troubled(
    'failover-after-silence',
    sent({ min: 2, elsewhere: true, first: 'unanswered' }),
    3500,
    silence,
    ...[1000, 2000].map((afterMs) => ({ afterMs, ...silence })),
    { afterMs: 3000, enabler: 'cdf2' },
  ),
  TP_ERR_004: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(100).when().answers(bob, conf)
    s.meets(BOB, silence, { afterMs: 20, enabler: 'cdf2' }).peer('closed', 1)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.delivery('failover-after-loss', sent({ min: 2, elsewhere: true, first: 'unanswered' }))
    s.wait(1000).peer('open', 2).via = { conn: 2 }
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_ERR_009: troubled(
    'too-busy-not-resent',
    sent({ min: 2, first: 3004 }),
    1000,
    { answer: 3004 },
    {
      ...{ afterMs: 20, enabler: 'cdf2', t: false, newEndToEnd: true },
    },
  ),
  TP_ERR_010: troubled(
    'out-of-space-not-resent',
    sent({ min: 2, first: 4002 }),
    1500,
    { answer: 4002 },
    {
      ...{ afterMs: 1000, t: false, newEndToEnd: true },
    },
  ),
  TP_ERR_011: troubled(
    'unable-to-deliver-not-resent',
    sent({ min: 2, elsewhere: true, first: 3002 }),
    1000,
    { answer: 3002 },
    {
      ...{ afterMs: 20, enabler: 'cdf2', t: false, newEndToEnd: true },
    },
  ),
  TP_ERR_012: refused(5004),
  TP_ERR_013: refused(5001),
  TP_ERR_014: refused(5002),
  TP_ERR_016: troubled(
    'strange-answer-taken',
    sent({ min: 2, first: 'unanswered' }),
    1500,
    { answerNumber: 77 },
    { afterMs: 1000 },
  ),
  TP_ERR_018: troubled('answered-record-resent', sent({ min: 2, max: 2 }), 3500, { answerAfterMs: 1001 }, { afterMs: 1000 }),
} as const satisfies Readonly<Record<string, Tell>>
