// What the good stories have in common: who is there to begin with, and what happens in more than one of them.
import type { LegLine } from '../sip-lines'
import type { Story } from '../story'
import { creatorOf, type Conf } from '../story-calls'

export type Tell = (s: Story) => void

/** Longer than P-DELAY and the early window together: everything is settled. */
export const SETTLED_MS = 2600
export const COUNT = 'Service-Information/**/Number-Of-Participants'
export const METHOD = 'Service-Information/IMS-Information/Event-Type/SIP-Method'
export const NUMBER = 'Accounting-Record-Number'
export const IMS = 'Service-Information/IMS-Information'
export const CAUSE = 'Service-Information/IMS-Information/Cause-Code'
export const SERVICE_TYPE = 'Service-Information/Service-Generic-Information/Application-Service-Type'

/** Alice with Carol, and it rings at Bob. */
export function ringing(s: Story): { conf: Conf; bob: LegLine } {
  const conf = s.creates('alice')
  s.brings('carol', conf)
  return { conf, bob: s.invites('bob', conf) }
}

/** Alice with Bob and Carol. */
export function three(s: Story): { conf: Conf; bob: LegLine; carol: LegLine } {
  const conf = s.creates('alice')
  return { conf, bob: s.brings('bob', conf), carol: s.brings('carol', conf) }
}

/** Bob answers, and what is demanded of that. */
export const bobArrives =
  (demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = ringing(s)
    s.when().answers(bob, conf)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

/** Bob leaves, and what is demanded of that. */
export const bobLeaves =
  (demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = three(s)
    s.when().leaves(bob, conf)
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

export const nothing = (): void => undefined
export const wholeLife: Tell = (s) => {
  const { conf, bob, carol } = three(s)
  s.when().leaves(bob, conf).wait(50).leaves(carol, conf).wait(50).leaves(creatorOf(conf), conf)
  s.ofConference('record-sequence', 'alice', {
    what: 'order',
    types: ['start', 'interim', 'interim', 'interim', 'interim', 'stop'],
  })
  s.wait(SETTLED_MS).watchdog().wait(100)
}
export const resentRequest: Tell = (s) => {
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
export const bobRefuses =
  (status: number, type: 'interim' | 'event', rule: string): Tell =>
  (s) => {
    const { conf, bob } = ringing(s)
    s.wait(200).when().refuses(bob, status).owesNone(type, 'attempt', 'bob', rule).wait(SETTLED_MS).drain(conf)
  }

/** Bob comes and goes, and each is demanded. */
export const bobComesAndGoes =
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
export const threeAnswer: Tell = (s) => {
  const conf = s.creates('alice')
  const names = ['bob', 'carol', 'dave']
  const legs = names.map((name) => s.invites(name, conf))
  s.when()
  for (const leg of legs) s.answers(leg, conf)
  for (const name of names) s.owesOne('interim', 'arrival', name, 'arrival-interim-missing')
  s.wait(SETTLED_MS).drain(conf)
}

/** Bob, Carol and Dave leave in the same moment; Erin stays with Alice. */
export const threeLeave: Tell = (s) => {
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
export const bobIsExpelled =
  (o: { status?: number | 'none'; answerAfterMs?: number }, demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = three(s)
    s.when().expels(bob, conf, o)
    demands(s)
    s.wait(SETTLED_MS + (o.status === 'none' ? 6_400 : 0)).drain(conf)
  }

/** Bob, who is in, does something that changes nobody's attendance. */
export const bobStays =
  (does: (s: Story, bob: LegLine) => void, demands: (s: Story) => void): Tell =>
  (s) => {
    const { conf, bob } = three(s)
    s.wait(200).when()
    does(s, bob)
    s.wait(10)
    demands(s)
    s.wait(SETTLED_MS).drain(conf)
  }

export const countsAsBefore = (s: Story): Story =>
  s.mayOwe('media-change-count', 'mediaChange', 'bob', [{ path: COUNT, op: 'participants' }], 'P-QUIET')

/** Bob leaves, and Alice alone is too few: the server releases her. */
export const released: Tell = (s) => {
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.wait(50).when().leaves(bob, conf).expels(creatorOf(conf), conf)
  s.owesOne('stop', 'departure', 'alice', 'stop-missing')
  s.ofConference('record-after-stop', 'alice', { what: 'grammar', rule: 'record-after-stop' })
  s.wait(SETTLED_MS).watchdog().wait(100)
}
