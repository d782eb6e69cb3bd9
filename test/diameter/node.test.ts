// Nodes that listen and connect, over real TCP: two that call each other at once, a third call, strangers, goodbyes, restarts.
import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { test, type TestContext } from 'node:test'
import { DiameterNode, encodeMessage, scalarAt, type DiameterMessage, type NodeOptions } from '@ch1/diameter'
import { answerTo } from './accounting-answer'
import { BarePeer, identity } from './peers'

const ROUNDS = 40
const LIMIT_MS = 20_000

/** Two ports that are free, found by having them for a moment. */
async function freePorts(): Promise<readonly [number, number]> {
  const listen = (server: Server): Promise<Server> =>
    new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
  const servers = await Promise.all([listen(createServer()), listen(createServer())])
  const [one = 0, other = 0] = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return [one, other]
}

/** What the hooks of one node told, and a way to wait until something holds. */
class Watch {
  readonly states: string[] = []
  readonly answers: number[] = []
  readonly restarts: string[] = []
  readonly cea: number[] = []
  readonly #looks = new Set<() => void>()

  get options(): Pick<NodeOptions, 'onPeerState' | 'onAnswer' | 'onRequest' | 'events'> {
    return {
      onPeerState: (originHost, state) => this.#tell(() => this.states.push(`${originHost} ${state}`)),
      onAnswer: (answer) => this.#tell(() => this.answers.push(answer.hopByHop)),
      onRequest: (request, _link, answer) => answer(answerTo(request)),
      events: {
        state: () => this.#tell(() => undefined),
        restarted: (link, now, before) =>
          this.#tell(() => this.restarts.push(`${link.remoteIdentity.originHost ?? '?'} ${before} → ${now}`)),
      },
    }
  }

  async until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not come:\n${this.states.join('\n')}`)), LIMIT_MS)
      const look = (): void => {
        if (!holds()) return
        clearTimeout(timer)
        this.#looks.delete(look)
        resolve()
      }
      this.#looks.add(look)
    })
  }

  // After the present call, so that what it tells of has been done.
  #tell(note: () => void): void {
    note()
    setImmediate(() => this.#looks.forEach((look) => look()))
  }
}

interface Running {
  readonly name: string
  readonly node: DiameterNode
  readonly watch: Watch
}

async function start(t: TestContext, originHost: string, o: Partial<NodeOptions>): Promise<Running> {
  const watch = new Watch()
  const node = await DiameterNode.start({
    identity: identity(originHost),
    peers: [],
    timers: { tcMs: 50, cerTimeoutMs: 5_000 },
    ...watch.options,
    ...o,
  })
  t.after(() => node.close())
  return { name: originHost, node, watch }
}

const isOpen = ({ node }: Running, originHost: string): boolean => /^[IR]-Open$/.test(node.peer(originHost)?.state ?? '')

const acr = ({ hopByHop }: { readonly hopByHop: number }): Uint8Array =>
  encodeMessage({ commandCode: 271, applicationId: 3, request: true, hopByHop, endToEnd: 2, avps: [['Session-Id', 's;1']] })

const here = (port: number): { readonly host: string; readonly port: number } => ({ host: '127.0.0.1', port })

test(`two nodes that call each other at once end with one open connection, ${ROUNDS} times, and ask over it both ways`, async (t) => {
  const seen = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const { a, z } = await twoListening(t)
    const [first, second] = round % 2 === 0 ? [a, z] : [z, a]
    call(first, second)
    // In the same turn, or some turns of the event loop later: the second call meets the first in each state of it.
    for (let turns = round % 8; turns > 0; turns--) await new Promise(setImmediate)
    call(second, first)
    await a.watch.until(() => isOpen(a, 'z.example'), `round ${round}: a`)
    await z.watch.until(() => isOpen(z, 'a.example'), `round ${round}: z`)
    assertSameConnection(a, z)
    a.node.request('z.example', acr)
    z.node.request('a.example', acr)
    await a.watch.until(() => a.watch.answers.length === 1, 'the answer of z')
    await z.watch.until(() => z.watch.answers.length === 1, 'the answer of a')
    assertSameConnection(a, z)
    for (const line of [...a.watch.states, ...z.watch.states]) seen.add(line.replace(/^.* /, ''))
    await Promise.all([a.node.close(), z.node.close()])
  }
  t.diagnostic(`states seen: ${[...seen].sort().join(', ')}`)
  assert.ok(seen.has('Wait-Returns'), 'there were elections')
})

test('two nodes whose CERs cross: the greater name keeps what it received', async (t) => {
  const { a, z } = await twoListening(t)
  call(a, z)
  call(z, a)
  await a.watch.until(() => isOpen(a, 'z.example'), 'a')
  await z.watch.until(() => isOpen(z, 'a.example'), 'z')
  assertSameConnection(a, z)
  // Whichever was first by some microseconds, one of them was waiting for its CEA when the other's CER came.
  const waited = [...a.watch.states, ...z.watch.states].filter((line) => /Wait-Returns|Elect/.test(line))
  assert.ok(waited.length > 0, [...a.watch.states, ...z.watch.states].join('\n'))
  assert.deepEqual([a.node.peer('z.example')?.state, z.node.peer('a.example')?.state], ['I-Open', 'R-Open'])
})

test('a second connection of a peer that is open is answered 5012 and closed; the first stays', async (t) => {
  const { node } = await start(t, 'cdf.example', { listen: here(0), peers: [{ originHost: 'BARE.example' }] })
  const first = await BarePeer.open(node.port ?? 0)
  const second = await BarePeer.connect(node.port ?? 0)
  second.request(257, [['Acct-Application-Id', 3]])
  const cea = await second.next()
  assert.equal(scalarAt(cea, 'Result-Code'), 5012)
  assert.match(String(scalarAt(cea, 'Error-Message')), /another connection of BARE\.example \(R-Open\)/)
  assert.equal(await second.closed, 'FIN')
  first.request(280)
  assert.equal(scalarAt(await first.next(), 'Result-Code'), 2001)
  assert.equal(node.peer('bare.example')?.state, 'R-Open')
})

for (const [name, originHost, o, result] of [
  ['a stranger is answered 3010', 'cdf.example', {}, 3010],
  ['a stranger is served where strangers are', 'cdf.example', { acceptsUnknown: true }, 2001],
  ['one that bears our own name is answered 5012', 'Bare.Example', { acceptsUnknown: true }, 5012],
  [
    'one without a common application is answered 5010, known or not',
    'cdf.example',
    { identity: { ...identity('cdf.example'), acctApplicationIds: [1] } },
    5010,
  ],
] as const) {
  test(name, async (t) => {
    const { node } = await start(t, originHost, { listen: here(0), ...o })
    const peer = await BarePeer.connect(node.port ?? 0)
    peer.request(257, [['Acct-Application-Id', 3]])
    assert.equal(scalarAt(await peer.next(), 'Result-Code'), result)
    assert.equal(node.peers.length, result === 2001 ? 1 : 0)
  })
}

test('a stranger is forgotten when it is gone', async (t) => {
  const { node, watch } = await start(t, 'cdf.example', { listen: here(0), acceptsUnknown: true })
  const peer = await BarePeer.open(node.port ?? 0)
  peer.socket.end()
  await watch.until(() => watch.states.includes('bare.example Closed'), 'the end')
  assert.deepEqual(node.peers, [])
})

test('whoever answers under another name is not the peer we wanted', async (t) => {
  const { node: other } = await start(t, 'other.example', { listen: here(0), acceptsUnknown: true })
  const { watch, node } = await start(t, 'ctf.example', {
    peers: [{ originHost: 'cdf.example', connectTo: here(other.port ?? 0) }],
    timers: { tcMs: 60_000 },
  })
  await watch.until(() => watch.states.includes('cdf.example Closed'), 'the end')
  assert.ok(!watch.states.includes('cdf.example I-Open'))
  assert.throws(() => node.request('cdf.example', acr), { name: 'PeerClosed', message: /cdf\.example is Closed/ })
  assert.throws(() => node.request('other.example', acr), { name: 'PeerClosed', message: /no peer of/ })
})

for (const cause of [0, 1, 2]) {
  test(`after a DPR with cause ${cause} the one who received it ${cause === 0 ? 'comes back' : 'stays away until it is told to'}`, async (t) => {
    const cdf = await start(t, 'cdf.example', { listen: here(0), peers: [{ originHost: 'ctf.example' }] })
    const ctf = await start(t, 'ctf.example', { peers: [{ originHost: 'cdf.example', connectTo: here(cdf.node.port ?? 0) }] })
    const opens = (): number => ctf.watch.states.filter((line) => line.endsWith('I-Open')).length
    await ctf.watch.until(() => opens() === 1, 'open')
    await cdf.watch.until(() => isOpen(cdf, 'ctf.example'), 'open there')
    cdf.node.disconnect('ctf.example', cause)
    await ctf.watch.until(() => ctf.watch.states.includes('cdf.example Closed'), 'the end')
    if (cause !== 0) {
      // Another node with the same Tc that is away for no reason comes and goes meanwhile.
      const witness = await start(t, 'ctf2.example', { peers: [{ originHost: 'cdf.example', connectTo: here(1) }] })
      await witness.watch.until(
        () => witness.watch.states.filter((line) => line.endsWith('Closed')).length >= 3,
        'three attempts',
      )
      assert.equal(opens(), 1)
      ctf.node.connect('cdf.example')
    }
    await ctf.watch.until(() => opens() === 2, 'open again')
  })
}

test('a peer that comes back with a greater Origin-State-Id has restarted, told once, from whichever side it comes', async (t) => {
  const [portA, portZ] = await freePorts()
  const a = await start(t, 'a.example', { listen: here(portA), peers: [{ originHost: 'z.example', connectTo: here(portZ) }] })
  for (const originStateId of [5, 5, 6]) {
    const z = await start(t, 'z.example', {
      listen: here(portZ),
      identity: { ...identity('z.example'), originStateId },
      // The second time it is z who calls.
      peers: [{ originHost: 'a.example', ...(originStateId === 6 ? {} : { connectTo: here(portA) }) }],
    })
    await a.watch.until(() => isOpen(a, 'z.example'), `open with ${originStateId}`)
    await z.node.close()
    await a.watch.until(() => !isOpen(a, 'z.example'), 'the end')
  }
  assert.deepEqual(a.watch.restarts, ['z.example 5 → 6'])
})

test('a closed node leaves nothing behind and takes no more calls', async (t) => {
  const { node } = await start(t, 'cdf.example', { listen: here(0), acceptsUnknown: true })
  const port = node.port ?? 0
  const peer = await BarePeer.open(port)
  const goodbye: Promise<DiameterMessage> = peer.next()
  await node.close()
  assert.equal((await goodbye).commandCode, 282)
  await assert.rejects(BarePeer.connect(port), { code: 'ECONNREFUSED' })
})

// RFC 6733 §5.6 — what one has initiated is what the other has received, and there is no other.
function assertSameConnection(a: Running, z: Running): void {
  const ours = a.node.peer('z.example')
  const theirs = z.node.peer('a.example')
  assert.deepEqual([ours?.state, theirs?.state].sort(), ['I-Open', 'R-Open'])
  assert.ok(ours?.link !== undefined && theirs?.link !== undefined)
  assert.deepEqual([ours.link.local, ours.link.remote], [theirs.link.remote, theirs.link.local])
}

async function twoListening(t: TestContext): Promise<{ readonly a: Running; readonly z: Running }> {
  const [a, z] = await Promise.all([start(t, 'a.example', { listen: here(0) }), start(t, 'z.example', { listen: here(0) })])
  return { a, z }
}

/** Makes one node connect to another, which it did not know before. */
function call(from: Running, to: Running): void {
  const originHost = to.name
  assert.ok(from.node.addPeer({ originHost, connectTo: here(to.node.port ?? 0) }))
}
