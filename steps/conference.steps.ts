// Conferences: who is in, who is being invited, what the server does to them.
import { Given, When } from '@cucumber/cucumber'
import { Inconclusive } from './support/verdict-errors'
import type { ConformanceWorld as W } from './support/world'

Given('{participant} is in a conference with {participants}', function (this: W, creator: string, members: string[]) {
  return this.conference(creator, members)
})

Given(
  '{participant} is in a conference with {participants}, and it rings at {participants}',
  function (this: W, creator: string, members: string[], ringing: string[]) {
    return this.conference(creator, members, ringing)
  },
)

Given(
  '{participant} is in a conference of her own, and it rings at {participants}',
  function (this: W, creator: string, ringing: string[]) {
    return this.conference(creator, [], ringing)
  },
)

Given('{participant} is in a 1-1 session with {participant}', async function (this: W, caller: string, called: string) {
  await this.testbed.ready(caller, called)
  await this.do(caller, 'joins', `@${called}`)
  await this.in([caller, called])
})

When('{participant} hangs up, and the server releases {participant}', async function (this: W, name: string, other: string) {
  await this.do(name, 'leaves')
  for (const one of [name, other]) await this.out(one)
})

Given('the server releases a conference of fewer than {int} users', function (this: W, minimumUsers: number) {
  return this.testbed.decides({ minimumUsers })
})

Given('the server connects to the MSRP path of whom it invites', async function (this: W) {
  try {
    await this.testbed.decides({ msrp: 'connects' })
  } catch (error) {
    // the operator's hook of a server that has no MSRP, or always has, need not know the word
    const why = error instanceof Error ? error.message : String(error)
    throw new Inconclusive(`the server was not told to open MSRP connections: ${why}`)
  }
})

Given('the server lets nobody back in whom it expelled', function (this: W) {
  return this.testbed.decides({ rejoin: 'notExpelled' })
})

Given('the server takes a REFER only from the owner of a conference', function (this: W) {
  return this.testbed.decides({ mayRefer: 'owner' })
})

Given('the server refreshes sessions every {int} s', function (this: W, intervalS: number) {
  return this.testbed.decides({ sessionTimer: { intervalS, minS: 1 } })
})

Given('the server has a group of {participants}', function (this: W, names: string[]) {
  return this.group(names)
})

Given(
  '{participant} opens the session of the group, and it rings at {participants}',
  function (this: W, name: string, ringing: string[]) {
    return this.groupSession(name, ringing)
  },
)

Given(
  'the server has expelled {participant} from the conference of {participant}',
  async function (this: W, name: string, creator: string) {
    await this.expel(name, creator)
    await this.out(name)
  },
)

When(
  'the server expels {participant} from the conference of {participant}, who answers late',
  async function (this: W, name: string, creator: string) {
    await this.expel(name, creator)
    await this.out(name)
  },
)

When(
  '{participant} leaves the conference, and the server releases {participant}',
  async function (this: W, name: string, last: string) {
    await this.do(name, 'leaves')
    for (const one of [name, last]) await this.out(one)
  },
)

When(
  '{participant} refuses the invitation with {int}, and the server releases {participant}',
  async function (this: W, name: string, code: number, last: string) {
    await this.do(name, 'refuses', String(code))
    await this.out(last)
  },
)

When(
  'the server expels {participant} from the conference of {participant}',
  async function (this: W, name: string, creator: string) {
    await this.expel(name, creator)
    await this.out(name)
  },
)

When(
  'the server expels {participant} from the conference of {participant}, and their BYEs cross',
  async function (this: W, name: string, creator: string) {
    await this.do(name, 'crosses', 'BYE')
    await this.expel(name, creator)
    await this.out(name)
  },
)

When('the server gives up waiting for {participant} and cancels', async function (this: W, name: string) {
  await this.testbed.stopsRinging(name, this.givenMs)
})
