// Kamailio as the example starts it: nothing of it stays, however it ends, and a configuration it does not take is told.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { missing } from '../conformance/foreign-programs'
import { freeUdp } from '../conformance/outside-server'
import { survivors, treeOf, type Seen } from '../conformance/process-tree'

interface Kamailio {
  readonly pid: number
  readonly ended: Promise<string>
  readonly tail: () => string
  readonly stop: () => Promise<void>
}
interface KamailioProcess {
  readonly kamailioVersion: () => string | undefined
  readonly startKamailio: (ports: { sip: number | string; core: number; ch1: number }) => Kamailio
}

const folder = path.join(__dirname, '..', '..', 'examples', 'kamailio')
const { kamailioVersion, startKamailio } = createRequire(__filename)(path.join(folder, 'kamailio-process.js')) as KamailioProcess

// main, its workers and timers, and those of the Diameter peer
const PROCESSES = 13

test('Kamailio is stopped with all its processes', async (t) => {
  if (!isInstalled(t)) return
  const kamailio = await started()
  const seen = await whole(kamailio)
  await kamailio.stop()
  assert.deepEqual(await survivors(seen, 3_000), [])
  assert.deepEqual(pipesOf(seen), [])
})

test('what Kamailio leaves when it is killed is ended, too', async (t) => {
  if (!isInstalled(t)) return
  const kamailio = await started()
  const seen = await whole(kamailio)
  process.kill(kamailio.pid, 'SIGKILL')
  assert.equal(await kamailio.ended, 'exit SIGKILL')
  await kamailio.stop()
  assert.deepEqual(await survivors(seen, 3_000), [])
  assert.deepEqual(pipesOf(seen), [])
})

test('a configuration that Kamailio does not take is told in its words', (t) => {
  if (!isInstalled(t)) return
  assert.throws(
    () => startKamailio({ sip: 'nowhere', core: 1, ch1: 1 }),
    /kamailio does not take the configuration:\n.*parse error/s,
  )
})

async function started(): Promise<Kamailio> {
  return startKamailio({ sip: await freeUdp(), core: 9, ch1: 9 })
}

/** All its processes, once they and the pipes of its Diameter module are there. */
async function whole(kamailio: Kamailio): Promise<readonly Seen[]> {
  for (let polls = 0; polls < 200; polls += 1) {
    const seen = treeOf(kamailio.pid)
    if (seen.length === PROCESSES && pipesOf(seen).length > 0) return seen
    await new Promise((resolve) => setTimeout(resolve, 50)) // no event tells that a process of another has forked
  }
  throw new Error(`not ${PROCESSES} processes of Kamailio and their pipes within 10 s:\n${kamailio.tail()}`)
}

function pipesOf(seen: readonly Seen[]): readonly string[] {
  return readdirSync('/tmp').filter((name) => seen.some(({ pid }) => name.startsWith(`cdp_send_${pid}_`)))
}

function isInstalled(t: TestContext): boolean {
  return (
    kamailioVersion() !== undefined || missing(t, 'Kamailio is not installed (apt-get install kamailio kamailio-ims-modules)')
  )
}
