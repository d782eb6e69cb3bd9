// A server whose records take their time: "no record came" is proven all the same, for what was owed before stood there first.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { test } from 'node:test'
import { against, freePorts, outsideServer } from '../conformance/outside-server'
import { ch1, newFolder, notPassed, story, verdictsOf, words } from '../conformance/run-process'

/** What the server sends is held for so long: more than two grains of the judge, less than P-DELAY. */
const HELD_MS = 300

/** "No record" of each shape: refused, ringing, cancelled, sent again, turned away, referred, re-INVITE, stray BYE, after a departure. */
const QUIET = [
  ...['TP_ARR_003', 'TP_DEP_002', 'TP_LIF_002', 'TP_NEG_001', 'TP_NEG_003', 'TP_NEG_005', 'TP_NEG_008', 'TP_NEG_009'],
  ...['TP_NEG_010', 'TP_NEG_013', 'TP_NEG_014', 'TP_NEG_016', 'TP_NEG_019'],
]

/** Passes a TCP connection on to `port`, and holds what its client sends. */
async function heldWay(port: number): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    near.on('data', (bytes) => setTimeout(() => far.write(bytes), HELD_MS))
    far.on('data', (bytes) => near.write(bytes))
    near.on('close', () => setTimeout(() => far.end(), HELD_MS))
    far.on('close', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

test('a server whose records come 300 ms late passes the purposes on silence', async () => {
  const listening = await freePorts()
  const way = await heldWay(Number(listening.ch1.split(':')[1]))
  const server = await outsideServer({ ...listening, ch1: `127.0.0.1:${way.port}` }, undefined, ['--no-answer', '4000'])
  try {
    const out = newFolder()
    const only = QUIET.flatMap((id) => ['--only', id])
    const ended = await ch1(
      'run',
      '--progress',
      'none',
      '--no-html',
      '--out',
      out,
      '--lease-base',
      '31000',
      ...only,
      ...against(server, listening),
    )
    const verdicts = words(verdictsOf(out))
    assert.deepEqual(
      QUIET.filter((id) => verdicts[id] !== 'pass'),
      [],
      `${notPassed(verdictsOf(out)).join('\n')}\n${story(ended)}`,
    )
  } finally {
    await server.stop()
    way.close()
  }
})
