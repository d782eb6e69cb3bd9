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

Given('{participant} will accept with {int}', function (this: W, name: string, status: number) {
  return this.do(name, 'will', 'other', String(status))
})

Given('{participant} will ask for credentials', function (this: W, name: string) {
  return this.do(name, 'will', 'challenge')
})

Given('{participant} will acknowledge after {int} ms', function (this: W, name: string, ms: number) {
  return this.do(name, 'withholds', 'ACK', String(ms))
})

Given("{participant} will answer the server's BYE after {int} ms", function (this: W, name: string, ms: number) {
  return this.do(name, 'answersBye', 'late', String(ms))
})

Given("{participant} will answer the server's BYE with {int}", function (this: W, name: string, code: number) {
  return this.do(name, 'answersBye', String(code))
})

Given("{participant} will never answer the server's BYE", function (this: W, name: string) {
  return this.do(name, 'answersBye', 'never')
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

When('{participant} sends a re-INVITE that names {participant}', async function (this: W, name: string, other: string) {
  await this.testbed.ready(other)
  await this.doAccepted(name, 'reinvites', `@${other}`)
})

When('{participant} sends OPTIONS, INFO and MESSAGE in the conference', async function (this: W, name: string) {
  for (const method of ['OPTIONS', 'INFO', 'MESSAGE']) await this.do(name, 'sends', method)
})

When('{participant} sends a BYE outside any dialog, which is refused', function (this: W, name: string) {
  return this.doRefused(name, 'strays', 'call')
})

When('{participant} sends a BYE with wrong tags, which is refused', function (this: W, name: string) {
  return this.doRefused(name, 'strays', 'tags')
})

When('{participant} drops without a word', function (this: W, name: string) {
  return this.do(name, 'drops')
})
