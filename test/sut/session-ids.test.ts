// Session-Ids from life to life of the server: a conference of the same name is another session after a restart.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ChargingRoom } from '../../sut/im-server/charging/charging-room'
import { REFERENCE } from '../../sut/im-server/charging/trigger/behaviour'
import { ChargingTrigger } from '../../sut/im-server/charging/trigger/charging-trigger'
import { resolveOptions } from '../../sut/im-server/options'
import { event } from './conference-events'

const NOWHERE = { host: '127.0.0.1', port: 1 }
const START = /^ACR\[START\] 0 (.*)$/

test('Session-Ids stay unique across restarts within a second, for the first conference of each life and of the same name', async (t) => {
  const buffer = mkdtempSync(join(tmpdir(), 'ch1-session-ids-'))
  t.after(() => rmSync(buffer, { recursive: true, force: true }))
  const lives = [await sessionIdsOf(buffer), await sessionIdsOf(buffer), await sessionIdsOf(buffer)]
  // RFC 6733 §8.8 — the low 32 bits begin anew; eternally unique they are by the high ones.
  for (const ids of lives) assert.equal(ids.length, 2)
  assert.equal(new Set(lives.flat()).size, 6, lives.flat().join('\n'))
})

/** What one life of the server with this buffer calls the sessions of two conferences of one name. */
async function sessionIdsOf(buffer: string): Promise<readonly string[]> {
  const ids: string[] = []
  const log = (line: string): void => {
    const id = START.exec(line)?.[1]
    if (id !== undefined) ids.push(id)
  }
  const options = resolveOptions({ sip: NOWHERE, ch1: [NOWHERE], nextHop: NOWHERE, buffer })
  const room = new ChargingRoom({
    ...{ options, seams: {}, disconnect: () => undefined, log },
    ...{ behaviour: REFERENCE, trigger: new ChargingTrigger() },
  })
  for (let life = 0; life < 2; life += 1) {
    room.onEvent(event('created', 'alice', ['alice'], { before: [] }))
    room.onEvent(event('leaveReceived', 'alice', [], { before: ['alice'], ends: true }))
    room.onEvent(event('ended', 'alice', [], { ends: true }))
  }
  await room.close()
  return ids
}
