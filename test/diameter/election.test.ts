// The peer table of RFC 6733 §5.6 and the election, without sockets: every row that a node carries out is gone through.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  comesBackAfter,
  DISCONNECT_MEANINGS,
  PEER_TABLE,
  peerRow,
  winsElection,
  type CerDecision,
  type NodePeerEvent,
} from '@ch1/diameter'
import { NodePeer } from '../../packages/diameter/src/peer/node-peer'
import { ManualClock } from './manual-clock'

const TC = 30_000
const WAIT = 10_000
const gone = new Set<string>()

function rig(localHost = 'b.example', { connects = true } = {}) {
  const clock = new ManualClock()
  const log: string[] = []
  const answers = new Map<number, CerDecision>()
  const peer = new NodePeer({
    localHost,
    remoteHost: 'm.example',
    connects,
    tcMs: TC,
    waitMs: WAIT,
    clock,
    port: {
      connect: () => void log.push('connect'),
      dropInitiated: () => void log.push('drop I'),
      dropReceived: (conn) => void log.push(`drop R${conn}`),
      goodbye: (side, cause) => void log.push(`DPR ${side} ${cause}`),
      admit: () => ({ resultCode: 2001 }),
      state: (state, before, event) => {
        gone.add(`${before} ${event}`)
        log.push(state)
      },
    },
  })
  const cer = (conn: number): void => {
    gone.add(`${peer.state} R-Conn-CER`)
    peer.receivedCer(conn, (decision) => answers.set(conn, decision))
  }
  const result = (conn: number): unknown => {
    const decision = answers.get(conn)
    return typeof decision === 'object' ? decision.resultCode : decision
  }
  return { peer, clock, log, cer, result }
}

type Rig = ReturnType<typeof rig>
const WINS = 'z.example'
const LOSES = 'b.example'

const waitConnAck = (host = LOSES): Rig => {
  const r = rig(host)
  r.peer.start()
  return r
}
const waitICea = (host = LOSES): Rig => {
  const r = waitConnAck(host)
  r.peer.initiated('I-Rcv-Conn-Ack')
  return r
}
const waitConnAckElect = (host = LOSES): Rig => {
  const r = waitConnAck(host)
  r.cer(1)
  return r
}
const waitReturns = (): Rig => {
  const r = waitICea()
  r.cer(1)
  return r
}
const iOpen = (): Rig => {
  const r = waitICea()
  r.peer.initiated('I-Rcv-CEA')
  return r
}
const rOpen = (): Rig => {
  const r = rig()
  r.cer(1)
  return r
}
const closing = (from: Rig): Rig => {
  from.peer.stop(2)
  return from
}

/** Each row: how the state is reached, what happens there, the state after it, the answers to CERs by connection. */
const rows: readonly (readonly [
  name: string,
  from: () => Rig,
  event: (r: Rig) => void,
  next: string,
  answers: readonly unknown[],
  log?: string,
])[] = [
  ['Closed: a CER is accepted', rig, (r) => r.cer(1), 'R-Open', [2001]],
  ['Wait-Conn-Ack: connected', waitConnAck, (r) => r.peer.initiated('I-Rcv-Conn-Ack'), 'Wait-I-CEA', []],
  ['Wait-Conn-Ack: not connected', waitConnAck, (r) => r.peer.initiated('I-Rcv-Conn-Nack'), 'Closed', [], 'drop I'],
  ['Wait-Conn-Ack: a CER waits', waitConnAck, (r) => r.cer(1), 'Wait-Conn-Ack/Elect', [undefined]],
  ['Wait-Conn-Ack: too long', waitConnAck, (r) => r.clock.advance(WAIT), 'Closed', [], 'drop I'],
  ['Wait-Conn-Ack: stopped', waitConnAck, (r) => r.peer.stop(0), 'Closed', [], 'drop I'],
  ['Wait-I-CEA: CEA', waitICea, (r) => r.peer.initiated('I-Rcv-CEA'), 'I-Open', []],
  ['Wait-I-CEA: a CER, the election is lost', waitICea, (r) => r.cer(1), 'Wait-Returns', [undefined]],
  ['Wait-I-CEA: a CER, the election is won', () => waitICea(WINS), (r) => r.cer(1), 'R-Open', [2001], 'drop I'],
  ['Wait-I-CEA: disconnected', waitICea, (r) => r.peer.initiated('I-Peer-Disc'), 'Closed', []],
  ['Wait-I-CEA: something else came', waitICea, (r) => r.peer.initiated('I-Rcv-Non-CEA'), 'Closed', [], 'drop I'],
  ['Wait-I-CEA: too long', waitICea, (r) => r.clock.advance(WAIT), 'Closed', [], 'drop I'],
  ['Wait-I-CEA: stopped', waitICea, (r) => r.peer.stop(0), 'Closed', [], 'drop I'],
  ['Elect: connected, lost', waitConnAckElect, (r) => r.peer.initiated('I-Rcv-Conn-Ack'), 'Wait-Returns', [undefined]],
  ['Elect: connected, won', () => waitConnAckElect(WINS), (r) => r.peer.initiated('I-Rcv-Conn-Ack'), 'R-Open', [2001], 'drop I'],
  ['Elect: not connected', waitConnAckElect, (r) => r.peer.initiated('I-Rcv-Conn-Nack'), 'R-Open', [2001]],
  ['Elect: the received one is gone', waitConnAckElect, (r) => r.peer.receivedClosed(1), 'Wait-Conn-Ack', [4003]],
  ['Elect: a third one', waitConnAckElect, (r) => r.cer(2), 'Wait-Conn-Ack/Elect', [undefined, 5012]],
  ['Elect: too long', waitConnAckElect, (r) => r.clock.advance(WAIT), 'Closed', [5012], 'drop I'],
  ['Elect: stopped', waitConnAckElect, (r) => r.peer.stop(0), 'Closed', [5012], 'drop I'],
  ['Wait-Returns: the initiated one is gone', waitReturns, (r) => r.peer.initiated('I-Peer-Disc'), 'R-Open', [2001]],
  ['Wait-Returns: the winner answers', waitReturns, (r) => r.peer.initiated('I-Rcv-CEA'), 'I-Open', [4003]],
  ['Wait-Returns: the winner closes its own', waitReturns, (r) => r.peer.receivedClosed(1), 'Wait-I-CEA', [4003]],
  ['Wait-Returns: no CEA', waitReturns, (r) => r.peer.initiated('I-Rcv-Non-CEA'), 'R-Open', [2001], 'drop I'],
  ['Wait-Returns: a third one', waitReturns, (r) => r.cer(2), 'Wait-Returns', [undefined, 5012]],
  ['Wait-Returns: too long', waitReturns, (r) => r.clock.advance(WAIT), 'Closed', [5012], 'drop I'],
  ['Wait-Returns: stopped', waitReturns, (r) => r.peer.stop(0), 'Closed', [5012], 'drop I'],
  ['R-Open: another one', rOpen, (r) => r.cer(2), 'R-Open', [2001, 5012]],
  ['R-Open: stopped', rOpen, (r) => r.peer.stop(2), 'Closing', [2001], 'DPR R 2'],
  ['R-Open: DPR', rOpen, (r) => r.peer.goodbye('R', 0), 'Closing', [2001]],
  ['R-Open: gone', rOpen, (r) => r.peer.receivedClosed(1), 'Closed', [2001]],
  ['R-Open: one that was refused is gone', rOpen, (r) => r.peer.receivedClosed(2), 'R-Open', [2001]],
  ['I-Open: another one', iOpen, (r) => r.cer(1), 'I-Open', [5012]],
  ['I-Open: stopped', iOpen, (r) => r.peer.stop(1), 'Closing', [], 'DPR I 1'],
  ['I-Open: DPR', iOpen, (r) => r.peer.goodbye('I', 0), 'Closing', []],
  ['I-Open: gone', iOpen, (r) => r.peer.initiated('I-Peer-Disc'), 'Closed', []],
  ['Closing: the initiated one is gone', () => closing(iOpen()), (r) => r.peer.initiated('I-Peer-Disc'), 'Closed', []],
  ['Closing: the received one is gone', () => closing(rOpen()), (r) => r.peer.receivedClosed(1), 'Closed', [2001]],
  ['Closing: a CER', () => closing(iOpen()), (r) => r.cer(1), 'Closing', [5012]],
]

for (const [name, from, event, next, answers, line] of rows) {
  test(name, () => {
    const r = from()
    event(r)
    assert.equal(r.peer.state, next)
    assert.deepEqual(
      answers.map((_, index) => r.result(index + 1)),
      answers,
    )
    if (line !== undefined) assert.ok(r.log.includes(line), r.log.join('\n'))
  })
}

after(() => {
  // Closing has no time limit of the node's own: the connection's machine has one.
  const left = PEER_TABLE.filter(({ by, state, event }) => by === 'node' && !gone.has(`${state} ${event}`))
  assert.deepEqual(
    left.map(({ state, event }) => `${state} ${event}`),
    ['Closing Timeout'],
  )
})

test('a state has one row for an event, and every state can be reached and left', () => {
  const keys = PEER_TABLE.map(({ state, event }) => `${state} ${event}`)
  assert.equal(new Set(keys).size, keys.length)
  const states = new Set(PEER_TABLE.map(({ state }) => state))
  assert.deepEqual([...new Set(PEER_TABLE.map(({ next }) => next))].sort(), [...states].sort())
  assert.equal(PEER_TABLE.filter(({ clause }) => clause.startsWith('RFC 6733 §5.6')).length, 43)
  assert.deepEqual(peerRow('Wait-Returns', 'Win-Election')?.actions, ['I-Disc', 'R-Snd-CEA'])
  assert.equal(peerRow('Closed', 'I-Rcv-CEA'), undefined)
})

test('an event without a row does nothing', () => {
  const { peer, log } = rig()
  for (const event of ['I-Rcv-CEA', 'I-Peer-Disc', 'I-Rcv-DWR'] as const satisfies readonly NodePeerEvent[]) peer.initiated(event)
  peer.receivedClosed(1)
  assert.deepEqual([peer.state, log], ['Closed', []])
})

for (const [local, received, wins] of [
  ['b.example', 'a.example', true],
  ['a.example', 'b.example', false],
  ['a.example', 'a.example', false],
  ['A.EXAMPLE', 'a.example', false],
  ['B.example', 'a.EXAMPLE', true],
  ['Z.example', 'a.example', true],
  ['a.example.com', 'a.example', true],
  ['a.example', 'a.example.com', false],
  // Octets, not words: `_` is beyond `Z` and before `a`; the digit is before the letter, the hyphen before the dot.
  ['_.example', 'z.example', false],
  ['_.example', 'Z.example', false],
  ['cdf9.example', 'cdf10.example', true],
  ['cdf.example', 'cdf-1.example', true],
] as const) {
  test(`${local} ${wins ? 'wins' : 'does not win'} against ${received}`, () => {
    assert.equal(winsElection(local, received), wins)
  })
}

test('of two different names exactly one wins', () => {
  const names = ['a', 'b', 'a.b', 'z-1', 'Z_1', 'z1']
  for (const one of names)
    for (const other of names) if (one !== other) assert.notEqual(winsElection(one, other), winsElection(other, one))
})

for (const { cause, name, comesBack } of DISCONNECT_MEANINGS) {
  test(`after a DPR with cause ${name} we ${comesBack ? 'come back after Tc' : 'stay away until started or called'}`, () => {
    for (const side of ['I', 'R'] as const) {
      const { peer, clock, log } = side === 'I' ? iOpen() : rOpen()
      if (side === 'R') peer.start()
      peer.goodbye(side, cause)
      log.length = 0
      if (side === 'I') peer.initiated('I-Peer-Disc')
      else peer.receivedClosed(1)
      clock.advance(TC)
      assert.equal(log.includes('connect'), comesBack)
      if (comesBack) continue
      assert.equal(clock.waiting, 0)
      peer.start()
      assert.ok(log.includes('connect'))
    }
  })
}

test('a cause that is missing or unknown is no reason to stay away', () => {
  assert.deepEqual([comesBackAfter(undefined), comesBackAfter(3)], [true, true])
})

test('Tc passes after a loss, an attempt that failed, and no other time', () => {
  const { peer, clock, log, cer } = waitConnAck()
  peer.initiated('I-Rcv-Conn-Nack')
  clock.advance(TC - 1)
  assert.equal(log.filter((line) => line === 'connect').length, 1)
  clock.advance(1)
  assert.equal(log.filter((line) => line === 'connect').length, 2)
  peer.initiated('I-Rcv-Conn-Nack')
  cer(1)
  clock.advance(2 * TC)
  assert.equal(log.filter((line) => line === 'connect').length, 2, 'a peer that came by itself is not connected to')
})

test('a node that is stopped does not come back, nor one that only waits', () => {
  for (const r of [closing(iOpen()), rig(LOSES, { connects: false })]) {
    r.peer.initiated('I-Peer-Disc')
    r.log.length = 0
    r.clock.advance(10 * TC)
    assert.deepEqual([r.log, r.clock.waiting], [[], 0])
  }
})
