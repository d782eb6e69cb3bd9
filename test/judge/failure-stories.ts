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

/** Bob comes and Carol goes while nobody takes records, which come when the enabler is back; where the server overwrites, the newer alone. */
function outage(demands: (s: Story) => void, overwrites = false): Tell {
  return (s) => {
    const conf = s.creates('alice')
    const carol = s.brings('carol', conf)
    const bob = s.invites('bob', conf)
    s.wait(200).when().peer('closed', 1).wait(10).answers(bob, conf)
    s.wait(300).leaves(carol, conf)
    const backMs = s.nowMs + 1000
    const kept = (afterMs: number) => ({ conn: 2, atMs: backMs + afterMs })
    s.meets(BOB, kept(20)).meets('departure:carol', kept(30))
    if (overwrites) s.forgets(BOB)
    demands(s)
    s.wait(backMs + 10 - s.nowMs).peer('open', 2).via = { conn: 2 }
    s.wait(SETTLED_MS).drain(conf).watchdog(2)
  }
}

/** Nobody takes records: the server releases all, or keeps all, as RTR says. What is kept is charged when the enabler is back. */
function realtime(kept: boolean): Tell {
  return (s) => {
    const conf = s.creates('alice')
    const legs = [...conf.legs, s.brings('bob', conf), s.brings('carol', conf)]
    s.wait(200).when().peer('closed', 1).wait(50)
    const releases = s.onOutage === undefined ? !kept : s.onOutage === 'release'
    if (releases) for (const leg of legs) s.expels(leg, conf, { charge: false })
    s.ofConference(kept ? 'service-lost' : 'granted-without-delivery', 'alice', { what: 'service', kept })
    s.wait(3000).peer('open', 2).wait(20).via = { conn: 2 }
    if (releases) s.acr(conf, { label: 'stop:alice', type: 'stop' })
    s.wait(SETTLED_MS).drain(conf).watchdog(2)
  }
}

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
  TP_ERR_005: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(100).peer('closed', 1).via = { enabler: 'cdf2' }
    s.when().answers(bob, conf)
    s.wait(20).leaves(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    s.ofConference('failover-broken-sequence', 'alice', { what: 'continued' })
    s.wait(1000).peer('open', 2).via = { conn: 2 }
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_ERR_006: outage((s) => {
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.owesOne('interim', 'departure', 'carol', 'departure-interim-missing')
    s.ofConference('buffer-order', 'alice', { what: 'inOrder' })
  }),
  TP_ERR_007: (s) =>
    outage((told) => {
      told.owesOne('interim', 'departure', 'carol', 'departure-interim-missing')
      told.ofConference('buffer-not-overwritten', 'alice', { what: 'overwritten' })
    }, true)(s),
  TP_ERR_019: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    const bob = s.wait(100).when().joins('bob', conf, { answerAfterMs: 500 })
    s.meets('join:bob', { answerAfterMs: 800 })
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').delivery('sip-waits-for-response', { what: 'sipFirst' })
    s.wait(1000).when().leaves(bob, conf).meets('departure:bob', { answerAfterMs: 800 })
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    s.delivery('sip-waits-for-response', { what: 'sipFirst' }, 'departure').wait(SETTLED_MS).drain(conf)
  },
  TP_ERR_020: realtime(false),
  TP_ERR_021: realtime(true),
} as const satisfies Readonly<Record<string, Tell>>
