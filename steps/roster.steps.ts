// The roster: who is told who is in, and who is put in or out by REFER.
import { Given, When } from '@cucumber/cucumber'
import { noPackage } from './support/conference-package'
import type { ConformanceWorld as W } from './support/world'

Given(
  '{participant} watches the roster of the conference of {participant}',
  async function (this: W, name: string, creator: string) {
    if ((await this.asksForRoster(name, creator)) === 'no such package') throw noPackage(name)
  },
)

// A SUBSCRIBE that is refused changes nobody's attendance either.
Given(
  '{participant} asks for the roster of the conference of {participant}',
  async function (this: W, name: string, creator: string) {
    await this.asksForRoster(name, creator)
  },
)

When('{participant} stops watching the roster', function (this: W, name: string) {
  return this.doAccepted(name, 'unsubscribes')
})

When(
  '{participant} adds {participants} to the conference by one list',
  async function (this: W, referrer: string, names: string[]) {
    await this.do(referrer, 'adds', ...names.map((name) => `@${name}`))
    await this.in(names)
  },
)

When(
  '{participant} adds {participants} to the conference by one list, and {participant} refuses',
  async function (this: W, referrer: string, names: string[], refuser: string) {
    await this.testbed.ready(...names)
    await this.do(referrer, 'adds', ...names.map((name) => `@${name}`))
    await this.in(names.filter((name) => name !== refuser))
  },
)

When('{participant} removes {participant} from the conference', async function (this: W, referrer: string, name: string) {
  await this.do(referrer, 'removes', `@${name}`)
  await this.out(name)
})
