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

for (const code of [3001, 3002, 3003, 3007, 3008, 3009, 3010]) {
  test(`after ${code} an alternate peer has the record at once, without T; refused there too, it is given up`, () => {
    const rf = new Bench([0, 1])
    rf.submit('a', 0)
    rf.answer(0, code)
    assert.deepEqual(
      [rf.sent, rf.peers],
      [
        ['a0 e1', 'a0 e2'],
        [0, 1],
      ],
    )
    rf.answer(1, code)
    assert.equal(rf.client.size, 0)
    assert.match(rf.lines.join(), new RegExp(`start 0 of a given up: answered ${code}`))
  })
}

test('a redirect is followed to the peer it names, and to any other where nobody is of that name', () => {
  const rf = new Bench([0, 1, 2])
  rf.submit('a', 0)
  rf.answer(0, 3006, { redirectTo: [2] })
  assert.deepEqual(rf.peers, [0, 2])
  rf.submit('b', 0)
  rf.answer(2, 3006)
  assert.deepEqual(rf.peers, [0, 2, 0, 1])
  rf.loses(2)
  rf.submit('c', 0)
  rf.answer(rf.peers.length - 1, 3006, { redirectTo: [2] })
  assert.equal(rf.peers.at(-1), 1, 'the named one is not open')
})

test('3002 from one and silence of the other is no failed answer: the record is stored, and goes again', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.answer(0, 3002)
  for (let i = 0; i < 3; i++) rf.advance(1000)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e2', 'a0 e2 T', 'a0 e2 T'])
  assert.equal(rf.client.size, 1)
  rf.advance(20_000)
  assert.deepEqual(rf.sent.slice(4), ['a0 e2 T'])
})

test('an answer that names another record acknowledges nothing: the record goes again', () => {
  for (const stranger of [{ number: 1 }, { type: 'stop' }, { sessionId: 'b' }] as const) {
    const rf = new Bench()
    rf.submit('a', 0)
    rf.answer(0, 2001, { sessionId: 'a', type: 'start', number: 0, ...stranger })
    assert.equal(rf.client.size, 1)
    assert.match(rf.lines.join(), /answer ignored/)
    rf.advance(1000)
    assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T'])
    rf.answer(1, 2001, { sessionId: 'a', type: 'start', number: 0 })
    assert.equal(rf.client.size, 0)
  }
})

test('2002 is a success', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.answer(0, 2002)
  assert.equal(rf.client.size, 0)
  assert.deepEqual(rf.lines, [])
})

test('a second answer is ignored', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.answer(0, 2001)
  rf.answer(0, 5012)
  assert.equal(rf.client.size, 1)
  assert.deepEqual(rf.lines, [])
})

test('P-5XXX disconnect-user: a failed answer to START or INTERIM disconnects, once, and nothing more is sent in the session', () => {
  for (const type of ['start', 'interim'] as const) {
    const rf = new Bench([0], 100, { onFailedAnswer: 'disconnect-user' })
    rf.submit('a', 0, type)
    rf.submit('a', 1, 'interim')
    rf.submit('b', 0)
    rf.answer(0, 5012)
    assert.deepEqual(rf.demands, ['disconnect a failedAnswer'])
    rf.submit('a', 2, 'stop')
    assert.deepEqual(rf.sent, ['a0 e1', 'b0 e3'])
    assert.equal(rf.client.size, 1, 'the other session goes on')
  }
})

test('P-5XXX disconnect-user: a failed answer to STOP or EVENT disconnects nobody, nor does one under GRANT_AND_LOSE', () => {
  const rf = new Bench([0], 100, { onFailedAnswer: 'disconnect-user' })
  rf.submit('a', 0, 'stop')
  rf.submit('b', 0, 'event')
  rf.answer(0, 5012)
  rf.answer(1, 5012)
  assert.deepEqual(rf.demands, [])
  const lax = new Bench([0], 100, { onFailedAnswer: 'disconnect-user', realtime: 'GRANT_AND_LOSE' })
  lax.submit('a', 0)
  lax.submit('a', 1, 'interim')
  lax.answer(0, 5012)
  assert.deepEqual([lax.demands, lax.sent], [[], ['a0 e1', 'a1 e2']])
})

test('DELIVER_AND_GRANT: without a connection the users go, the records are stored all the same', () => {
  const rf = new Bench([0], 100, { realtime: 'DELIVER_AND_GRANT' })
  rf.submit('a', 0)
  rf.loses(0)
  assert.deepEqual(rf.demands, ['disconnect a unreachable'])
  rf.submit('a', 1, 'stop')
  rf.opens(0)
  rf.answer(1, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a1 e2'])
  assert.deepEqual(rf.demands.length, 1, 'once')
})

test('DELIVER_AND_GRANT told by an answer: the users go as the last connection does, with nothing to send', () => {
  const rf = new Bench([0, 1])
  rf.opens(0)
  rf.opens(1)
  rf.submit('a', 0)
  rf.submit('b', 0)
  rf.answer(0, 2001, { realtime: 'DELIVER_AND_GRANT' })
  rf.answer(1, 2001)
  rf.loses(0)
  assert.deepEqual(rf.demands, [], 'the alternative servers are one server in this')
  rf.loses(1)
  assert.deepEqual(rf.demands, ['disconnect a unreachable'])
})

test('no space: GRANT_AND_STORE disconnects, GRANT_AND_LOSE goes on and loses the record; what a peer takes needs no space', () => {
  for (const [realtime, demands] of [
    ['GRANT_AND_STORE', ['disconnect b noSpace']],
    ['DELIVER_AND_GRANT', ['disconnect a unreachable', 'disconnect b unreachable']],
    ['GRANT_AND_LOSE', []],
  ] as const) {
    const rf = new Bench([], 1, { realtime })
    rf.submit('a', 0)
    rf.submit('b', 0)
    assert.deepEqual(rf.demands, demands, realtime)
    assert.equal(rf.client.size, 1)
    assert.match(rf.lines.join(), /start 0 of b lost/)
  }
  const rf = new Bench([0], 0)
  rf.submit('a', 0)
  assert.deepEqual([rf.sent, rf.demands], [['a0 e1'], []])
})

test('a store without space is no space', () => {
  const store = { put: () => false, renamed: () => undefined, done: () => undefined }
  const rf = new Bench([], 100, { store })
  rf.submit('a', 0)
  assert.equal(rf.client.size, 0)
  assert.deepEqual(rf.demands, ['disconnect a noSpace'])
})

test('P-BUF overwrite: of the interims that wait only the newest goes, never over one that was sent, nor over another type', () => {
  const rf = new Bench([0], 100, { buffering: 'overwrite' })
  rf.submit('a', 0)
  rf.submit('a', 1, 'interim')
  rf.submit('a', 2, 'interim')
  rf.submit('a', 3, 'stop')
  assert.equal(rf.client.size, 3)
  rf.answer(0, 2001)
  rf.submit('b', 0, 'interim')
  rf.submit('b', 1, 'interim')
  rf.answer(1, 2001)
  rf.answer(2, 2001)
  assert.deepEqual(rf.sent, ['a0 e1', 'a2 e3', 'b0 e5', 'a3 e4', 'b1 e6'])
})

test('P-BUF overwrite in an outage: an interim that never left is overwritten at the head of its queue too', () => {
  const rf = new Bench([], 100, { buffering: 'overwrite' })
  for (const number of [1, 2, 3]) rf.submit('a', number, 'interim')
  rf.opens(0)
  assert.deepEqual(rf.sent, ['a3 e3'])
  assert.equal(rf.client.size, 1)
  const other = new Bench([], 100, { buffering: 'overwrite' })
  other.submit('a', 0)
  other.submit('a', 1, 'interim')
  assert.equal(other.client.size, 2, 'a START is not overwritten')
})

test('a peer that never answered is asked again after a rest, with T', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  for (let i = 0; i < 3; i++) rf.advance(1000)
  assert.equal(rf.sent.length, 3)
  rf.advance(19_999)
  assert.equal(rf.sent.length, 3)
  rf.advance(1)
  assert.deepEqual(rf.sent.slice(3), ['a0 e1 T'])
})

test('failback: a record that is out stays with the secondary, the next one goes to the primary that is back', () => {
  const rf = new Bench([0, 1])
  rf.submit('a', 0)
  rf.submit('a', 1)
  rf.loses(0)
  assert.deepEqual(rf.peers, [0, 1])
  rf.up.delete(1)
  rf.up.add(0)
  rf.up.add(1)
  rf.client.peerOpened(0)
  assert.deepEqual(rf.peers, [0, 1])
  rf.answer(1, 2001)
  assert.deepEqual(rf.peers, [0, 1, 0])
  assert.deepEqual(rf.sent, ['a0 e1', 'a0 e1 T', 'a1 e2'])
})

test('an interval is heeded from a success that is not of a STOP, whatever record it came for', () => {
  const rf = new Bench()
  rf.submit('a', 0)
  rf.answer(0, 2001, { interimIntervalS: 60 })
  rf.submit('a', 1, 'interim')
  rf.answer(1, 2001, { interimIntervalS: 0 })
  rf.submit('a', 2, 'interim')
  rf.answer(2, 5012, { interimIntervalS: 30 })
  rf.submit('a', 3, 'stop')
  rf.answer(3, 2001, { interimIntervalS: 30 })
  assert.deepEqual(rf.demands, ['interval a 60', 'interval a 0'])
})

test('what an earlier life left goes first, in order, with T and the same End-to-End Identifier', () => {
  const rf = new Bench([])
  rf.client.restore([
    { stored: 4, endToEnd: 901, record: recordOf('a', 0, 'start') },
    { stored: 5, endToEnd: 902, record: recordOf('b', 0, 'start') },
    { stored: 6, endToEnd: 903, record: recordOf('a', 1, 'interim') },
  ])
  rf.submit('a', 2, 'stop')
  rf.submit('c', 0)
  rf.opens(0)
  assert.deepEqual(rf.sent, ['a0 e901 T', 'b0 e902 T', 'c0 e2'])
  rf.answer(0, 2001)
  rf.answer(3, 2001)
  assert.deepEqual(rf.sent.slice(3), ['a1 e903 T', 'a2 e1'])
})

test('LV-18: what is sent first after a loss has T, the next has not', () => {
  const rf = new Bench([0], 100, { doubtsAfterLoss: true })
  rf.loses(0)
  rf.submit('a', 0)
  rf.submit('b', 0)
  rf.opens(0)
  assert.deepEqual(rf.sent, ['a0 e1 T', 'b0 e2'])
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
