// Interims by time: what the Charging Enabler asks for, and what it is owed then.
import { Given, Then, When } from '@cucumber/cucumber'
import type { ConformanceWorld as W } from './support/world'

const SUCCESS = { kind: 'answer', resultCode: 2001 } as const

Given('the Charging Enabler proposes interims by time', function (this: W) {
  this.testbed.enablers.will([{ ...SUCCESS, interimIntervalS: this.intervalS }])
})

Given('the Charging Enabler proposes interims by time, to START ten times as far apart', function (this: W) {
  this.testbed.enablers.will([{ ...SUCCESS, interimIntervalS: 10 * this.intervalS }], { type: 'start' })
  this.testbed.charging.also({
    name: 'scenario-others',
    match: {},
    actions: [{ ...SUCCESS, interimIntervalS: this.intervalS }],
    completion: { kind: 'always' },
  })
})

When('{participant} opens a conference with {participants}', function (this: W, creator: string, members: string[]) {
  return this.conference(creator, members)
})

Then(
  "the Charging Enabler receives {int} interim(s) by time in {participant}'s conference",
  function (this: W, interims: number, creator: string) {
    return this.byTime('interim-by-time-missing', creator, { interims })
  },
)

Then(
  "none of the {int} in {participant}'s conference comes sooner than half an interval",
  function (this: W, interims: number, creator: string) {
    return this.byTime('interim-by-time-early', creator, { interims, and: 'apart' })
  },
)

Then(
  "the Charging Enabler receives an interim by time in {participant}'s conference by the newest interval",
  function (this: W, creator: string) {
    return this.byTime('older-interval-kept', creator, { interims: 1 })
  },
)

Then('that record has the number behind that of the record before, which time made', function (this: W) {
  return this.thatRecord('number-behind-interim-by-time', { path: 'Accounting-Record-Number', op: 'nextNumber' })
})

Then("the Charging Enabler receives an interim by time in {participant}'s conference", function (this: W, creator: string) {
  return this.byTime('interim-by-time-missing', creator, { interims: 1 })
})

Then("the interim by time in {participant}'s conference has no Time-Stamps", function (this: W, creator: string) {
  return this.byTime('time-stamps-by-time', creator, { interims: 1, and: 'bare' })
})

Then('that record has Time-Stamps', function (this: W) {
  return this.thatRecord('time-stamps-missing', { path: 'Service-Information/IMS-Information/Time-Stamps', op: 'present' })
})

Then(
  'it is told how far the first interims by time in the conferences of {participant} and {participant} are apart',
  function (this: W, _: string, last: string) {
    return this.byTime('interim-by-time-early', last, { interims: 1, and: 'spread' })
  },
)
