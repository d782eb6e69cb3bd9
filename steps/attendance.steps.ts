// What changes nobody's attendance, or changes it and back: what the Charging Enabler may be told of that. None judges.
import { Then, When } from '@cucumber/cucumber'
import type { ConformanceWorld as W } from './support/world'

const COUNT = { path: 'Service-Information/**/Number-Of-Participants', op: 'participants' } as const

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s unanswered invitation",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'unanswered', who, 'interim-for-unanswered')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s refused attempt to join",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'turnedAway', who, 'interim-for-refused-joiner')
  },
)

Then(
  'the Charging Enabler receives no {sessionRequest} for the refused REFER that names {participant}',
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'referRefused', who, 'interim-for-rejected-refer')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s re-INVITE",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'mediaChange', who, 'start-for-media-change')
  },
)

Then(
  "the Charging Enabler receives at most one {sessionRequest} for {participant}'s re-INVITE, and it counts who was in before",
  function (this: W, _: string, who: string) {
    return this.mayOwe('mediaChange', who, 'media-change-count', [COUNT], 'P-QUIET')
  },
)

Then(
  "{participant}'s crossing answer is charged as a departure too if it was charged as an arrival",
  function (this: W, who: string) {
    return this.ofLeg('crossing-unbalanced', who, 'balance')
  },
)

Then("{participant}'s second device is charged as going if it was charged as coming", function (this: W, who: string) {
  return this.ofLeg('fork-unbalanced', who, 'forkBalance')
})

Then("it is told how long after {participant}'s arrival its record came", function (this: W, who: string) {
  return this.observes('arrival-interim-missing', 'arrival', who, 'latency')
})

Then(
  "the Charging Enabler receives one {sessionRequest} for the end of {participant}'s conference",
  function (this: W, type: string, creator: string) {
    return this.owesOne(type, 'end', creator, 'stop-missing')
  },
)

Then("it is told whether the roster counts as the record of {participant}'s arrival does", function (this: W, who: string) {
  return this.observes('arrival-count', 'arrival', who, 'rosterCount')
})

Then("it is told whether {participant}'s arrival was charged", function (this: W, who: string) {
  return this.observes('arrival-interim-missing', 'arrival', who, 'charged')
})

Then(
  "the Charging Enabler receives no {sessionRequest} before {participant} answers the server's BYE",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'expelling', who, 'expulsion-interim-early')
  },
)

Then(
  "the Charging Enabler receives at most one {sessionRequest} for {participant}'s departure",
  function (this: W, _: string, who: string) {
    return this.mayOwe('departure', who, 'departure-interim-doubled', [], 'P-DELAY')
  },
)

Then('{participant} is charged as leaving if he was charged as joining', function (this: W, who: string) {
  return this.ofLeg('unacknowledged-unbalanced', who, 'balance')
})

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s challenge",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'attempt', who, 'interim-for-challenge')
  },
)

When('{participant} loses the MSRP connection', async function (this: W, name: string) {
  await this.losesMsrp(name)
})

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s lost connection",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'mediaLoss', who, 'interim-for-lost-media')
  },
)

Then(
  'the Charging Enabler receives no {sessionRequest} for what {participant} sent',
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'otherRequest', who, 'interim-for-other-request')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s BYE outside any dialog",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'strayBye', who, 'interim-for-stray-bye')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s BYE with wrong tags",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'strayBye', who, 'interim-for-wrong-tags')
  },
)

Then(
  "the Charging Enabler receives no {sessionRequest} for {participant}'s refused attempt to create a conference",
  function (this: W, type: string, who: string) {
    return this.owesNone(type, 'turnedAway', who, 'start-for-refused-creation')
  },
)

Then("nothing overtakes the START of {participant}'s conference", function (this: W, creator: string) {
  return this.ofConference('start-overtaken', creator, { what: 'startFirst' })
})
