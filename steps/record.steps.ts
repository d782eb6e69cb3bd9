// What a record says, beside what steps/charging.steps.ts asks of it.
import { Then } from '@cucumber/cucumber'
import type { ConformanceWorld as W } from './support/world'

const IMS = 'Service-Information/IMS-Information'
const COUNT = 'Service-Information/**/Number-Of-Participants'

Then("the START of {participant}'s conference counts the {int} invited", function (this: W, who: string, value: number) {
  return this.content('start-count', 'conference', who, { path: COUNT, op: 'invited', value }, 'start')
})

Then("that record's Cause-Code tells a normal end", function (this: W) {
  return this.thatRecord('stop-cause', { path: `${IMS}/Cause-Code`, op: 'equals', value: 0 })
})

Then("that record's Cause-Code tells a failure", function (this: W) {
  return this.thatRecord('stop-cause-of-failure', { path: `${IMS}/Cause-Code`, op: 'matches', value: '^[1-9][0-9]*$' })
})

Then("that record's Calling-Party-Address is the asserted identity of the caller", function (this: W) {
  return this.thatRecord('calling-party', { path: `${IMS}/Calling-Party-Address`, op: 'callingParty' })
})

Then("that record's Event-Timestamp is the time of what it reports", function (this: W) {
  return this.thatRecord('event-timestamp-of-trigger', { path: 'Event-Timestamp', op: 'triggerTime' })
})

Then("that record's Inter-Operator-Identifier names the operators of the leg", function (this: W) {
  return this.thatRecord('inter-operator-identifier', { path: `${IMS}/Inter-Operator-Identifier`, op: 'operators' })
})

Then("that record's SDP-Media-Component is of messages over MSRP", function (this: W) {
  return this.thatRecord('arrival-media', { path: `${IMS}/SDP-Media-Component`, op: 'messages' })
})
