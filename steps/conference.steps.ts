// Conferences: who is in, who is being invited, what the server does to them.
import { Given, When } from '@cucumber/cucumber'
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
