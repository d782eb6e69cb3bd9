// Calls: how a participant answers, or does not, and what it does with an INVITE of its own.
import { Given, When } from '@cucumber/cucumber'
import type { ConformanceWorld as W } from './support/world'

Given('{participant} will let it ring', function (this: W, name: string) {
  return this.do(name, 'will', 'ring')
})

Given('{participant} will not answer', function (this: W, name: string) {
  return this.do(name, 'will', 'silent')
})

Given('{participant} will refuse with {int}', function (this: W, name: string, code: number) {
  return this.do(name, 'will', 'refuse', String(code))
})

Given('{participant} will answer after {int} ms', function (this: W, name: string, ms: number) {
  return this.do(name, 'will', 'late', String(ms))
})

Given("{participant} will answer when the server's CANCEL is on its way", function (this: W, name: string) {
  return this.do(name, 'will', 'late')
})

Given('{participant} will answer twice', function (this: W, name: string) {
  return this.do(name, 'will', 'twice')
})

Given('{participant} will answer on two devices', function (this: W, name: string) {
  return this.do(name, 'will', 'fork')
})

Given('{participant} will never send an ACK', function (this: W, name: string) {
  return this.do(name, 'withholds', 'ACK')
})

Given('{participant} has registered', function (this: W, name: string) {
  return this.doAccepted(name, 'registers')
})

When('{participant} unregisters', function (this: W, name: string) {
  return this.doAccepted(name, 'unregisters')
})

When('{participant} calls the conference of {participant} and cancels', async function (this: W, name: string, creator: string) {
  await this.do(name, 'calls', await this.focus(creator))
  await this.do(name, 'cancels')
})

When('{participant} calls the conference of {participant}', async function (this: W, name: string, creator: string) {
  await this.do(name, 'calls', await this.focus(creator))
})

When('{participant} sends a re-INVITE', function (this: W, name: string) {
  return this.doAccepted(name, 'reinvites')
})

When('{participant} drops without a word', function (this: W, name: string) {
  return this.do(name, 'drops')
})
