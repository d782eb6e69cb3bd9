// The good stories of what must not be charged, one a test purpose.
import { aor, creatorOf } from '../story-calls'
import {
  SETTLED_MS,
  CAUSE,
  ringing,
  three,
  resentRequest,
  bobRefuses,
  bobStays,
  countsAsBefore,
  type Tell,
} from './common-scenes'

export const mustNotStories = {
  TP_NEG_001: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(200).when().refuses(bob).owesNone('interim', 'attempt', 'bob', 'interim-for-refusal').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_005: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(200).when().cancels(bob).refuses(bob, 487)
    s.owesNone('interim', 'attempt', 'bob', 'interim-for-cancelled').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_009: (s) => {
    const { conf, bob } = three(s)
    s.wait(200).when().resends('200', bob)
    s.owesNone('interim', 'resend', 'bob', 'interim-for-resent-answer').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_010: resentRequest,
  TP_NEG_002: bobRefuses(480, 'interim', 'interim-for-other-refusal'),
  TP_NEG_003: bobRefuses(503, 'interim', 'interim-for-server-failure'),
  TP_NEG_004: bobRefuses(302, 'interim', 'interim-for-redirection'),
  TP_NEG_008: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(800).when().refuses(bob)
    s.owesNone('interim', 'ringing', 'bob', 'interim-for-provisional').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_015: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().refers(creatorOf(conf), 'bob')
    s.wait(200).refuses(s.invites('bob', conf), 603)
    s.owesNone('interim', 'attempt', 'bob', 'interim-for-refused-refer').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_021: bobRefuses(486, 'event', 'event-for-refusal'),
  TP_NEG_006: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().invites('bob', conf, { ring: false, sent: 7 })
    s.owesNone('interim', 'unanswered', 'bob', 'interim-for-unanswered').wait(7_000).drain(conf)
  },
  TP_NEG_007: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(200).when().cancels(bob)
    s.answers(bob, conf)
    s.wait(10).expels(bob, conf)
    s.ofLeg('crossing-unbalanced', 'bob', 'balance').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_011: (s) => {
    const { conf, bob } = ringing(s)
    s.when().answers(bob, conf)
    s.forks(bob)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.ofLeg('fork-unbalanced', 'bob', 'forkBalance').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_012: bobRefuses(407, 'interim', 'interim-for-challenge'),
  TP_NEG_013: (s) => {
    const { conf, bob } = three(s)
    s.expels(bob, conf).wait(100).when().turnsAway('bob', conf.focus)
    s.owesNone('interim', 'turnedAway', 'bob', 'interim-for-refused-joiner').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_014: (s) => {
    const { conf, carol } = three(s)
    s.wait(200).when().refers(carol, 'dave', 403)
    s.owesNone('interim', 'referRefused', 'dave', 'interim-for-rejected-refer').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_016: bobStays((s, bob) => s.reinvites(bob), countsAsBefore),
  TP_NEG_017: bobStays((s, bob) => s.reinvites(bob), countsAsBefore),
  TP_NEG_018: bobStays(
    (s, bob) => {
      for (const method of ['OPTIONS', 'INFO', 'MESSAGE']) s.sends(bob, method)
    },
    (s) => s.owesNone('interim', 'otherRequest', 'bob', 'interim-for-other-request'),
  ),
  TP_DEP_021: bobStays(
    (s) => s.fact({ kind: 'command', participant: 'Bob', verb: 'loses', args: ['MSRP', aor('bob')] }),
    (s) => s.owesNone('interim', 'mediaLoss', 'bob', 'interim-for-lost-media'),
  ),
  TP_NEG_019: bobStays(
    (s, bob) => s.strays(bob, 'call'),
    (s) => s.owesNone('interim', 'strayBye', 'bob', 'interim-for-stray-bye'),
  ),
  TP_NEG_020: bobStays(
    (s, bob) => s.strays(bob, 'tags'),
    (s) => s.owesNone('interim', 'strayBye', 'bob', 'interim-for-wrong-tags'),
  ),
  TP_NEG_022: (s) => {
    const conf = s.creates('alice')
    const carol = s.brings('carol', conf)
    s.leaves(carol, conf)
    const bob = s.invites('bob', conf)
    s.wait(50).when().refuses(bob).expels(creatorOf(conf), conf, { cause: 486 })
    s.owesOne('stop', 'departure', 'alice', 'stop-missing')
    s.content('stop-cause-of-failure', 'departure', 'alice', { path: CAUSE, op: 'matches', value: '^[1-9][0-9]*$' })
    s.wait(SETTLED_MS).watchdog().wait(100)
  },
  TP_NEG_023: (s) => {
    const conf = s.creates('alice')
    const bob = s.wait(100).invites('bob', conf)
    s.when().answers(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.ofConference('start-overtaken', 'alice', { what: 'startFirst' }).wait(SETTLED_MS).drain(conf)
  },
} satisfies Readonly<Record<string, Tell>>
