// One good story for each test purpose with a scenario of its own, as its feature tells it. A run-wide purpose borrows one.
import { failureStories } from './failure-stories'
import type { TestPurposeId } from '../../judge/requirements/test-purposes'
import { servedStories } from './served-stories'
import type { LegLine } from './sip-lines'
import { Story } from './story'
import { creatorOf, type Conf } from './story-calls'
import type { StoryOptions } from './story-options'

type Tell = (s: Story) => void

/** Longer than P-DELAY and the early window together: everything is settled. */
export const SETTLED_MS = 2600
const COUNT = 'Service-Information/**/Number-Of-Participants'
const METHOD = 'Service-Information/IMS-Information/Event-Type/SIP-Method'
const NUMBER = 'Accounting-Record-Number'
const IMS = 'Service-Information/IMS-Information'
const CAUSE = 'Service-Information/IMS-Information/Cause-Code'
const SERVICE_TYPE = 'Service-Information/Service-Generic-Information/Application-Service-Type'

/** Alice with Carol, and it rings at Bob. */
function ringing(s: Story): { conf: Conf; bob: LegLine } {
  const conf = s.creates('alice')
  s.brings('carol', conf)
  return { conf, bob: s.invites('bob', conf) }
}

/** Alice with Bob and Carol. */
function three(s: Story): { conf: Conf; bob: LegLine; carol: LegLine } {
  const conf = s.creates('alice')
  return { conf, bob: s.brings('bob', conf), carol: s.brings('carol', conf) }
}

/** Bob answers, and what is demanded of that. */
const bobArrives =
  (demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = ringing(s)
    s.when().answers(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

/** Bob leaves, and what is demanded of that. */
const bobLeaves =
  (demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = three(s)
    s.when().leaves(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

const nothing = (): void => undefined
const wholeLife: Tell = (s) => {
  const { conf, bob, carol } = three(s)
  s.when().leaves(bob, conf).wait(50).leaves(carol, conf).wait(50).leaves(creatorOf(conf), conf)
  s.ofConference('record-sequence', 'alice', {
    what: 'order',
    types: ['start', 'interim', 'interim', 'interim', 'interim', 'stop'],
  })
  s.wait(SETTLED_MS).watchdog().wait(100)
}
const resentRequest: Tell = (s) => {
  const conf = s.creates('alice')
  const bob = s.joins('bob', conf)
  s.wait(100).when().resends('INVITE', bob)
  s.owesNone('interim', 'resend', 'bob', 'interim-for-resent-request').wait(SETTLED_MS)
  s.when().leaves(bob, conf).wait(100).resends('BYE', bob)
  s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
  s.owesNone('interim', 'resend', 'bob', 'interim-for-resent-request')
  s.wait(SETTLED_MS).drain(conf)
}

/** Bob refuses, and what is demanded of that. */
const bobRefuses =
  (status: number, type: 'interim' | 'event', rule: string): Tell =>
  (s) => {
    const { conf, bob } = ringing(s)
    s.wait(200).when().refuses(bob, status).owesNone(type, 'attempt', 'bob', rule).wait(SETTLED_MS).drain(conf)
  }

/** Bob comes and goes, and each is demanded. */
const bobComesAndGoes =
  (demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = ringing(s)
    s.when().answers(bob, conf)
    s.wait(20).leaves(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

/** Bob, Carol and Dave are invited, and answer in the same moment. */
const threeAnswer: Tell = (s) => {
  const conf = s.creates('alice')
  const names = ['bob', 'carol', 'dave']
  const legs = names.map((name) => s.invites(name, conf))
  s.when()
  for (const leg of legs) s.answers(leg, conf)
  for (const name of names) s.owesOne('interim', 'arrival', name, 'arrival-interim-missing')
  s.wait(SETTLED_MS).drain(conf)
}

/** Bob, Carol and Dave leave in the same moment; Erin stays with Alice. */
const threeLeave: Tell = (s) => {
  const conf = s.creates('alice')
  const names = ['bob', 'carol', 'dave']
  const legs = names.map((name) => s.brings(name, conf))
  s.brings('erin', conf)
  s.when()
  for (const leg of legs) s.leaves(leg, conf)
  for (const name of names) {
    s.owesOne('interim', 'departure', name, 'departure-interim-missing')
    s.content('departure-numbers-consecutive', 'departure', name, { path: NUMBER, op: 'nextNumber' })
  }
  s.wait(SETTLED_MS).drain(conf)
}

/** The server has Bob gone, however his end of it looks, and one record or none is due. */
const bobIsExpelled =
  (o: { status?: number | 'none'; answerAfterMs?: number }, demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = three(s)
    s.when().expels(bob, conf, o)
    demands(s)
    s.wait(SETTLED_MS + (o.status === 'none' ? 6_400 : 0)).drain(conf)
  }

/** Bob, who is in, does something that changes nobody's attendance. */
const bobStays =
  (does: (s: Story, bob: LegLine) => void, demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = three(s)
    s.wait(200).when()
    does(s, bob)
    s.wait(10)
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

const countsAsBefore = (s: Story): Story =>
  s.mayOwe('media-change-count', 'mediaChange', 'bob', [{ path: COUNT, op: 'participants' }], 'P-QUIET')

/** Bob leaves, and Alice alone is too few: the server releases her. */
const released: Tell = (s) => {
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.wait(50).when().leaves(bob, conf).expels(creatorOf(conf), conf)
  s.owesOne('stop', 'departure', 'alice', 'stop-missing')
  s.ofConference('record-after-stop', 'alice', { what: 'grammar', rule: 'record-after-stop' })
  s.wait(SETTLED_MS).watchdog().wait(100)
}

export const stories: Readonly<Record<TestPurposeId, Tell>> = {
  ...failureStories,
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
  TP_CNT_001: bobLeaves((s) => s.ofConference('acr-header', 'alice', { what: 'grammar', rule: 'acr-header' })),
  TP_CNT_002: bobLeaves((s) => s.ofConference('acr-mandatory-avps', 'alice', { what: 'grammar', rule: 'acr-mandatory-avps' })),
  TP_DEP_008: bobLeaves(nothing),
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
  TP_DEP_016: bobLeaves((s) =>
    s.content('departure-service-type', 'departure', 'bob', { path: SERVICE_TYPE, op: 'equals', value: 104 }),
  ),
  TP_DEP_019: bobLeaves((s) => s.content('departure-party', 'departure', 'bob', { path: 'Service-Information', op: 'party' })),
  TP_DEP_020: threeLeave,
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
  TP_LIF_001: bobLeaves((s) =>
    s.content('start-number', 'conference', 'alice', { path: NUMBER, op: 'equals', value: 0 }, 'start'),
  ),
  TP_PEER_001: bobLeaves(nothing),
  TP_PEER_003: bobLeaves(nothing),
  TP_PEER_005: bobLeaves(nothing),
  TP_ERR_015: bobComesAndGoes(nothing),
  TP_ERR_017: bobComesAndGoes(nothing),
  TP_ERR_023: bobComesAndGoes(nothing),
  TP_ERR_024: bobComesAndGoes(nothing),
  TP_ERR_008: bobLeaves(nothing),
  ...servedStories,
  TP_ARR_004: bobArrives((s) => s.observes('arrival-interim-missing', 'arrival', 'bob', 'latency')),
  TP_SEQ_013: (s) => {
    const { conf, bob } = ringing(s)
    s.notifies(creatorOf(conf), conf)
    s.when().answers(bob, conf)
    s.notifies(creatorOf(conf), conf)
    s.observes('arrival-count', 'arrival', 'bob', 'rosterCount').wait(SETTLED_MS).drain(conf)
  },
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
  TP_ARR_023: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().joins('bob', conf, { ackAfterMs: 600 })
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf)
  },
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
  TP_CNT_013: bobArrives((s) =>
    s.content('event-timestamp-of-trigger', 'arrival', 'bob', { path: 'Event-Timestamp', op: 'triggerTime' }),
  ),
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
  TP_LIF_002: bobStays(
    (s, bob) => s.reinvites(bob),
    (s) => s.owesNone('start', 'mediaChange', 'bob', 'start-for-media-change'),
  ),
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
}

/** The purpose whose scenario a run-wide purpose borrows. */
export function scenarioOf(id: TestPurposeId): TestPurposeId {
  if (['TP_SEQ_018', 'TP_CNT_020'].includes(id)) return 'TP_DEP_022'
  return ['TP_SEQ_012', 'TP_SEQ_014', 'TP_SEQ_015', 'TP_ERR_008'].includes(id) ? 'TP_DEP_001' : id
}

/** What a profile must declare for a purpose to apply. */
const DECLARED: Partial<Record<TestPurposeId, StoryOptions>> = {
  TP_ARR_023: { choices: { 'P-ARR-POINT': 'ack' } },
  TP_ERR_007: { choices: { 'P-BUF': 'overwrite' } },
}

/** The good story of a purpose, told under these options. */
export function tell(id: TestPurposeId, o: StoryOptions = {}): Story {
  const usual = id === 'TP_SEQ_017' ? 'conference' : 'user'
  const served = id in servedStories ? (o.served ?? usual) : undefined
  const own: StoryOptions = { ...DECLARED[id], ...o, ...(served && { served }) }
  const s = new Story(own).begin(scenarioOf(id))
  stories[id](s)
  return s.end()
}
