// Served users of a participating function, and the controlling function beyond it, which is ours.
import { Given, Then, When } from '@cucumber/cucumber'
import type { ConformanceWorld as W } from './support/world'

const IMS = 'Service-Information/IMS-Information'
const SERVICE_TYPE = 'Service-Information/Service-Generic-Information/Application-Service-Type'
const ARRIVAL = { ofUser: 'start', ofConference: 'interim' } as const
const DEPARTURE = { ofUser: 'stop', ofConference: 'interim' } as const

Given('the controlling function will refuse with {int}', function (this: W, code: number) {
  return this.testbed.controlling('will', ['refuse', String(code)])
})

When(
  'the controlling function invites {participant} to the conference of {participant}, who accepts',
  async function (this: W, name: string, creator: string) {
    await this.invited(name, creator)
    await this.in([name])
  },
)

When('the controlling function expels {participant}', async function (this: W, name: string) {
  await this.testbed.controlling('expels', [`@${name}`])
  await this.outBeyond(name)
})

When('the controlling function cancels its INVITE to {participant}', async function (this: W, name: string) {
  await this.testbed.controlling('cancels', [`@${name}`])
  await this.testbed.stopsRinging(name, this.givenMs)
})

When('{participant} tries to join the conference of {participant}', async function (this: W, name: string, creator: string) {
  await this.do(name, 'joins', await this.focus(creator))
})

Then(
  "the Charging Enabler receives one {sessionRequest} for {participant}'s own arrival",
  function (this: W, type: string, who: string) {
    return this.owesOne(type, 'arrival', who, 'served-join-missing')
  },
)

Then("the Charging Enabler receives one SessionRequest for {participant}'s arrival", function (this: W, who: string) {
  return this.owesOne(this.servedType(ARRIVAL), 'arrival', who, 'served-arrival-missing')
})

Then("the Charging Enabler receives one SessionRequest for {participant}'s departure", function (this: W, who: string) {
  return this.owesOne(this.servedType(DEPARTURE), 'departure', who, 'served-departure-missing')
})

Then("the Charging Enabler receives one SessionRequest for {participant}'s expulsion", function (this: W, who: string) {
  return this.owesOne(this.servedType(DEPARTURE), 'departure', who, 'served-expulsion-missing')
})

Then(
  "the Charging Enabler receives the {sessionRequest} for {participant}'s departure",
  function (this: W, type: string, who: string) {
    return this.owesOne(type, 'departure', who, 'served-stop-missing')
  },
)

Then('the Charging Enabler receives no SessionRequest before {participant} accepts', function (this: W, who: string) {
  return this.owesNone(this.servedType(ARRIVAL), 'ringing', who, 'served-arrival-early')
})

Then('the Charging Enabler receives no SessionRequest while it rings at {participant}', function (this: W, who: string) {
  return this.owesNone(this.servedType(ARRIVAL), 'ringing', who, 'served-record-while-ringing')
})

Then("the Charging Enabler receives no SessionRequest for {participant}'s refusal", function (this: W, who: string) {
  return this.owesNone(this.servedType(ARRIVAL), 'attempt', who, 'served-record-for-refusal')
})

Then(
  'the Charging Enabler receives no SessionRequest for the cancelled INVITE to {participant}',
  function (this: W, who: string) {
    return this.owesNone(this.servedType(ARRIVAL), 'attempt', who, 'served-record-for-cancelled')
  },
)

Then('the Charging Enabler receives no SessionRequest for {participant}, who was not let in', function (this: W, who: string) {
  return this.owesNone(this.servedType(ARRIVAL), 'attempt', who, 'served-record-for-turned-away')
})

Then("the Charging Enabler receives no second SessionRequest for {participant}'s departure", function (this: W, who: string) {
  return this.owesNone(this.servedType(DEPARTURE), 'departure', who, 'served-departure-doubled')
})

Then(
  'the Charging Enabler receives no SessionRequest for the {word} of {participant} that came again',
  function (this: W, message: string, who: string) {
    const type = this.servedType(message === 'BYE' ? DEPARTURE : ARRIVAL)
    return this.owesNone(type, 'resend', who, 'served-record-for-resend')
  },
)

Then("the SIP-Method of that served user's record is {word}", function (this: W, method: string) {
  return this.servedRecord(method === 'INVITE' ? 'served-arrival-method' : 'served-departure-method', {
    path: `${IMS}/Event-Type/SIP-Method`,
    op: 'equals',
    value: method,
  })
})

Then("that served user's record names the user", function (this: W) {
  return this.servedRecord('served-arrival-party', { path: 'Service-Information', op: 'party' })
})

Then("the User-Session-Id of that served user's record is a Call-ID of the session", function (this: W) {
  return this.servedRecord('served-arrival-call-id', { path: `${IMS}/User-Session-Id`, op: 'legCallId' })
})

Then("the IMS-Charging-Identifier of that served user's record is the ICID of the session", function (this: W) {
  return this.servedRecord('served-arrival-icid', { path: `${IMS}/IMS-Charging-Identifier`, op: 'legIcid' })
})

Then("the Application-Service-Type of that served user's record is INVITING or JOINING", function (this: W) {
  return this.servedRecord('served-arrival-service-type', { path: SERVICE_TYPE, op: 'oneOf', value: [103, 105] })
})

Then("the Application-Service-Type of that served user's record is LEAVING", function (this: W) {
  return this.servedRecord('served-departure-service-type', { path: SERVICE_TYPE, op: 'equals', value: 104 })
})

Then("each served user of {participant}'s conference has a session of START and STOP", function (this: W, creator: string) {
  return this.ofConference('served-user-sequence', creator, { what: 'order', types: ['start', 'stop'] })
})

Then(
  "the served users of {participant}'s conference have one session of START, {int} INTERIMs and STOP",
  function (this: W, creator: string, interims: number) {
    const between = Array.from({ length: interims }, () => 'interim' as const)
    return this.ofConference('served-conference-sequence', creator, { what: 'order', types: ['start', ...between, 'stop'] })
  },
)
