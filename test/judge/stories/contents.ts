// The good stories of what records say, one a test purpose.
import { creatorOf } from '../story-calls'
import { SETTLED_MS, IMS, CAUSE, bobArrives, bobLeaves, nothing, three, type Tell } from './common-scenes'

export const contentStories = {
  TP_CNT_001: bobLeaves((s) => s.ofConference('acr-header', 'alice', { what: 'grammar', rule: 'acr-header' })),
  TP_CNT_002: bobLeaves((s) => s.ofConference('acr-mandatory-avps', 'alice', { what: 'grammar', rule: 'acr-mandatory-avps' })),
  TP_CNT_003: bobLeaves(nothing),
  TP_CNT_004: bobLeaves(nothing),
  TP_CNT_005: bobLeaves(nothing),
  TP_CNT_006: bobLeaves(nothing),
  TP_CNT_007: bobLeaves(nothing),
  TP_CNT_008: bobLeaves(nothing),
  TP_CNT_009: bobLeaves(nothing),
  TP_CNT_010: bobLeaves(nothing),
  TP_CNT_011: bobLeaves(nothing),
  TP_CNT_016: bobLeaves(nothing),
  TP_CNT_018: bobLeaves(nothing),
  TP_CNT_012: (s) => {
    const { conf, bob, carol } = three(s)
    s.brings('dave', conf)
    s.wait(100).when().messages('alice', conf.focus, { bob: 200, carol: 200, dave: 486 })
    conf.copies = { total: 3, successful: 2 }
    s.when().leaves(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing').wait(50)
    s.when().messages('alice', conf.focus, { carol: 200, dave: 200 })
    conf.copies = { total: 5, successful: 4 }
    s.when().leaves(carol, conf)
    s.owesOne('interim', 'departure', 'carol', 'departure-interim-missing')
    s.content('message-counters-fall', 'departure', 'carol', { path: 'Service-Information/IM-Information', op: 'cumulative' })
    s.ofConference('im-information-members', 'alice', { what: 'grammar', rule: 'im-information-members' })
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_CNT_013: bobArrives((s) =>
    s.content('event-timestamp-of-trigger', 'arrival', 'bob', { path: 'Event-Timestamp', op: 'triggerTime' }),
  ),
  TP_CNT_017: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().joins('bob', conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.content('inter-operator-identifier', 'arrival', 'bob', { path: `${IMS}/Inter-Operator-Identifier`, op: 'operators' })
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_CNT_015: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().joins('bob', conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.content('calling-party', 'arrival', 'bob', { path: `${IMS}/Calling-Party-Address`, op: 'callingParty' })
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_CNT_019: (s) => {
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.leaves(bob, conf).wait(100).when().leaves(creatorOf(conf), conf)
    s.owesOne('stop', 'departure', 'alice', 'stop-missing')
    s.content('stop-cause', 'departure', 'alice', { path: CAUSE, op: 'equals', value: 0 }).wait(SETTLED_MS).watchdog().wait(100)
  },
} satisfies Readonly<Record<string, Tell>>
