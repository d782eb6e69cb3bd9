// Participants: how they arrive, refuse, leave, and send a message again.
import { Given, When, type DataTable } from '@cucumber/cucumber'
import { randomRounds } from './support/random-moves'
import { roundsIn } from './support/moves-table'
import type { ConformanceWorld as W } from './support/world'

Given('{participant} has left the conference', async function (this: W, name: string) {
  await this.do(name, 'leaves')
  await this.out(name)
})

Given('{participant} has joined the conference of {participant}', async function (this: W, name: string, creator: string) {
  await this.do(name, 'joins', await this.focus(creator))
  await this.in([name])
})

When('{participant} accepts the invitation', async function (this: W, name: string) {
  await this.do(name, 'accepts')
  await this.in([name])
})

When('{participant} refuses the invitation with {int}', function (this: W, name: string, code: number) {
  return this.do(name, 'refuses', String(code))
})

When('{participant} joins the conference of {participant}', async function (this: W, name: string, creator: string) {
  await this.do(name, 'joins', await this.focus(creator))
  await this.in([name])
})

When('{participant} adds {participant} to the conference', async function (this: W, referrer: string, name: string) {
  await this.do(referrer, 'adds', `@${name}`)
  await this.in([name])
})

When(
  '{participant} adds {participant} to the conference, who lets it ring and then accepts',
  async function (this: W, referrer: string, name: string) {
    await this.testbed.ready(name)
    await this.do(name, 'will', 'ring')
    await this.do(referrer, 'adds', `@${name}`)
    await this.mustRing(name)
    await this.testbed.quiet()
    await this.do(name, 'accepts')
    await this.in([name])
  },
)

When(
  '{participant} tries to join the conference of {participant} and is refused',
  async function (this: W, name: string, creator: string) {
    await this.doRefused(name, 'joins', await this.focus(creator))
  },
)

When(
  '{participant} tries to add {participant} to the conference and is refused',
  async function (this: W, name: string, other: string) {
    await this.testbed.ready(other)
    await this.doRefused(name, 'adds', `@${other}`)
  },
)

When('{participant} leaves the conference for the reason {string}', async function (this: W, name: string, reason: string) {
  await this.do(name, 'leaves', reason)
  await this.out(name)
})

Given('{participant} will agree to a session timer', function (this: W, name: string) {
  return this.do(name, 'agrees', 'sessions')
})

When('{participant} forgets his session, and the server ends it', async function (this: W, name: string) {
  await this.do(name, 'forgets', 'refreshes')
  await this.out(name)
})

When(
  '{participant} joins the conference of {participant} and leaves without an ACK',
  async function (this: W, name: string, creator: string) {
    await this.doAccepted(name, 'joins', await this.focus(creator))
    await this.do(name, 'leaves')
    await this.out(name)
  },
)

When(
  '{participant} tries to create a conference with an extension that nobody knows, and is refused',
  async function (this: W, name: string) {
    await this.do(name, 'requires', 'nobody-knows-this')
    await this.doRefused(name, 'creates')
  },
)

When(
  '{participant} adds {participant} to the conference, who asks for credentials',
  async function (this: W, referrer: string, name: string) {
    await this.testbed.ready(name)
    await this.do(referrer, 'adds', `@${name}`)
  },
)

When(
  '{participant} adds {participant} to the conference, who does not answer',
  async function (this: W, referrer: string, name: string) {
    await this.do(referrer, 'adds', `@${name}`)
  },
)

When(
  '{participant} adds {participant} to the conference, who is released at once',
  async function (this: W, referrer: string, name: string) {
    await this.do(referrer, 'adds', `@${name}`)
    await this.releasedAtOnce(name)
  },
)

When('{participant} lets it ring and then accepts', async function (this: W, name: string) {
  await this.testbed.quiet()
  await this.do(name, 'accepts')
  await this.in([name])
})

When('{participants} accept(s) the invitation(s) one after the other', async function (this: W, names: string[]) {
  for (const name of names) {
    await this.do(name, 'accepts')
    await this.in([name])
  }
})

When('{participants} accept(s) the invitation(s) at the same time', async function (this: W, names: string[]) {
  await Promise.all(names.map((name) => this.do(name, 'accepts')))
  await this.in(names)
})

When('{participant} accepts the invitation and leaves again', async function (this: W, name: string) {
  await this.do(name, 'accepts')
  await this.in([name])
  await this.do(name, 'leaves')
  await this.out(name)
})

When('{participant} lets it ring and then refuses', async function (this: W, name: string) {
  await this.testbed.quiet()
  await this.do(name, 'refuses')
})

When(
  '{participant} adds {participant} to the conference, who lets it ring and then refuses',
  async function (this: W, referrer: string, name: string) {
    await this.testbed.ready(name)
    await this.do(name, 'will', 'ring')
    await this.do(referrer, 'adds', `@${name}`)
    await this.mustRing(name)
    await this.do(name, 'refuses')
  },
)

When('{participants} leave(s) the conference at the same time', async function (this: W, names: string[]) {
  await Promise.all(names.map((name) => this.do(name, 'leaves')))
  for (const name of names) await this.out(name)
})

When('{participants} leave(s) the conference', async function (this: W, names: string[]) {
  for (const name of names) {
    await this.do(name, 'leaves')
    await this.out(name)
  }
})

When('{participant} leaves the conference, and its BYE reaches the server again', async function (this: W, name: string) {
  await this.do(name, 'leaves')
  await this.out(name)
  await this.do(name, 'resends', 'BYE')
})

When("{participant}'s {word} reaches the server again", function (this: W, name: string, message: string) {
  return this.do(name, 'resends', message)
})

When(
  'guests come and go at random in the conference of {participant}, {int} rounds from seed {int}',
  async function (this: W, creator: string, rounds: number, seed: number) {
    const focus = await this.focus(creator)
    for (const round of randomRounds(seed, rounds, { host: creator, guests: ['Bob', 'Carol'], others: ['Dave', 'Erin'] }))
      await Promise.all(round.map((move) => this.moves(move, focus)))
  },
)

When('guests come and go in the conference of {participant}:', async function (this: W, creator: string, table: DataTable) {
  const focus = await this.focus(creator)
  for (const round of roundsIn(table.raw(), creator)) await Promise.all(round.map((move) => this.moves(move, focus)))
})

When(
  'a crowd of {int} joins the conference of {participant} and leaves it again',
  function (this: W, size: number, creator: string) {
    return this.crowd(size, creator)
  },
)
