// The peer state machine: requests and answers, disconnection and the end of the transport.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EndToEndIds, scalarAt } from '@ch1/diameter'
import { openRig, request, rig, them } from './peer-machine-rig'

test('a DPR is answered, and the transport closed if the peer does not', () => {
  const { machine, receive, last, log, clock } = openRig()
  receive({ commandCode: 282, avps: [...them, ['Disconnect-Cause', 2]] })
  assert.deepEqual([last()?.commandCode, last()?.request], [282, false])
  assert.equal(machine.remoteCause, 2)
  assert.deepEqual(log, ['peer leaves 2', 'closing: DPR received, cause 2'])
  clock.advance(1000)
  assert.deepEqual(log.slice(2), ['end'])
})

test('a disconnection sends a DPR with its cause and closes with the DPA', () => {
  const { machine, sent, answer, log } = openRig()
  machine.disconnect(1)
  machine.disconnect(1)
  assert.deepEqual(sent.length, 1)
  assert.equal(sent[0] && scalarAt(sent[0], 'Disconnect-Cause'), 1)
  answer(sent[0], ['Result-Code', 2001])
  assert.deepEqual(log, ['closing: DPR sent, cause 1', 'end'])
})

test('a disconnection closes without a DPA after a second', () => {
  const { machine, log, clock } = openRig()
  machine.disconnect(0)
  clock.advance(999)
  assert.equal(log.length, 1)
  clock.advance(1)
  assert.equal(log.at(-1), 'end')
})

test('while closing, answers are taken, base requests answered, other requests not', () => {
  const { machine, receive, sent, answer, log } = openRig()
  const { hopByHop } = machine.request(({ hopByHop: id }) => request(id))
  machine.disconnect(0)
  receive({ commandCode: 271, applicationId: 3 })
  receive({})
  receive({ commandCode: 282, avps: [...them, ['Disconnect-Cause', 0]] })
  answer(sent[0])
  assert.deepEqual(log, ['closing: DPR sent, cause 0', `answer ${hopByHop}`])
  assert.deepEqual(
    sent.slice(2).map(({ commandCode, request: isRequest }) => [commandCode, isRequest]),
    [
      [280, false],
      [282, false],
    ],
  )
})

test('a request is passed on in state open, and answered while the peer is there', () => {
  const { machine, receive, log, sent } = openRig()
  receive({ commandCode: 271, applicationId: 3 })
  assert.deepEqual(log, ['request 271'])
  machine.answer(request(1))
  assert.equal(sent.length, 1)
  machine.transportClosed('gone')
  machine.answer(request(1))
  assert.equal(sent.length, 1)
})

test('an answer is passed on once, and only to a request that was made', () => {
  const { machine, sent, answer, receive, log } = openRig('initiator')
  const { hopByHop } = machine.request(({ hopByHop: id }) => request(id))
  receive({ commandCode: 271, request: false, hopByHop: (hopByHop + 1) >>> 0 })
  answer(sent[0])
  answer(sent[0])
  assert.deepEqual(log, [`answer ${hopByHop}`])
})

test('of more unanswered requests than the limit the oldest are forgotten', () => {
  const { machine, log, receive } = openRig('initiator')
  const bytes = request(0)
  const ids = Array.from({ length: 1001 }, () => machine.request(() => bytes).hopByHop)
  for (const hopByHop of ids.slice(0, 2)) receive({ commandCode: 271, request: false, hopByHop })
  assert.deepEqual(log, [`answer ${ids[1]}`])
})

test('a request needs an open peer', () => {
  const { machine } = rig('initiator')
  assert.throws(() => machine.request(() => request(1)), {
    name: 'PeerClosed',
    message: 'the peer is connected, requests need it open',
  })
})

test('the end of the transport is told once, and leaves no timer', () => {
  const { machine, clock, log, receive } = openRig()
  machine.transportClosed('gone')
  machine.transportClosed('again')
  receive({})
  assert.deepEqual(log, ['closed: gone'])
  assert.equal(clock.waiting, 0)
})

test('End-to-End Identifiers begin with the time and a random part, count up, and wrap', () => {
  const ids = new EndToEndIds(0x65_4321, () => 0.5)
  assert.deepEqual([ids.next(), ids.next()], [0x3218_0000, 0x3218_0001])
  const last = new EndToEndIds(0xfff, () => 0.9999999)
  assert.deepEqual([last.next(), last.next()], [0xffff_ffff, 0])
})
