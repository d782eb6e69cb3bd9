// The good stories of users who leave, one a test purpose.
import { creatorOf } from '../story-calls'
import {
  SETTLED_MS,
  COUNT,
  METHOD,
  SERVICE_TYPE,
  three,
  bobLeaves,
  nothing,
  threeLeave,
  bobIsExpelled,
  released,
  type Tell,
} from './common-scenes'

export const departureStories = {
  TP_DEP_001: bobLeaves(nothing),
  TP_DEP_002: bobLeaves((s) => s.owesNone('interim', 'departure', 'bob', 'departure-interim-doubled')),
  TP_DEP_003: (s) => {
    const { conf, bob } = three(s)
    s.when().expels(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing').wait(SETTLED_MS).drain(conf)
  },
  TP_DEP_006: bobLeaves((s) => s.content('departure-count', 'departure', 'bob', { path: COUNT, op: 'participants' })),
  TP_DEP_007: bobLeaves((s) => s.content('departure-method', 'departure', 'bob', { path: METHOD, op: 'equals', value: 'BYE' })),
  TP_DEP_009: (s) => {
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.leaves(bob, conf).wait(100).when().leaves(creatorOf(conf), conf)
    s.owesOne('stop', 'departure', 'alice', 'stop-missing')
    s.owesNone('interim', 'end', 'alice', 'last-leaver-interim').wait(SETTLED_MS).watchdog().wait(100)
  },
  TP_DEP_015: (s) => {
    const { conf } = three(s)
    s.when().leaves(creatorOf(conf), conf)
    s.owesOne('interim', 'departure', 'alice', 'departure-interim-missing')
    s.ofConference('session-id-constant', 'alice', { what: 'ownSession' }).wait(SETTLED_MS).drain(conf)
  },
  TP_DEP_008: bobLeaves(nothing),
  TP_DEP_016: bobLeaves((s) =>
    s.content('departure-service-type', 'departure', 'bob', { path: SERVICE_TYPE, op: 'equals', value: 104 }),
  ),
  TP_DEP_019: bobLeaves((s) => s.content('departure-party', 'departure', 'bob', { path: 'Service-Information', op: 'party' })),
  TP_DEP_020: threeLeave,
  TP_DEP_004: bobIsExpelled({ answerAfterMs: 700 }, (s) => {
    s.owesNone('interim', 'expelling', 'bob', 'expulsion-interim-early')
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
  }),
  TP_DEP_005: bobIsExpelled({}, (s) => s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')),
  TP_DEP_010: released,
  TP_DEP_011: bobIsExpelled({}, (s) => s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')),
  TP_DEP_012: (s) => {
    const { conf, bob } = three(s)
    s.when().crosses(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    s.owesNone('interim', 'departure', 'bob', 'departure-interim-doubled').wait(SETTLED_MS).drain(conf)
  },
  TP_DEP_013: bobIsExpelled({ status: 481 }, (s) => s.mayOwe('departure-interim-doubled', 'departure', 'bob', [], 'P-DELAY')),
  TP_DEP_014: bobIsExpelled({ status: 'none' }, (s) => s.mayOwe('departure-interim-doubled', 'departure', 'bob', [], 'P-DELAY')),
  TP_DEP_017: bobLeaves(nothing),
  TP_DEP_018: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    const bob = s.when().joins('bob', conf, { ack: false })
    s.wait(50).leaves(bob, conf)
    s.ofLeg('unacknowledged-unbalanced', 'bob', 'balance').wait(SETTLED_MS).drain(conf)
  },
} satisfies Readonly<Record<string, Tell>>
