// Thousands of mutated messages, seeded, at a real enabler: it stays, it answers the next good peer, and its journal has every one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { mutated, seeded, sendMutated } from '../../bench/hostile-peer'
import { BarePeer } from '../diameter/peers'

test('after ten thousand mutated messages the next good peer is served, and nothing was lost', async (t) => {
  const facts: HistoryFact[] = []
  const enabler = await ChargingEnabler.start({
    name: 'cdf1',
    host: '127.0.0.1',
    port: 0,
    identity: { originHost: 'cdf1.charging.example', originRealm: 'charging.example' },
    grammar: 'answer',
    record: (fact) => facts.push(fact) - 1,
  })
  t.after(() => enabler.close())
  await sendMutated(enabler.port, 10_000, seeded(1))
  const seen = facts.filter((fact) => fact.kind === 'ch1' && fact.dir === 'fromSut').length
  // What stood behind a message that broke the framing, in the same read, is garbage with it.
  assert.ok(seen > 9_000, `${seen} messages in the journal`)
  const good = await BarePeer.open(enabler.port)
  good.request(280)
  assert.equal((await good.next()).commandCode, 280)
  good.socket.destroy()
})

test('the mutator is seeded: the same seed gives the same bytes, another seed others', () => {
  const some = (seed: number): string => {
    const random = seeded(seed)
    return Array.from({ length: 20 }, () => Buffer.from(mutated(random, false)).toString('hex')).join()
  }
  assert.equal(some(7), some(7))
  assert.notEqual(some(7), some(8))
})
