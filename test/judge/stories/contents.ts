// The good stories of what records say, one a test purpose.
import { creatorOf } from '../story-calls'
import { SETTLED_MS, IMS, CAUSE, bobArrives, bobLeaves, nothing, type Tell } from './common-scenes'

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
