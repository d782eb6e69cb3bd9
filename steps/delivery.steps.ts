// Charging that meets trouble: what a Charging Enabler does to the next record, and how the record must be delivered all the same.
import { Given, Then, When } from '@cucumber/cucumber'
import type { Action, Match } from '../testbed'
import type { ConformanceWorld as W } from './support/world'

const SUCCESS = { kind: 'answer', resultCode: 2001 } as const

/** The next record of this type, sent for the first time, meets this at the enabler in use. */
async function next(world: W, type: string, actions: readonly Action[], match: Match = {}): Promise<void> {
  const enabler = await world.enablerInUse()
  // LV-15 — where a participant has a session of its own, its arrival is a START
  const isOfConference = world.testbed.plan.profile.choices['P-GRAN'] === 'conference'
  const taken: Match = { ...(isOfConference ? { type: type as 'interim' } : {}), enabler, ...match }
  world.testbed.charging.also({ name: 'next', match: taken, actions, completion: { kind: 'times', times: 1 } })
}

Given('the Charging Enabler leaves the next {sessionRequest} unanswered', function (this: W, type: string) {
  return next(this, type, [{ kind: 'ignore' }], { resent: false })
})

Given('the Charging Enabler leaves every {sessionRequest} unanswered', async function (this: W, type: string) {
  const match = { type: type as 'interim', enabler: await this.enablerInUse() }
  this.testbed.charging.also({ name: 'silent', match, actions: [{ kind: 'ignore' }], completion: { kind: 'always' } })
})

Given(
  'the Charging Enabler answers the next {sessionRequest} only when it comes again, then both',
  function (this: W, type: string) {
    return next(this, type, [{ ...SUCCESS, kind: 'answerAfterResend' }])
  },
)

Given(
  'the Charging Enabler answers the next {sessionRequest} as if it were another record',
  async function (this: W, type: string) {
    await next(this, type, [{ ...SUCCESS, recordNumber: 'wrong' }], { resent: false })
    // a record sent again is answered as before, unless a rule takes it: once is enough here
    await next(this, type, [SUCCESS], { resent: true })
  },
)

Given('the Charging Enabler ends the connection at the next {sessionRequest}', function (this: W, type: string) {
  return next(this, type, [{ kind: 'close' }])
})

Given('the Charging Enabler answers the next {sessionRequest} with {int}', function (this: W, type: string, resultCode: number) {
  return next(this, type, [{ kind: 'answer', resultCode }])
})

Given(
  'the Charging Enabler answers the next {sessionRequest} with {int} and a Failed-AVP',
  function (this: W, type: string, resultCode: number) {
    // RFC 6733 §7.5 — the AVP that is not supported, as it came: here Service-Context-Id
    return next(this, type, [{ kind: 'answer', resultCode, add: [['Failed-AVP', [['Service-Context-Id', '32260@3gpp.org']]]] }])
  },
)

Given('no Charging Enabler answers any {sessionRequest}', function (this: W, type: string) {
  const match = { type: type as 'stop' }
  this.testbed.charging.also({ name: 'silent', match, actions: [{ kind: 'ignore' }], completion: { kind: 'always' } })
})

When('{participant} leaves the conference, and the server restarts before that is answered', function (this: W, name: string) {
  return this.restartsAsLeaves(name)
})

Given('the Charging Enabler in use cannot be reached any more', async function (this: W) {
  await this.testbed.enablers.go([await this.enablerInUse()])
})

Given('the Charging Enabler grants the service {word} delivery', function (this: W, how: string) {
  // RFC 6733 §9.8.7 — 1 DELIVER_AND_GRANT, 3 GRANT_AND_LOSE
  const realtime = how === 'without' ? 3 : 1
  this.testbed.enablers.will([{ ...SUCCESS, add: [['Accounting-Realtime-Required', realtime]] }])
})

When('no Charging Enabler can be reached any more', async function (this: W) {
  await this.enablerInUse() // what was to be charged before is
  await this.testbed.enablers.go()
})

When(
  '{participant} accepts the invitation and {participant} leaves the conference while no Charging Enabler can be reached',
  async function (this: W, comer: string, leaver: string) {
    const used = await this.enablerInUse()
    await this.testbed.enablers.go()
    await this.do(comer, 'accepts')
    await this.in([comer])
    await this.testbed.quiet() // LV-03 — what happens at the same time is stored in any order
    await this.do(leaver, 'leaves')
    await this.out(leaver)
    await this.testbed.enablers.return([used]) // LV-20 — over several connections the order of what was kept could not be told
  },
)

Then('that record, left unanswered, is sent again', function (this: W) {
  return this.sendings('resend-missing', { min: 2, first: 'unanswered' })
})

Then('that record, left unanswered, is sent again as often and as soon as is declared', function (this: W) {
  return this.delivery('resend-schedule', { what: 'schedule' }, 'met')
})

Then('that record, left unanswered, is sent to another Charging Enabler', function (this: W) {
  return this.sendings('failover-after-silence', { min: 2, elsewhere: true, first: 'unanswered' })
})

Then('that record, unanswered when its connection ended, is sent to another Charging Enabler', function (this: W) {
  return this.sendings('failover-after-loss', { min: 2, elsewhere: true, first: 'unanswered' })
})

Then('that record, answered as if it were another one, is sent again', function (this: W) {
  return this.sendings('strange-answer-taken', { min: 2, first: 'unanswered' })
})

Then('that record, answered with {int}, is sent again', function (this: W, code: number) {
  return this.sendings(code === 4002 ? 'out-of-space-not-resent' : 'too-busy-not-resent', { min: 2, first: code })
})

Then('that record, answered with {int}, is sent to another Charging Enabler', function (this: W, code: number) {
  return this.sendings('unable-to-deliver-not-resent', { min: 2, elsewhere: true, first: code })
})

Then('that record, answered with {int}, is not sent again', function (this: W, code: number) {
  return this.sendings('refused-record-resent', { min: 1, max: 1, first: code })
})

Then('that record is sent twice, and no third time', function (this: W) {
  return this.sendings('answered-record-resent', { min: 2, max: 2 })
})

Then("the records of {participant}'s conference come in the order of what happened", function (this: W, creator: string) {
  return this.ofConference('buffer-order', creator, { what: 'inOrder' })
})

Then(
  "of the outage of {participant}'s conference the newest SessionRequest\\(interim) alone is delivered",
  function (this: W, creator: string) {
    return this.ofConference('buffer-not-overwritten', creator, { what: 'overwritten' })
  },
)

Then(
  "{participant}'s conference is charged on at another Charging Enabler, as the same session",
  function (this: W, creator: string) {
    return this.ofConference('failover-broken-sequence', creator, { what: 'continued' })
  },
)

Then(
  "the server's answer to {participant}'s {word} does not wait for the Response",
  function (this: W, who: string, change: string) {
    return this.held('sip-waits-for-response', change === 'joining' ? 'arrival' : 'departure', who, { what: 'sipFirst' })
  },
)

Then("the server releases all users of {participant}'s conference", function (this: W, creator: string) {
  return this.held('granted-without-delivery', 'conference', creator, { what: 'service', kept: false })
})

Then("all users of {participant}'s conference stay in it", function (this: W, creator: string) {
  return this.held('service-lost', 'conference', creator, { what: 'service', kept: true })
})

Then('that record is sent again after the restart, with the T flag', function (this: W) {
  return this.delivery('kept-record-not-resent', { what: 'restarted', tells: 'resend' }, 'held')
})

Then('the Origin-State-Id of that record is larger than before', function (this: W) {
  return this.delivery('origin-state-id-not-larger', { what: 'restarted', tells: 'state' }, 'held')
})
