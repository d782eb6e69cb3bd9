// Good stories of charging that meets trouble: the purposes of the families ERR and PEER, as their features tell them.
import type { AvpInput } from '@ch1/diameter'
import type { Owed } from '../../judge/history/events'
import { capabilitiesBytes, neighbourBytes } from './record-plan'
import type { LegLine } from './sip-lines'
import { creatorOf, type Conf } from './story-calls'
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

/** Alice with Bob and Carol; a second and a third enabler are connected. */
function three(s: Story): { conf: Conf; bob: LegLine } {
  for (const enabler of ['cdf2', 'cdf3']) s.peer('open', 1, 2, enabler)
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  return { conf, bob }
}

function bobLeaves(s: Story, { conf, bob }: { readonly conf: Conf; readonly bob: LegLine }): void {
  s.when().leaves(bob, conf)
  s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
}

/** The enabler asks the server to let it go, and the connection ends. */
function disconnects(s: Story, enabler: string, cause: number): void {
  s.ch1(s.nowMs, 'toSut', 1, neighbourBytes('DPR', cause), enabler)
  if (s.neighbour.leavesOut !== 'DPA') s.ch1(s.nowMs + 1, 'fromSut', 1, neighbourBytes('DPA'), enabler)
  s.wait(3).peer('closed', 1, s.nowMs, enabler)
}

/** The server connects again when Tc has passed, or as the story's options say. */
function comesBack(s: Story, enabler: string, conn: number): void {
  const afterMs = s.neighbour.backAfterMs ?? 1000
  if (afterMs === 'never') return void s.wait(4000)
  s.wait(afterMs).peer('connected', conn, s.nowMs, enabler).wait(5).peer('open', conn, s.nowMs, enabler).wait(20)
}

/** The first enabler connects to the server, and one of two connections is left, or as the story's options say. */
function calls(s: Story): void {
  const { second = 'refused' } = s.neighbour
  const answer = (name: string, result: number): Story => {
    s.ch1(s.nowMs, 'fromSut', 2, capabilitiesBytes(false, name, result))
    return s.peer(result === 2001 ? 'open' : 'refused', 2).wait(2)
  }
  s.peer('connected', 2).ch1(s.nowMs, 'toSut', 2, capabilitiesBytes(true, 'cdf1.charging.example'))
  s.wait(5)
  if (second === 'hung up on') s.peer('closed', 2)
  if (second === 'refused' || second === 'all lost') answer('im1.im.example', 5012).peer('closed', 2)
  if (second === 'kept' || second === 'preferred') answer('im1.im.example', 2001)
  if (second === 'kept by another') answer('im2.im.example', 2001)
  if (second === 'preferred' || second === 'all lost') s.wait(5).peer('closed', 1)
  if (second === 'preferred') s.via = { conn: 2 }
  if (second === 'all lost') s.via = { enabler: 'cdf2' }
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

/** RFC 6733 §8.16 */
export const stateOf = (life: number): AvpInput => ['Origin-State-Id', life]

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
  TP_ERR_022: (s) => {
    const conf = s.creates('alice')
    s.leaves(s.brings('bob', conf), conf).wait(100).when().leaves(creatorOf(conf), conf)
    const again = { afterMs: 1400, conn: 2, avps: [stateOf(2)] }
    s.meets('stop:alice', { ...silence, avps: [stateOf(1)] }, again)
      .wait(50)
      .peer('closed', 1)
    s.fact({ kind: 'command', participant: 'sut', verb: 'restart', args: [] })
    s.owesOne('stop', 'departure', 'alice', 'stop-missing')
    s.delivery('kept-record-not-resent', { what: 'restarted', tells: 'resend' }, 'departure', 'alice')
    s.delivery('origin-state-id-not-larger', { what: 'restarted', tells: 'state' }, 'departure', 'alice')
    s.wait(1000).peer('open', 2).wait(SETTLED_MS).watchdog(2).wait(100)
  },
  TP_PEER_002: (s) => s.drain(three(s).conf),
  TP_PEER_004: (s) => {
    const bob = three(s)
    s.wait(100).when().peer('closed', 1, s.nowMs, 'cdf2')
    s.wait(1000).peer('connected', 2, s.nowMs, 'cdf2').wait(5).peer('refused', 2, s.nowMs, 'cdf2')
    s.asNeighbour('reconnect-too-soon', 'cdf2', 'comesBackLater')
    comesBack(s, 'cdf2', 3)
    bobLeaves(s, bob)
    s.wait(SETTLED_MS).drain(bob.conf)
  },
  TP_PEER_006: (s) => {
    const bob = three(s)
    s.wait(100).when().wait(2000)
    if (s.neighbour.leavesOut !== 'DWR') s.ch1(s.nowMs, 'fromSut', 1, neighbourBytes('DWR'))
    s.wait(2600).asNeighbour('no-watchdog', 'cdf1', 'asks').wait(3000).via = { enabler: 'cdf2' }
    bobLeaves(s, bob)
    s.delivery('suspect-still-used', { what: 'at', enabler: 'cdf1', not: true }, 'departure')
    s.wait(SETTLED_MS).via = {}
    s.drain(bob.conf)
  },
  TP_PEER_007: (s) => {
    const bob = three(s)
    s.wait(100).when()
    disconnects(s, 'cdf1', 0)
    s.asNeighbour('disconnect-unanswered', 'cdf1', 'answersDisconnect').asNeighbour('never-reconnects', 'cdf1', 'comesBack')
    comesBack(s, 'cdf1', 2)
    s.via = s.neighbour.backAfterMs === 'never' ? { enabler: 'cdf2' } : { conn: 2 }
    bobLeaves(s, bob)
    s.wait(SETTLED_MS).drain(bob.conf)
  },
  TP_PEER_008: (s) => {
    const bob = three(s)
    s.wait(100).when()
    disconnects(s, 'cdf3', 2)
    s.asNeighbour('disconnect-unanswered', 'cdf3', 'answersDisconnect').asNeighbour('reconnect-unwanted', 'cdf3', 'staysAway')
    if (s.neighbour.backAfterMs !== undefined) comesBack(s, 'cdf3', 2)
    s.wait(3000)
    bobLeaves(s, bob)
    s.wait(SETTLED_MS).drain(bob.conf)
  },
  TP_PEER_009: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(100).peer('closed', 1).wait(10).via = { enabler: 'cdf2' }
    s.when().answers(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.wait(1000).peer('connected', 2).wait(5).peer('open', 2).wait(5).via = { conn: 2 }
    s.when().leaves(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    s.delivery('no-failback', { what: 'at', enabler: 'cdf1' }, 'departure').wait(SETTLED_MS).drain(conf)
  },
  TP_PEER_010: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(100).when().answers(bob, conf)
    s.meets(BOB, silence, { afterMs: 20, enabler: 'cdf2' }).peer('closed', 1)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.delivery('lost-to-garbage', sent({ min: 2, first: 'unanswered' }))
    s.wait(1000).peer('open', 2).via = { conn: 2 }
    s.when().leaves(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing').wait(SETTLED_MS).drain(conf)
  },
  TP_PEER_011: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(100).when().wait(10)
    calls(s)
    s.asNeighbour('not-one-connection', 'cdf1', 'keepsOne').wait(5000)
    s.when().answers(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(100)
    s.when().leaves(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing').wait(SETTLED_MS).drain(conf)
  },
} as const satisfies Readonly<Record<string, Tell>>
