// The server as a Diameter neighbour: a Charging Enabler that refuses, says goodbye, falls silent, or talks nonsense.
import { Given, Then, When } from '@cucumber/cucumber'
import type { ConformanceWorld as W } from './support/world'

const ALWAYS = { kind: 'always' } as const

When('another Charging Enabler ends its connection, and refuses the next one with {int}', async function (this: W, code: number) {
  const { charging } = this.testbed
  this.struck = this.connectedBeside(await this.enablerInUse())
  charging.also({
    name: 'refusal',
    match: { on: 'cer', enabler: this.struck },
    actions: [{ kind: 'refuse', resultCode: code }],
    completion: { kind: 'times', times: 1 },
  })
  charging.hangUp(this.struck, 'close')
})

When('the Charging Enabler in use says that it has to reboot', async function (this: W) {
  this.struck = await this.enablerInUse()
  this.testbed.charging.hangUp(this.struck, { disconnect: 0 })
})

When('the last Charging Enabler says that it does not want to talk any more', function (this: W) {
  this.struck = this.connectedOne(this.testbed.charging.names.at(-1))
  this.testbed.charging.hangUp(this.struck, { disconnect: 2 })
})

When('the Charging Enabler in use answers no watchdog any more, long enough to be missed', async function (this: W) {
  this.struck = await this.enablerInUse()
  const match = { on: 'dwr', enabler: this.struck } as const
  this.testbed.charging.also({ name: 'silent', match, actions: [{ kind: 'ignoreWatchdog' }], completion: ALWAYS })
  await this.testbed.enablers.twoWatchdogs()
})

When('the Charging Enabler in use connects to the server, beside the connection there is', async function (this: W) {
  this.struck = await this.enablerInUse()
  await this.calledBy(this.struck)
})

Given('the primary Charging Enabler cannot be reached any more', async function (this: W) {
  await this.enablerInUse()
  this.struck = this.connectedOne(this.testbed.charging.names[0])
  await this.testbed.enablers.go([this.struck])
})

When('the primary Charging Enabler can be reached again', async function (this: W) {
  await this.testbed.enablers.return()
  await this.connects(this.struckOne)
})

Given(
  'the Charging Enabler answers the next SessionRequest\\(interim) with bytes that are no Diameter',
  async function (this: W) {
    this.struck = await this.enablerInUse()
    this.testbed.charging.also({
      name: 'nonsense',
      match: { type: 'interim', enabler: this.struck, resent: false },
      actions: [{ kind: 'malformed', how: 'text' }],
      completion: { kind: 'times', times: 1 },
    })
  },
)

Then('the server connects to it again after Tc, not before', function (this: W) {
  return this.neighbour('reconnect-too-soon', 'comesBackLater')
})

Then('the server connects to it again', function (this: W) {
  return this.neighbour('never-reconnects', 'comesBack')
})

Then('the server does not connect to it again', function (this: W) {
  return this.neighbour('reconnect-unwanted', 'staysAway')
})

Then('the server has one connection with it', function (this: W) {
  return this.neighbour('not-one-connection', 'keepsOne')
})

Then('the server answers its request to disconnect', function (this: W) {
  return this.neighbour('disconnect-unanswered', 'answersDisconnect')
})

Then('the server has asked it for a sign of life', function (this: W) {
  return this.neighbour('no-watchdog', 'asks')
})

Then('that record goes to another Charging Enabler than the silent one', function (this: W) {
  return this.delivery('suspect-still-used', { what: 'at', enabler: this.struckOne, not: true }, 'held')
})

Then('that record goes to the primary Charging Enabler', function (this: W) {
  return this.delivery('no-failback', { what: 'at', enabler: this.struckOne }, 'held')
})

Then('that record, answered with bytes that are no Diameter, is sent again', function (this: W) {
  return this.sendings('lost-to-garbage', { min: 2, first: 'unanswered' })
})
