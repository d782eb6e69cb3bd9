// The good stories of users who arrive, one a test purpose.
import { creatorOf } from '../story-calls'
import type { LegLine } from '../sip-lines'
import {
  SETTLED_MS,
  COUNT,
  METHOD,
  NUMBER,
  IMS,
  SERVICE_TYPE,
  ringing,
  three,
  bobArrives,
  nothing,
  threeAnswer,
  type Tell,
} from './common-scenes'

export const arrivalStories = {
  TP_ARR_001: bobArrives(nothing),
  TP_ARR_002: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().joins('bob', conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_003: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(800).when().answers(bob, conf)
    s.owesNone('interim', 'ringing', 'bob', 'arrival-interim-early')
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_005: bobArrives((s) => s.content('arrival-count', 'arrival', 'bob', { path: COUNT, op: 'participants' })),
  TP_ARR_006: bobArrives((s) => s.content('arrival-method', 'arrival', 'bob', { path: METHOD, op: 'equals', value: 'INVITE' })),
  TP_ARR_007: bobArrives((s) => s.ofConference('session-id-constant', 'alice', { what: 'ownSession' })),
  TP_ARR_008: (s) => {
    const conf = s.creates('alice')
    const bob = s.invites('bob', conf)
    s.when().answers(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.content('first-arrival-number', 'arrival', 'bob', { path: NUMBER, op: 'nextNumber' }).wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_010: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().refers(creatorOf(conf), 'bob')
    const bob = s.invites('bob', conf)
    s.wait(800).answers(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.owesNone('interim', 'ringing', 'bob', 'arrival-interim-early').wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_014: (s) => {
    const conf = s.creates('alice')
    s.brings('bob', conf)
    const carol = s.invites('carol', conf)
    const dave = s.invites('dave', conf)
    s.when().answers(carol, conf)
    s.wait(100).answers(dave, conf)
    s.content('arrival-numbers-consecutive', 'arrival', 'carol', { path: NUMBER, op: 'nextNumber' })
    s.content('arrival-numbers-consecutive', 'arrival', 'dave', { path: NUMBER, op: 'nextNumber' })
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_015: (s) => {
    const { conf, bob } = three(s)
    s.leaves(bob, conf).wait(100).when().refers(creatorOf(conf), 'bob')
    s.brings('bob', conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_009: bobArrives((s) => s.content('arrival-party', 'arrival', 'bob', { path: 'Service-Information', op: 'party' })),
  TP_ARR_012: threeAnswer,
  TP_ARR_016: bobArrives((s) =>
    s.content('arrival-icid', 'arrival', 'bob', { path: `${IMS}/IMS-Charging-Identifier`, op: 'legIcid' }),
  ),
  TP_ARR_017: bobArrives((s) =>
    s.content('arrival-call-id', 'arrival', 'bob', { path: `${IMS}/User-Session-Id`, op: 'legCallId' }),
  ),
  TP_ARR_018: bobArrives((s) =>
    s.content('arrival-service-type', 'arrival', 'bob', { path: SERVICE_TYPE, op: 'oneOf', value: [103, 105] }),
  ),
  TP_ARR_020: bobArrives(nothing),
  TP_ARR_004: bobArrives((s) => s.observes('arrival-interim-missing', 'arrival', 'bob', 'latency')),
  TP_ARR_011: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when()
    for (const name of ['bob', 'dave', 'erin']) s.refers(creatorOf(conf), name)
    const [bob, dave, erin] = ['bob', 'dave', 'erin'].map((name) => s.invites(name, conf)) as [LegLine, LegLine, LegLine]
    s.answers(bob, conf)
    s.wait(20).answers(dave, conf)
    s.wait(20).refuses(erin, 480)
    for (const name of ['bob', 'dave']) s.owesOne('interim', 'arrival', name, 'arrival-interim-missing')
    s.owesNone('interim', 'attempt', 'erin', 'interim-for-refused-refer').wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_013: threeAnswer,
  TP_ARR_019: bobArrives(nothing),
  TP_ARR_021: (s) => {
    const { conf, bob } = ringing(s)
    s.when().answers(bob, conf, { status: 202 })
    s.observes('arrival-interim-missing', 'arrival', 'bob', 'charged').wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_022: bobArrives((s) =>
    s.content('arrival-media', 'arrival', 'bob', { path: `${IMS}/SDP-Media-Component`, op: 'messages' }),
  ),
  TP_ARR_023: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().joins('bob', conf, { ackAfterMs: 600 })
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf)
  },
} satisfies Readonly<Record<string, Tell>>
