// The Charging Enabler: what it is owed. Every step here appends demands; none judges.
import { Then } from '@cucumber/cucumber'
import type { RecordType } from '../judge/history/events'
import type { ConformanceWorld as W } from './support/world'

Then(
  "the Charging Enabler receives one {sessionRequest} for {participant}'s arrival",
  function (this: W, type: string, who: string) {
    return this.owesOne(type, 'arrival', who, 'arrival-interim-missing')
  },
)

Then(
  "the Charging Enabler receives one {sessionRequest} for {participant}'s departure",
  function (this: W, type: string, who: string) {
    return this.owesOne(type, 'departure', who, type === 'stop' ? 'stop-missing' : 'departure-interim-missing')
  },
)

Then(
  "the Charging Enabler receives no second {sessionRequest} for {participant}'s departure",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'departure', who, 'departure-interim-doubled')
  },
)

Then(
  'the Charging Enabler receives no {sessionRequest} before {participant} accepts',
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'ringing', who, 'arrival-interim-early')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s refused invitation",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'attempt', who, 'interim-for-refusal')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s cancelled invitation",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'attempt', who, 'interim-for-cancelled')
  },
)

Then(
  'the Charging Enabler receives no {sessionRequest} for the {word} that {participant} sent again',
  function (this: W, type: string, message: string, who: string) {
    return this.owesNone(type, 'resend', who, message === '200' ? 'interim-for-resent-answer' : 'interim-for-resent-request')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for the end of {participant}'s conference",
  function (this: W, type: string, creator: string) {
    return this.owesNone(type, 'end', creator, 'last-leaver-interim')
  },
)

Then("that record's Number-Of-Participants is the number of users attached after the {word}", function (this: W, change: string) {
  return this.thatRecord(change === 'arrival' ? 'arrival-count' : 'departure-count', {
    path: 'Service-Information/**/Number-Of-Participants',
    op: 'participants',
  })
})

Then("that record's SIP-Method is {word}", function (this: W, method: string) {
  return this.thatRecord(method === 'INVITE' ? 'arrival-method' : 'departure-method', {
    path: 'Service-Information/IMS-Information/Event-Type/SIP-Method',
    op: 'equals',
    value: method,
  })
})

Then("that record's Accounting-Record-Number follows the START's", function (this: W) {
  return this.thatRecord('first-arrival-number', { path: 'Accounting-Record-Number', op: 'nextNumber' })
})

Then("the record for {participant}'s arrival has the next Accounting-Record-Number", function (this: W, who: string) {
  return this.content('arrival-numbers-consecutive', 'arrival', who, { path: 'Accounting-Record-Number', op: 'nextNumber' })
})

Then("{participant}'s conference is charged as {string}", function (this: W, creator: string, types: string) {
  return this.ofConference('record-sequence', creator, { what: 'order', types: types.toLowerCase().split(' ') as RecordType[] })
})

Then("{participant}'s conference is charged under one Session-Id of its own", function (this: W, creator: string) {
  return this.ofConference('session-id-constant', creator, { what: 'ownSession' })
})

Then("every record of {participant}'s conference keeps the rule {string}", function (this: W, creator: string, rule: string) {
  return this.ofConference(rule, creator, { what: 'grammar', rule })
})

Then(
  "all {int} arrivals and all departures of {participant}'s conference have their records and their counts",
  function (this: W, arrivals: number, creator: string) {
    return this.ofConference('arrival-interim-missing', creator, { what: 'everyone', arrivals })
  },
)
