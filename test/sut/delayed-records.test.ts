// LV-02: records that leave later are not lost when the server closes before they did.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ChargingRoom } from '../../sut/im-server/charging/charging-room'
import { DiskStore } from '../../sut/im-server/charging/rf/disk-store'
import { ChargingTrigger } from '../../sut/im-server/charging/trigger/charging-trigger'
import { resolveOptions } from '../../sut/im-server/options'
import { behaviourIn } from '../../sut/im-server/switches'
import { event } from './conference-events'

const NOWHERE = { host: '127.0.0.1', port: 1 }

test('records that were to leave later are in the buffer, in order, when the server closes at once', async (t) => {
  const buffer = mkdtempSync(join(tmpdir(), 'ch1-delayed-'))
  t.after(() => rmSync(buffer, { recursive: true, force: true }))
  const options = resolveOptions({ sip: NOWHERE, ch1: [NOWHERE], nextHop: NOWHERE, buffer, legal: ['LV-02'] })
  const behaviour = behaviourIn(options)
  const room = new ChargingRoom({
    ...{ options, seams: {}, behaviour, trigger: new ChargingTrigger(behaviour) },
    ...{ disconnect: () => undefined, log: () => undefined },
  })
  room.onEvent(event('created', 'alice', ['alice'], { before: [] }))
  room.onEvent(event('joined', 'bob', ['alice', 'bob']))
  await room.close()
  const { left, store } = DiskStore.open({ folder: buffer, nowSeconds: Math.floor(Date.now() / 1000), log: () => undefined })
  await store.close()
  assert.deepEqual(
    left.map(({ record }) => `${record.type} ${record.number}`),
    ['start 0', 'interim 1'],
  )
})
