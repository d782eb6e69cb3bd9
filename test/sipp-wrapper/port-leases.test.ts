// Leased ports: none twice, none that is taken, none of another process, and back again.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { PortLeases, SippError, type PortLease } from 'sipp-wrapper'

const root = join(__dirname, '..', '..')
const portsOf = ({ sip, control, media, twin }: PortLease): readonly number[] => [
  sip,
  control,
  media,
  media + 1,
  media + 2,
  media + 3,
  twin,
]

async function noPorts(promise: Promise<unknown>, pattern: RegExp): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof SippError)
    assert.equal(error.reason, 'noPorts')
    assert.match(error.message, pattern)
    return true
  })
}

test('forty leases at once have no port in common, and media is even', async (t) => {
  const leases = new PortLeases()
  t.after(() => {
    leases.close()
  })
  const all = await Promise.all(Array.from({ length: 40 }, () => leases.lease()))
  const ports = all.flatMap(portsOf)
  assert.equal(new Set(ports).size, 40 * 7)
  assert.ok(all.every(({ media }) => media % 2 === 0))
  assert.equal(leases.leased, 40)
})

// Below all that whole runs lease, which other tests may start beside these.
const QUIET = { first: 20_000, end: 20_256 }

test('a lease that is given back rests: the others are lent first', async (t) => {
  const leases = new PortLeases(QUIET)
  t.after(() => {
    leases.close()
  })
  const first = await leases.lease()
  leases.release(first)
  leases.release(first)
  assert.equal(leases.leased, 0)
  const next = await leases.lease()
  assert.notEqual(next.sip, first.sip)
  for (let i = 0; i < 29; i += 1) await leases.lease()
  assert.equal((await leases.lease()).sip, first.sip)
})

test('ports that somebody else has are passed over', async (t) => {
  const leases = new PortLeases(QUIET)
  t.after(() => {
    leases.close()
  })
  const { sip } = await leases.lease()
  // The next one is 8 further; its third media port is taken.
  const socket = createSocket('udp4').bind(sip + 8 + 2 + 3, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  assert.equal((await leases.lease()).sip, sip + 16)
})

test('when every window is taken the error says so', async (t) => {
  const narrow = { first: 20_256, end: 20_512 }
  const [one, other] = [new PortLeases(narrow), new PortLeases(narrow)]
  t.after(() => {
    one.close()
    other.close()
  })
  await one.lease()
  await noPorts(other.lease(), /every one of the 1 windows of 256 ports between 20256 and 20512 is taken\. Release some/)
  await noPorts(new PortLeases({ first: 20_256, end: 20_356 }).lease(), /the 0 windows/)
  for (let i = 0; i < 30; i += 1) await one.lease()
  await noPorts(one.lease(), /is taken/)
  one.close()
  await noPorts(one.lease(), /were closed/)
  await other.lease()
})

test('another process has other windows; killed, it gives them up', async (t) => {
  const program = `require('./tools/register.js')
    const { PortLeases } = require('sipp-wrapper')
    void new PortLeases({ first: 20_512, end: 20_768 }).lease().then((lease) => { process.send(lease); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['-e', program], { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  t.after(() => child.kill('SIGKILL'))
  await once(child, 'message')
  const leases = new PortLeases({ first: 20_512, end: 20_768 })
  t.after(() => {
    leases.close()
  })
  await noPorts(leases.lease(), /is taken/)
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  assert.ok((await leases.lease()).sip > 20_512)
})
