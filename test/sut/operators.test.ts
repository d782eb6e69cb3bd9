// The networks of P-Charging-Vector, from SIP to the record.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRequest, respond } from '@ch1/sip'
import { accountingRequest } from '../../sut/im-server/charging/accounting-request'
import { factsOfIncoming, factsWithAnswer } from '../../sut/im-server/conference/leg'
import { event } from './conference-events'

const ORIGIN = { originHost: 'im1', originRealm: 'im', destinationRealm: 'cdf', originStateId: 1 }
const IDS = { hopByHop: 1, endToEnd: 1, retransmitted: false }

function invite(vector: string) {
  const headers = [
    ['From', '<sip:bob@home.example>;tag=1'],
    ['P-Charging-Vector', vector],
  ] as const
  return buildRequest({ method: 'INVITE', uri: 'sip:conf@im.example', headers: [...headers] })
}

test('orig-ioi and term-ioi of an INVITE are facts of its leg, without their quotes', () => {
  const { operators } = factsOfIncoming(invite('icid-value=1;orig-ioi="home one";term-ioi=im.example'), 'joined')
  assert.deepEqual(operators, { originating: 'home one', terminating: 'im.example' })
  assert.equal(factsOfIncoming(invite('icid-value=1'), 'joined').operators, undefined)
  assert.equal(factsOfIncoming(invite('icid-value=1;=home.example'), 'joined').operators, undefined)
})

test('the 2xx tells in which network an invited leg ends', () => {
  const { leg } = event('inviteeAnswered', 'bob', ['alice', 'bob'])
  const answer = (vector: string) => respond(invite('icid-value=1'), 200, undefined, { headers: [['P-Charging-Vector', vector]] })
  assert.deepEqual(factsWithAnswer(leg, answer('icid-value=1;term-ioi=home.example')).operators, { terminating: 'home.example' })
  assert.equal(factsWithAnswer(leg, answer('icid-value=1')), leg)
})

test('a record names them in Inter-Operator-Identifier, and has none where the leg has none', () => {
  const joined = event('joined', 'bob', ['alice', 'bob'])
  const named = { ...joined, leg: { ...joined.leg, operators: { originating: 'home.example' } } }
  const written = (cause: typeof joined) =>
    JSON.stringify(
      accountingRequest({ type: 'interim', cause, sessionId: 'im1;1', originHost: 'im1', number: 1 }, ORIGIN, IDS).avps,
    )
  assert.ok(written(named).includes('["Inter-Operator-Identifier",[["Originating-IOI"'))
  assert.ok(!written(joined).includes('Inter-Operator-Identifier'))
})
