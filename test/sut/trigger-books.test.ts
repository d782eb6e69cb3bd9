// What the trigger remembers of conferences, with more strangers at the door than it remembers conferences.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { behaviourOf } from '../../sut/im-server/charging/trigger/behaviour'
import { ChargingTrigger } from '../../sut/im-server/charging/trigger/charging-trigger'
import { event } from './conference-events'

test('refused INVITEs and MESSAGEs to conferences that nobody is in push out no conference that lives', () => {
  const read = behaviourOf(['P-GRAN=leg'], [])
  assert.ok(read.ok)
  const trigger = new ChargingTrigger(read.behaviour)
  const typesOf = (...of: Parameters<typeof event>): readonly string[] => trigger.recordsOf(event(...of)).map(({ type }) => type)
  assert.deepEqual(typesOf('created', 'alice', ['alice'], { before: [] }), ['start'])
  for (let i = 0; i <= 20_000; i += 1) typesOf('creationRefused', 'mallory', [], { conference: `sip:no-${i}@im.example` })
  assert.deepEqual(typesOf('leaveReceived', 'alice', [], { before: ['alice'], ends: true }), ['stop'])
})
