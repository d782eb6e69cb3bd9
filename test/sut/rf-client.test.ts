// The Rf client's queues, resends and retries, with a timer and peers that the test moves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SendingIds } from '../../sut/im-server/charging/accounting-request'
import { RfClient, type RfClientOptions } from '../../sut/im-server/charging/rf/rf-client'
import type { RfAnswer } from '../../sut/im-server/charging/rf/rf-route'
import type { RecordType, StampedRecord } from '../../sut/im-server/charging/record'
import { event } from './conference-events'

test('one ACR of a session is outstanding; the next follows its answer', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.submit('b', 0)
  assert.deepEqual(rf.sent, ['a0 e1', 'b0 e3'])
  rf.answer(0, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'b0 e3', 'a1 e2'])
})

test('without an answer the ACR is sent again with T and the same End-to-End Identifier, a bounded number of times', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  for (let i = 0; i < 5; i++) rf.advance(1000)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a0 e1 T'])
  assert.equal(rf.client.size, 1)
})

test('an ACR that stayed unanswered keeps its place and goes again when the peer reopens', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  for (let i = 0; i < 4; i++) rf.advance(1000)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.sent.slice(3), ['a0 e1 T'])
  rf.answer(3, 2001)
  assert.deepEqual(rf.sent.slice(4), ['a1 e2'])
})

test('a late answer to an earlier sending is an answer', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.advance(1000)
  rf.answer(0, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a1 e2'])
  rf.answer(1, 2001)
  assert.equal(rf.client.size, 1, 'the answer to the resend finds nothing')
})

for (const code of [3004, 3005, 4001, 4002]) {
  test(`after ${code} the record is kept and goes again later, without T, as a new request`, () => {
    const rf = new Bench()
    rf.submit('a', 0)
    rf.answer(0, code)
    assert.deepEqual(rf.sent, ['a0 e1'])
    rf.advance(1000)
    assert.deepEqual(rf.sent, ['a0 e1', 'a0 e2'])
  })
}

for (const code of [3002, 3003, 3009, 5001, 5002, 5004, 5012, 6001, 1, undefined]) {
  test(`after ${code ?? 'an answer without result'} the record is given up and the next is sent`, () => {
    const rf = new Bench()
    rf.submit('a', 0)
    rf.submit('a', 1)
    rf.answer(0, code)
    assert.deepEqual(rf.sent, ['a0 e1', 'a1 e2'])
    assert.match(rf.lines.join(), /start 0 of a given up/)
  })
}

test('after 3004 with a second peer the record goes there at once, as a new request; the next record begins with the first peer again', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.answer(0, 3004)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e3'])
  rf.answer(1, 2001)
  assert.deepEqual(rf.sent.slice(2), ['a1 e2'])
  assert.deepEqual(rf.peers, [0, 1, 0])
})

test('after 3004 of every peer the record waits, then all are asked again', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.answer(0, 3004)
  rf.answer(1, 3004)
  assert.deepEqual(rf.peers, [0, 1])
  rf.advance(1000)
  assert.deepEqual(rf.peers, [0, 1, 0])
})

test('4002 is no reason to ask another peer: the record waits', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.answer(0, 4002)
  assert.deepEqual(rf.peers, [0])
  rf.advance(1000)
  assert.deepEqual(rf.peers, [0, 0])
})

test('a peer that says when to come again is not asked before, nor later than a minute', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.client.answered({ peer: 0, hopByHop: 1, resultCode: 3004, retryAfterMs: 5_000 })
  rf.advance(4_999)
  assert.equal(rf.sent.length, 1)
  rf.advance(1)
  assert.equal(rf.sent.length, 2)
  rf.client.answered({ peer: 0, hopByHop: 2, resultCode: 3004, retryAfterMs: 86_400_000 })
  rf.advance(60_000)
  assert.equal(rf.sent.length, 3)
})

test('what happens during an outage is stored and goes in the stored order; T only on what had been sent', () => {
  const rf = new Bench()
  rf.submit('b', 0)
  rf.up.delete(0)
  rf.client.peerLost(0)
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.submit('b', 1)
  rf.advance(10_000)
  assert.deepEqual(rf.sent, ['b0 e1'])
  rf.up.add(0)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.sent, ['b0 e1', 'b0 e1 T', 'a0 e2'])
  rf.answer(1, 2001)
  rf.answer(2, 2001)
  assert.deepEqual(rf.sent.slice(3), ['b1 e4', 'a1 e3'])
})

test('with a second peer the unanswered ACR fails over with T', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.up.delete(0)
  rf.client.peerLost(0)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T'])
  assert.deepEqual(rf.peers, [0, 1])
})

test('a peer that takes ACRs and never answers is left for the second after the last resend', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  for (let i = 0; i < 3; i++) rf.advance(1000)
  assert.deepEqual(rf.peers, [0, 0, 0, 1])
})

test('an answer nobody waits for is discarded', () => {
  const rf = new Bench()
  rf.client.answered({ peer: 0, hopByHop: 99, resultCode: 2001 })
  rf.submit('a', 0)
  rf.client.answered({ peer: 1, hopByHop: 1, resultCode: 2001 })
  assert.equal(rf.client.size, 1)
})

test('a record that cannot be written is given up with a line, the rest goes on', () => {
  const rf = new Bench()
  rf.unwritable = 'a0'
  rf.submit('a', 0)
  rf.submit('a', 1)
  assert.deepEqual(rf.sent, ['a1 e2'])
  assert.match(rf.lines.join(), /start 0 of a given up: it cannot be written, Error: no such AVP/)
})

test('the buffer is bounded: what does not fit is lost and said so', () => {
  const rf = new Bench([], 2)
  for (const number of [0, 1, 2]) rf.submit('a', number)
  assert.equal(rf.client.size, 2)
  assert.match(rf.lines.join(), /start 2 of a lost: 2 records wait already/)
})

test('after close nothing is sent and no timer is left', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.client.close()
  rf.advance(5000)
  rf.submit('a', 1)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.sent, ['a0 e1'])
  assert.equal(rf.timers.size, 0)
})

function recordOf(session: string, number: number, type: RecordType): StampedRecord {
  const cause = event('created', 'alice', ['alice'], { conference: session })
  return { type, cause, sessionId: session, originHost: 'im1.im.example', number }
}

/** A client between a clock, peers and an eye that the test holds. */
class Bench {
  readonly client: RfClient
  readonly sent: string[] = []
  readonly peers: number[] = []
  readonly lines: string[] = []
  readonly demands: string[] = []
  readonly up: Set<number>
  readonly timers = new Map<number, { readonly at: number; readonly fire: () => void }>()
  unwritable = ''
  private now = 0
  private ids = 0
  private endToEnd = 0

  constructor(peers: readonly number[] = [0], maxBuffered = 100, o: Partial<RfClientOptions> = {}) {
    this.up = new Set(peers)
    this.client = new RfClient({
      route: {
        send: (encode, usable) => {
          const peer = [...this.up].find(usable)
          if (peer === undefined) return undefined
          encode(this.sent.length + 1)
          this.peers.push(peer)
          return { peer, hopByHop: this.sent.length }
        },
      },
      encode: (record, ids) => this.encode(record, ids),
      nextEndToEnd: () => ++this.endToEnd,
      timers: {
        set: (ms, fire) => {
          this.timers.set(++this.ids, { at: this.now + ms, fire })
          return this.ids
        },
        clear: (handle) => void this.timers.delete(handle as number),
      },
      ...{ acrResendMs: 1000, acrResends: 2, storedRetryMs: 20_000, maxBuffered },
      ...{ realtime: 'GRANT_AND_STORE', onFailedAnswer: 'ignore', buffering: 'all-in-order' },
      demands: {
        disconnect: (record, why) => this.demands.push(`disconnect ${record.sessionId} ${why}`),
        interimInterval: (session, seconds) => this.demands.push(`interval ${session} ${seconds}`),
      },
      ...o,
      log: (line) => this.lines.push(line),
    })
  }

  submit(session: string, number: number, type: RecordType = 'start'): void {
    this.client.submit(recordOf(session, number, type))
  }

  /** Answers the sending of that index. */
  answer(index: number, resultCode: RfAnswer['resultCode'], more: Partial<RfAnswer> = {}): void {
    this.client.answered({ peer: this.peers[index] ?? 0, hopByHop: index + 1, resultCode, ...more })
  }

  /** This peer is lost, or open. */
  loses(peer: number): void {
    this.up.delete(peer)
    this.client.peerLost(peer)
  }
  opens(peer: number): void {
    this.up.add(peer)
    this.client.peerOpened(peer)
  }

  advance(ms: number): void {
    this.now += ms
    for (const [id, { at, fire }] of [...this.timers]) {
      if (at > this.now || !this.timers.has(id)) continue
      this.timers.delete(id)
      fire()
    }
  }

  private encode(record: StampedRecord, ids: SendingIds): Uint8Array {
    const name = `${record.sessionId}${record.number}`
    if (name === this.unwritable) throw new Error('no such AVP')
    this.sent.push(`${name} e${ids.endToEnd}${ids.retransmitted ? ' T' : ''}`)
    return new Uint8Array()
  }
}
