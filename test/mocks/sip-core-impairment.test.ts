// Seeded trouble between the SIP/IP core and the SUT: what happens to messages, and what the history says of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import fc from 'fast-check'
import type { Direction, HistoryFact } from '../../judge/history/events'
import { SipCore } from '../../mocks/sip-core'
import type { ImpairmentShares } from '../../mocks/sip-core'
import { Impairment } from '../../mocks/sip-core/impairment'
import type { After } from '../../mocks/sip-core/impairment'
import { field, memoryRecorder, sip, SipBox } from './sip-box'

const BOB = 'sip:bob-7@home.example'
const NONE: ImpairmentShares = { loss: 0, duplication: 0, delay: 0, reordering: 0, delayMs: 10 }

/** An impairment with a clock of its own, and all it did in order. */
function bench(shares: Partial<ImpairmentShares>, { seed = 1, most = 100 } = {}) {
  const said: string[] = []
  const timers: { run: () => void; stopped: boolean }[] = []
  let events = 0
  const impairment = new Impairment(
    { seed, toSut: { ...NONE, ...shares }, fromSut: NONE },
    {
      most,
      tell: (of, what) => said.push(`${what} #${of}`),
      after: (_, run) => {
        const timer = { run, stopped: false }
        timers.push(timer)
        return () => (timer.stopped = true)
      },
    },
  )
  const pass = (name: string, dir: Direction = 'toSut'): void =>
    impairment.pass(dir, {
      record: (lost) => (said.push(`${lost ? 'not sent' : 'event'} ${name} #${events}`), events++),
      send: () => said.push(`sent ${name}`),
    })
  const expire = (): void => timers.filter((one) => !one.stopped).forEach((one) => one.run())
  return { impairment, said, pass, expire, timers }
}

test('a lost message stands in the history and is not sent', () => {
  const { pass, said } = bench({ loss: 1 })
  pass('a')
  assert.deepEqual(said, ['not sent a #0', 'lost #0'])
})

test('a duplicate is sent twice, each with an event, and the second is called so', () => {
  const { pass, said } = bench({ duplication: 1 })
  pass('a')
  assert.deepEqual(said, ['event a #0', 'sent a', 'event a #1', 'duplicated #1', 'sent a'])
})

test('a delayed message stands in the history where it was sent', () => {
  const { pass, said, expire } = bench({ delay: 1 })
  pass('a')
  pass('b', 'fromSut')
  assert.deepEqual(said, ['event b #0', 'sent b'])
  expire()
  assert.deepEqual(said.slice(2), ['event a #1', 'delayed #1', 'sent a'])
})

test('a message to be reordered waits for one that overtakes it; where none comes it is only delayed', () => {
  const seed = Array.from({ length: 100 }, (_, i) => i).find((one) => {
    const { pass, said } = bench({ reordering: 0.5 }, { seed: one })
    pass('a')
    pass('b')
    return said.join() === 'event b #0,sent b,event a #1,reordered #1,sent a'
  })
  assert.notEqual(seed, undefined, 'some seed holds the first message only')
  const { pass, said, expire, impairment } = bench({ reordering: 1 })
  pass('a')
  pass('b')
  assert.equal(impairment.held, 2)
  expire()
  assert.deepEqual(said, ['event a #0', 'delayed #0', 'sent a', 'event b #1', 'delayed #1', 'sent b'])
})

test('the same seed gives every message the same fate, another seed another, and one direction does not move the other', () => {
  const fates = (seed: number, between: number): string => {
    const { pass, said } = bench({ loss: 0.2, duplication: 0.2, delay: 0.2 }, { seed })
    for (let i = 0; i < 200; i += 1) {
      pass(`m${i}`)
      for (let k = 0; k < between; k += 1) pass('other', 'fromSut')
    }
    return said
      .filter((line) => !line.includes('other'))
      .map((line) => line.replace(/ #\d+/, ''))
      .join('\n')
  }
  assert.equal(fates(7, 0), fates(7, 3))
  assert.notEqual(fates(7, 0), fates(8, 0))
})

test('over many messages the shares are those of the profile', () => {
  const { pass, said } = bench({ loss: 0.1, duplication: 0.3 })
  for (let i = 0; i < 10_000; i += 1) pass('m')
  const share = (word: string): number => said.filter((line) => line.startsWith(word)).length / 10_000
  assert.ok(Math.abs(share('lost') - 0.1) < 0.02 && Math.abs(share('duplicated') - 0.3) < 0.02)
})

test('what waits is bounded: further messages pass at once; closing drops what waits', () => {
  const { pass, said, impairment, timers, expire } = bench({ delay: 1 }, { most: 3 })
  for (let i = 0; i < 10; i += 1) pass(`m${i}`)
  assert.equal(impairment.held, 3)
  assert.equal(said.filter((line) => line.startsWith('sent')).length, 7)
  impairment.close()
  assert.equal(impairment.held, 0)
  assert.ok(timers.every((one) => one.stopped))
  expire()
  assert.equal(said.length, 14)
})

test('whatever the shares, no message is sent that was lost, none is sent more than twice, each has an event before it is sent', () => {
  const share = fc.double({ min: 0, max: 0.25, noNaN: true })
  const shares = fc.record({ loss: share, duplication: share, delay: share, reordering: share })
  fc.assert(
    fc.property(shares, fc.nat(), fc.integer({ min: 1, max: 60 }), (some, seed, count) => {
      const { pass, said, expire } = bench(some, { seed, most: 5 })
      for (let i = 0; i < count; i += 1) pass(`m${i}.`)
      expire()
      for (let i = 0; i < count; i += 1) {
        const ways = said.filter((line) => line.includes(`m${i}.`)).map((line) => line.replace(/ m.*/, ''))
        assert.ok(['not sent', 'event,sent', 'event,sent,event,sent'].includes(ways.join()), ways.join())
      }
    }),
  )
})

async function bed(t: TestContext, toSut: Partial<ImpairmentShares>, fromSut: Partial<ImpairmentShares>, after?: After) {
  const { facts, record } = memoryRecorder()
  const [sut, bob] = [await SipBox.open(), await SipBox.open()]
  const impairment = { seed: 1, toSut: { ...NONE, ...toSut }, fromSut: { ...NONE, ...fromSut } }
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, sut: sut.address, record, impairment, after })
  core.register({ aor: BOB, participant: 'Bob', endpoint: bob.address })
  t.after(async () => {
    sut.close()
    bob.close()
    await core.close()
  })
  return { core, sut, bob, facts }
}

function options(uri: string, at: string, callId: string): string {
  return sip(
    `OPTIONS ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${at};branch=z9hG4bK${callId}`,
    'From: <sip:a@b>;tag=1',
    `To: <${uri}>`,
    `Call-ID: ${callId}`,
    'CSeq: 1 OPTIONS',
  )
}

const told = (facts: readonly HistoryFact[]): readonly string[] =>
  facts.map((fact) => {
    if (fact.kind === 'sip') return `${fact.dir}${fact.lost === true ? ' lost' : ''}`
    return fact.kind === 'impaired' ? `${fact.what} #${fact.of}` : fact.kind
  })

test('in the core: towards the SUT a loss keeps the bytes that were not sent, from the SUT it names the message as read', async (t) => {
  const { core, sut, bob, facts } = await bed(t, { loss: 1 }, { duplication: 1 })
  bob.send(options('sip:im.example', bob.at, 'lost'), core.port)
  sut.send(options(BOB, sut.at, 'twice'), core.port)
  const [one, two] = [await bob.next(), await bob.next()]
  assert.equal(one, two)
  assert.deepEqual(field(one, 'Call-ID'), ['twice'])
  assert.equal(sut.waiting, 0)
  const [first] = facts
  assert.match(first?.kind === 'sip' ? Buffer.from(first.bytes, 'base64').toString() : '', /\r\nCall-ID: lost\r\n/)
  assert.deepEqual(told(facts), ['toSut lost', 'lost #0', 'fromSut', 'duplicated #2'])
})

test('in the core: a duplicate towards the SUT has an event of its own; its own answers to participants are never impaired', async (t) => {
  const { core, sut, bob, facts } = await bed(t, { duplication: 1 }, { loss: 1 })
  bob.send(options('sip:im.example', bob.at, 'twice'), core.port)
  assert.equal(await sut.next(), await sut.next())
  assert.deepEqual(told(facts), ['toSut', 'toSut', 'duplicated #1'])
  bob.send(options('sip:im.example', bob.at, 'hops').replace('\r\nFrom', '\r\nMax-Forwards: 0\r\nFrom'), core.port)
  assert.match(await bob.next(), /^SIP\/2\.0 483 /)
})

test('in the core: a delayed message comes when its time is over, and not to somebody who left meanwhile', async (t) => {
  const waiting: (() => void)[] = []
  const after = (_: number, run: () => void): (() => void) => (waiting.push(run), () => undefined)
  const { core, sut, bob } = await bed(t, {}, { delay: 1 }, after)
  const isRead = async (): Promise<void> => {
    // The answer to a later message tells that the core has read the earlier one.
    sut.send(options('sip:nobody@home.example', sut.at, 'probe'), core.port)
    await sut.next()
  }
  sut.send(options(BOB, sut.at, 'late'), core.port)
  await isRead()
  assert.deepEqual([bob.waiting, waiting.length], [0, 1])
  waiting.shift()?.()
  assert.deepEqual(field(await bob.next(), 'Call-ID'), ['late'])
  sut.send(options(BOB, sut.at, 'later'), core.port)
  await isRead()
  core.unregister(BOB)
  waiting.shift()?.()
  assert.match(core.unrouted.at(-1) ?? '', /^a late message for Bob \(.*\), who is not registered any more, was dropped$/)
})
