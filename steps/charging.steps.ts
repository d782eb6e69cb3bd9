// The Charging Enabler: what it is owed. Every step here appends demands; none judges.
import { Given, Then } from '@cucumber/cucumber'
import type { RecordType } from '../judge/history/events'
import type { ConformanceWorld as W } from './support/world'

const SUCCESS = { kind: 'answer', resultCode: 2001 } as const
const IMS = 'Service-Information/IMS-Information'
const SERVICE_TYPE = 'Service-Information/Service-Generic-Information/Application-Service-Type'

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

Given('the Charging Enabler takes {int} ms for each Response', function (this: W, ms: number) {
  this.testbed.enablers.will([{ kind: 'delay', ms }, SUCCESS])
})

Given('the Charging Enabler takes {int} ms for the Response to START', function (this: W, ms: number) {
  this.testbed.enablers.will([{ kind: 'delay', ms }, SUCCESS], { type: 'start' })
})

Given('the Charging Enabler takes {int} ms for each of the first six Responses', function (this: W, ms: number) {
  // a record that is sent again meanwhile counts once more, so these are three to six records
  const six = [1, 2, 3, 4, 5, 6].map((nth) => ({ nth }))
  this.testbed.enablers.will([{ kind: 'delay', ms }, SUCCESS], ...six)
})

Given('the Charging Enabler proposes no interim interval', function (this: W) {
  this.testbed.enablers.will([SUCCESS])
})

Given('the Charging Enabler proposes an interim interval of {int} s', function (this: W, interimIntervalS: number) {
  this.testbed.enablers.will([{ ...SUCCESS, interimIntervalS }])
})

// a server that does not charge is not waited for long: meanwhile it rings at somebody
Given('what happened so far is charged', function (this: W) {
  return this.testbed.enablers.nothingDue('P-QUIET')
})

Given('the Charging Enabler answers each SessionRequest with result {int}', function (this: W, resultCode: number) {
  this.testbed.enablers.will([{ kind: 'answer', resultCode }])
})

Given('the Charging Enabler sends each Response twice', function (this: W) {
  this.testbed.enablers.will([{ ...SUCCESS, kind: 'answerTwice' }])
})

Given('the Charging Enabler sends each Response first under a foreign Hop-by-Hop identifier', function (this: W) {
  this.testbed.enablers.will([{ ...SUCCESS, hopByHop: 'wrong' }, { kind: 'delay', ms: 50 }, SUCCESS])
})

Given('the Charging Enabler adds an AVP that nobody knows to each Response', function (this: W) {
  const unknown = { code: 99_999, vendorId: 99_999, flags: 0x80, data: Uint8Array.of(1, 2, 3, 4) }
  this.testbed.enablers.will([{ ...SUCCESS, add: [unknown] }])
})

Then('that record names {participant}', function (this: W, who: string) {
  return this.thatRecordOf(
    who,
    { arrival: 'arrival-party', departure: 'departure-party' },
    { path: 'Service-Information', op: 'party' },
  )
})

Then("that record's IMS-Charging-Identifier is the ICID of {participant}'s leg or of the first", function (this: W, who: string) {
  return this.thatRecordOf(who, { arrival: 'arrival-icid' }, { path: `${IMS}/IMS-Charging-Identifier`, op: 'legIcid' })
})

Then("that record's User-Session-Id is a Call-ID of the conference", function (this: W) {
  return this.thatRecord('arrival-call-id', { path: `${IMS}/User-Session-Id`, op: 'legCallId' })
})

Then("that record's Application-Service-Type is INVITING or JOINING", function (this: W) {
  return this.thatRecord('arrival-service-type', { path: SERVICE_TYPE, op: 'oneOf', value: [103, 105] })
})

Then("that record's Application-Service-Type is LEAVING", function (this: W) {
  return this.thatRecord('departure-service-type', { path: SERVICE_TYPE, op: 'equals', value: 104 })
})

Then("the record for {participant}'s departure has the next Accounting-Record-Number", function (this: W, who: string) {
  return this.content('departure-numbers-consecutive', 'departure', who, { path: 'Accounting-Record-Number', op: 'nextNumber' })
})

Then(
  "the START of {participant}'s conference has the Accounting-Record-Number {int}",
  function (this: W, who: string, value: number) {
    return this.content('start-number', 'conference', who, { path: 'Accounting-Record-Number', op: 'equals', value }, 'start')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s invitation refused with {int}",
  function (this: W, type: string, who: string, code: number) {
    return this.owesNone(type, 'attempt', who, refusalRule(code))
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s refused referral",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'attempt', who, 'interim-for-refused-refer')
  },
)

Then("the Charging Enabler receives no EventRequest for {participant}'s refused invitation", function (this: W, who: string) {
  return this.owesNone('event', 'attempt', who, 'event-for-refusal')
})

Then(
  'the Charging Enabler receives no {sessionRequest} before {participant} refuses',
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'ringing', who, 'interim-for-provisional')
  },
)

/** Which rule speaks of an INVITE of the server that was refused so. */
function refusalRule(code: number): string {
  if (code < 400) return 'interim-for-redirection'
  if (code >= 500 && code < 600) return 'interim-for-server-failure'
  return code === 486 ? 'interim-for-refusal' : 'interim-for-other-refusal'
}

Then(
  "the Charging Enabler receives one {sessionRequest} for {participant}'s session",
  function (this: W, type: string, who: string) {
    return this.owesOne(type, 'conference', who, 'start-missing')
  },
)

Then("no record of {participant}'s session is of an arrival", function (this: W, who: string) {
  return this.ofConference('interim-in-a-pair', who, { what: 'nobodyArrives' })
})
