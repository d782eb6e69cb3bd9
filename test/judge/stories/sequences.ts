// The good stories of the order of records, and of the lives of accounting sessions, one a test purpose.
import { creatorOf } from '../story-calls'
import type { LegLine } from '../sip-lines'
import {
  SETTLED_MS,
  COUNT,
  NUMBER,
  ringing,
  three,
  bobLeaves,
  nothing,
  wholeLife,
  bobComesAndGoes,
  bobStays,
  type Tell,
} from './common-scenes'

export const sequenceStories = {
  TP_SEQ_001: wholeLife,
  TP_SEQ_004: (s) => {
    const first = s.creates('alice')
    const carol = s.brings('carol', first)
    const second = s.creates('bob')
    const dave = s.brings('dave', second)
    s.wait(100).when().leaves(carol, first).wait(50).leaves(dave, second)
    s.ofConference('session-id-constant', 'alice', { what: 'ownSession' })
    s.ofConference('session-id-constant', 'bob', { what: 'ownSession' })
    s.wait(SETTLED_MS).drain(first).drain(second)
  },
  TP_SEQ_010: (s) => {
    const { conf, bob } = three(s)
    s.when()
    const crowd = ['dave', 'erin', 'frank'].map((name) => s.joins(name, conf))
    for (const leg of crowd) s.wait(20).leaves(leg, conf)
    s.leaves(bob, conf)
    s.ofConference('arrival-interim-missing', 'alice', { what: 'everyone', arrivals: 5 }).wait(SETTLED_MS).drain(conf)
  },
  TP_SEQ_012: bobLeaves(nothing),
  TP_SEQ_014: bobLeaves(nothing),
  TP_SEQ_015: bobLeaves(nothing),
  TP_SEQ_002: (s) => {
    const { conf, bob, carol } = three(s)
    s.leaves(bob, conf).wait(50).joins('dave', conf)
    s.when().refers(creatorOf(conf), 'bob')
    s.brings('bob', conf)
    s.wait(50).leaves(carol, conf)
    s.ofConference('arrival-interim-missing', 'alice', { what: 'everyone', arrivals: 4 }).wait(SETTLED_MS).drain(conf)
  },
  TP_SEQ_005: bobComesAndGoes((s) =>
    s.ofConference('record-sequence', 'alice', {
      what: 'order',
      types: ['start', 'interim', 'interim', 'interim', 'interim', 'stop'],
    }),
  ),
  TP_SEQ_006: (s) => {
    const conf = s.creates('alice')
    const legs = ['bob', 'carol'].map((name) => s.invites(name, conf))
    s.when()
    for (const leg of legs) s.wait(10).answers(leg, conf)
    for (const name of ['bob', 'carol']) s.owesOne('interim', 'arrival', name, 'arrival-interim-missing')
    s.ofConference('one-outstanding', 'alice', { what: 'grammar', rule: 'one-outstanding' }).wait(SETTLED_MS).drain(conf)
  },
  TP_SEQ_007: (s) => {
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.wait(50).when().leaves(bob, conf).wait(10).leaves(creatorOf(conf), conf)
    s.owesOne('stop', 'departure', 'alice', 'stop-missing')
    s.ofConference('stop-while-pending', 'alice', { what: 'grammar', rule: 'stop-while-pending' })
    s.wait(SETTLED_MS).watchdog().wait(100)
  },
  TP_SEQ_009: bobLeaves(nothing),
  TP_LIF_001: bobLeaves((s) =>
    s.content('start-number', 'conference', 'alice', { path: NUMBER, op: 'equals', value: 0 }, 'start'),
  ),
  TP_SEQ_013: (s) => {
    const { conf, bob } = ringing(s)
    s.notifies(creatorOf(conf), conf)
    s.when().answers(bob, conf)
    s.notifies(creatorOf(conf), conf)
    s.observes('arrival-count', 'arrival', 'bob', 'rosterCount').wait(SETTLED_MS).drain(conf)
  },
  TP_SEQ_003: (s) => {
    const conf = s.creates('alice', { invited: 3 })
    const [bob] = ['bob', 'carol', 'dave'].map((name) => s.invites(name, conf)) as [LegLine]
    s.when().answers(bob, conf)
    s.content('start-count', 'conference', 'alice', { path: COUNT, op: 'invited', value: 3 }, 'start')
    for (const leg of conf.legs.slice(2)) s.refuses(leg, 480)
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_SEQ_011: (s) => {
    const { conf, bob, carol } = three(s)
    s.when().leaves(bob, conf).joins('dave', conf)
    s.wait(50).refuses(s.invites('bob', conf))
    s.brings('bob', conf)
    s.wait(50).leaves(carol, conf)
    s.ofConference('arrival-interim-missing', 'alice', { what: 'everyone', arrivals: 4 }).wait(SETTLED_MS).drain(conf)
  },
  TP_LIF_002: bobStays(
    (s, bob) => s.reinvites(bob),
    (s) => s.owesNone('start', 'mediaChange', 'bob', 'start-for-media-change'),
  ),
  TP_LIF_004: (s) => {
    const other = s.creates('carol')
    s.leaves(s.brings('dave', other), other).wait(50).leaves(creatorOf(other), other).wait(50)
    const { conf, caller, called } = s.pairs('alice', 'bob')
    s.wait(100).when().leaves(caller, conf, { charge: false }).expels(called, conf)
    s.owesOne('start', 'conference', 'alice', 'start-missing')
    s.owesOne('stop', 'departure', 'bob', 'stop-missing')
    s.ofConference('interim-in-a-pair', 'alice', { what: 'nobodyArrives' }).wait(SETTLED_MS).watchdog().wait(100)
  },
  TP_LIF_003: (s) => {
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.wait(50).when().leaves(creatorOf(conf), conf).leaves(bob, conf)
    s.owesOne('stop', 'end', 'alice', 'stop-missing')
    s.ofConference('record-after-stop', 'alice', { what: 'grammar', rule: 'record-after-stop' })
    s.wait(SETTLED_MS).watchdog().wait(100)
  },
  TP_LIF_005: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.wait(200).when().turnsAway('bob', undefined, 20, 420)
    s.owesNone('start', 'turnedAway', 'bob', 'start-for-refused-creation').wait(SETTLED_MS).drain(conf)
  },
} satisfies Readonly<Record<string, Tell>>
