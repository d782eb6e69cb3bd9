// Pager mode: a MESSAGE of its own, to a user or to a conference, and the EventRequest for it. None judges.
import { Given, Then, When } from '@cucumber/cucumber'
import type { ConformanceWorld as W } from './support/world'

const IMS = 'Service-Information/IMS-Information'
const SERVICE = 'Service-Information/Service-Generic-Information/Application-Service-Type'

const EXPLODED = 'Service-Information/IM-Information/Total-Number-Of-Messages-Exploded'

/** Application-Service-Type. OMA-DDS §6.2.4 */
const [SENDING, RECEIVING] = [100, 101]

Given('{participant} will answer a message with {int}', async function (this: W, name: string, status: number) {
  await this.testbed.ready(name)
  await this.do(name, 'answersMessage', String(status))
})

When('{participant} sends {participant} a message', async function (this: W, name: string, other: string) {
  await this.testbed.ready(other)
  await this.doAccepted(name, 'messages', `@${other}`)
})

When('{participant} sends {participant} a message, which fails', async function (this: W, name: string, other: string) {
  await this.testbed.ready(other)
  await this.doRefused(name, 'messages', `@${other}`)
})

When('{participant} sends the conference a message', async function (this: W, name: string) {
  await this.doAccepted(name, 'messages', await this.focus(name))
})

Then("the Charging Enabler receives one EventRequest for {participant}'s message", function (this: W, who: string) {
  return this.owesOne('event', 'message', who, 'message-event-missing')
})

Then("the Charging Enabler receives one EventRequest for {participant}'s failed message", function (this: W, who: string) {
  return this.owesOne('event', 'failedMessage', who, 'failed-message-event-missing')
})

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s message",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'message', who, 'interim-for-other-request')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s failed message",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'failedMessage', who, 'interim-for-other-request')
  },
)

Then("that record's counters of messages are not below those of the records before it", function (this: W) {
  return this.thatRecord('message-counters-fall', { path: 'Service-Information/IM-Information', op: 'cumulative' })
})

Then('that EventRequest tells the method MESSAGE', function (this: W) {
  return this.thatRecord('message-method', { path: `${IMS}/Event-Type/SIP-Method`, op: 'equals', value: 'MESSAGE' }, 'event')
})

Then('that EventRequest tells the service SENDING or RECEIVING', function (this: W) {
  return this.thatRecord('message-service-type', { path: SERVICE, op: 'oneOf', value: [SENDING, RECEIVING] }, 'event')
})

Then('that EventRequest tells the SIP status as its cause', function (this: W) {
  return this.thatRecord('failed-message-cause', { path: `${IMS}/Cause-Code`, op: 'finalStatus' }, 'event')
})

Then("the EventRequest for {participant}'s message counts the copies that were sent", function (this: W, who: string) {
  return this.content('message-counts', 'message', who, { path: EXPLODED, op: 'exploded' }, 'event')
})

Then("it is told what the EventRequest for {participant}'s message counts", function (this: W, who: string) {
  return this.observes('message-event-missing', 'message', who, 'messageCounts')
})
