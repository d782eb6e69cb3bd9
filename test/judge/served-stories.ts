// The good stories of a participating function: its served users come and go, and everything passes on.
import type { testPurposes, TestPurposeId } from '../../judge/requirements/test-purposes'
import type { Story } from './story'
import { IMS, METHOD, ringing, SERVICE_TYPE, SETTLED_MS, three, type Tell } from './stories/common-scenes'
import { creatorOf } from './story-calls'

/** The purposes of the participating role. */
type ServedPurposeId = Extract<(typeof testPurposes)[number], { readonly role: 'participating' }>['id'] & TestPurposeId

const bobComes =
  (demands: (s: Story) => void = () => undefined): Tell =>
  (s) => {
    const { conf, bob } = ringing(s)
    s.wait(500).when().answers(bob, conf)
    s.owesOne('start', 'arrival', 'bob', 'served-arrival-missing')
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

const bobGoes =
  (demands: (s: Story) => void = () => undefined): Tell =>
  (s) => {
    const { conf, bob } = three(s)
    s.when().leaves(bob, conf)
    s.owesOne('stop', 'departure', 'bob', 'served-departure-missing')
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

const allGo: Tell = (s) => {
  const { conf, bob, carol } = three(s)
  s.when().leaves(bob, conf).wait(50).expels(carol, conf).wait(50).leaves(creatorOf(conf), conf)
  const ofUser = s.profile.choices['P-GRAN'] === 'leg'
  const between = ofUser ? [] : (['interim', 'interim', 'interim', 'interim'] as const)
  const rule = ofUser ? 'served-user-sequence' : 'served-conference-sequence'
  s.ofConference(rule, 'alice', { what: 'order', types: ['start', ...between, 'stop'] })
  s.wait(SETTLED_MS).watchdog().wait(100)
}

/** The story of each, under its usual accounting: a session a user, but for the one that is of the other. */
export const servedStories: Readonly<Record<ServedPurposeId, Tell>> = {
  TP_ARR_024: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().joins('bob', conf)
    s.owesOne('start', 'arrival', 'bob', 'served-join-missing').wait(SETTLED_MS).drain(conf)
  },
  TP_ARR_025: bobComes(),
  TP_ARR_026: bobComes((s) => s.owesNone('start', 'ringing', 'bob', 'served-arrival-early')),
  TP_ARR_027: bobComes((s) =>
    s.content('served-arrival-method', 'arrival', 'bob', { path: METHOD, op: 'equals', value: 'INVITE' }),
  ),
  TP_ARR_028: bobComes((s) => s.content('served-arrival-party', 'arrival', 'bob', { path: 'Service-Information', op: 'party' })),
  TP_ARR_029: bobComes((s) =>
    s.content('served-arrival-call-id', 'arrival', 'bob', { path: `${IMS}/User-Session-Id`, op: 'legCallId' }),
  ),
  TP_ARR_030: bobComes((s) =>
    s.content('served-arrival-icid', 'arrival', 'bob', { path: `${IMS}/IMS-Charging-Identifier`, op: 'legIcid' }),
  ),
  TP_ARR_031: bobComes((s) =>
    s.content('served-arrival-service-type', 'arrival', 'bob', { path: SERVICE_TYPE, op: 'oneOf', value: [103, 105] }),
  ),
  TP_DEP_022: bobGoes(),
  TP_DEP_023: (s) => {
    const { conf, bob } = three(s)
    s.when().expels(bob, conf)
    s.owesOne('stop', 'departure', 'bob', 'served-expulsion-missing').wait(SETTLED_MS).drain(conf)
  },
  TP_DEP_024: bobGoes((s) => s.owesNone('stop', 'departure', 'bob', 'served-departure-doubled')),
  TP_DEP_025: bobGoes((s) =>
    s.content('served-departure-method', 'departure', 'bob', { path: METHOD, op: 'equals', value: 'BYE' }),
  ),
  TP_DEP_026: (s) => {
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.leaves(bob, conf).wait(100).when().leaves(creatorOf(conf), conf)
    s.owesOne('stop', 'departure', 'alice', 'served-stop-missing').wait(SETTLED_MS).watchdog().wait(100)
  },
  TP_DEP_027: bobGoes((s) =>
    s.content('served-departure-service-type', 'departure', 'bob', { path: SERVICE_TYPE, op: 'equals', value: 104 }),
  ),
  TP_SEQ_016: allGo,
  TP_SEQ_017: allGo,
  TP_SEQ_018: bobGoes(),
  TP_NEG_024: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(200).when().refuses(bob).owesNone('start', 'attempt', 'bob', 'served-record-for-refusal')
    s.wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_025: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(200).when().cancels(bob).refuses(bob, 487)
    s.owesNone('start', 'attempt', 'bob', 'served-record-for-cancelled').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_026: (s) => {
    const conf = s.creates('alice')
    s.brings('carol', conf)
    s.when().turnsAway('bob', conf.focus)
    s.owesNone('start', 'attempt', 'bob', 'served-record-for-turned-away').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_027: (s) => {
    const { conf, bob } = ringing(s)
    s.wait(800).when().refuses(bob)
    s.owesNone('start', 'ringing', 'bob', 'served-record-while-ringing').wait(SETTLED_MS).drain(conf)
  },
  TP_NEG_028: (s) => {
    const { conf, bob } = three(s)
    s.when().leaves(bob, conf).wait(100).resends('BYE', bob)
    s.owesOne('stop', 'departure', 'bob', 'served-departure-missing')
    s.owesNone('stop', 'resend', 'bob', 'served-record-for-resend').wait(SETTLED_MS).drain(conf)
  },
  TP_CNT_020: bobGoes(),
}
