// The reference server's Diameter node listens: what becomes of a Charging Enabler, or a stranger, that connects to it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { memoryRecorder } from '../mocks/sip-box'
import { until } from '../mocks/until'
import { charged } from './mock-enablers'

const LISTENING = { diameter: { host: '127.0.0.1', port: 0 } } as const

test('a Charging Enabler that connects is refused, its connection stays, and records go on over it', async (t) => {
  const around = await charged(t, ['cdf1'], LISTENING)
  const cdf1 = around.enabler.get('cdf1')
  await cdf1.connect(around.server.diameter ?? assert.fail())
  await until(() => around.enabler.states.includes('cdf1 refused'))
  await until(() => around.enabler.states.at(-1) === 'cdf1 closed')
  assert.deepEqual(
    around.enabler.states,
    ['connected', 'open', 'connected', 'refused', 'closed'].map((state) => `cdf1 ${state}`),
  )
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(await around.enabler.reach(2), ['cdf1 START 0', 'cdf1 STOP 1'])
})

test('a stranger that connects is no peer', async (t) => {
  const around = await charged(t, ['cdf1'], LISTENING)
  const { facts, record } = memoryRecorder()
  const identity = { originHost: 'stranger.example', originRealm: 'example' }
  const stranger = await ChargingEnabler.start({ name: 'cdf9', host: '127.0.0.1', port: 0, identity, record })
  t.after(() => stranger.close())
  await stranger.connect(around.server.diameter ?? assert.fail())
  const why = (): string | undefined =>
    facts.flatMap((fact) => (fact.kind === 'peer' && fact.state === 'refused' ? [fact.why ?? ''] : []))[0]
  await until(() => why() !== undefined)
  assert.match(why() ?? '', /3010: stranger.example is no Charging Enabler of ours/)
})

test('a server that was not told to does not listen', async (t) => {
  const around = await charged(t, ['cdf1'])
  assert.equal(around.server.diameter, undefined)
})
