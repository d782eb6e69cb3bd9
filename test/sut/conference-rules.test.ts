// The decisions of the conference server that need no server: who may come in, where a request goes, when a session is released.
import { buildRequest } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayBeInvited, refusalOfJoiner, type Standing } from '../../sut/im-server/conference/admission'
import { OPEN_POLICY } from '../../sut/im-server/conference/conference-policy'
import { destinationOf } from '../../sut/im-server/conference/destination'
import { countedDown } from '../../sut/im-server/hops'
import { releases } from '../../sut/im-server/conference/release-policy'
import { policyFor } from '../../sut/im-server/conference/session-policy'
import { replacedCallId } from '../../sut/im-server/conference/session-replaces'

const NEW: Standing = { phase: 'open', isIn: false, isInvited: false, departure: undefined, taken: 2 }
const TWO = { ...OPEN_POLICY, maximumUsers: 2, fullStatus: 503 } as const

test('who may come in', () => {
  assert.equal(refusalOfJoiner(NEW, OPEN_POLICY), undefined)
  assert.equal(refusalOfJoiner({ ...NEW, phase: 'releasing' }, OPEN_POLICY), 404)
  assert.equal(refusalOfJoiner({ ...NEW, isIn: true }, OPEN_POLICY), 486)
  assert.equal(refusalOfJoiner(NEW, TWO), 503)
  assert.equal(refusalOfJoiner({ ...NEW, isInvited: true }, TWO), undefined)
  for (const [rejoin, left, expelled] of [
    ['anyone', undefined, undefined],
    ['notExpelled', undefined, 403],
    ['nobody', 403, 403],
  ] as const) {
    assert.equal(refusalOfJoiner({ ...NEW, departure: 'left' }, { ...OPEN_POLICY, rejoin }), left, rejoin)
    assert.equal(refusalOfJoiner({ ...NEW, departure: 'expelled' }, { ...OPEN_POLICY, rejoin }), expelled, rejoin)
  }
})

test('who may be invited', () => {
  assert.equal(mayBeInvited(NEW, OPEN_POLICY), true)
  assert.equal(mayBeInvited({ ...NEW, taken: 1 }, TWO), true)
  for (const not of [{ isIn: true }, { isInvited: true }, { phase: 'releasing' }, { phase: 'over' }] as const)
    assert.equal(mayBeInvited({ ...NEW, ...not }, OPEN_POLICY), false)
  assert.equal(mayBeInvited(NEW, TWO), false)
})

test('when a session is released', () => {
  const both = { minimumUsers: 2, releasesWithOwner: true }
  const state = { owner: 'a', attached: ['b', 'c'], pending: 0 }
  assert.equal(releases(OPEN_POLICY, state), false)
  assert.equal(releases(both, state), true)
  assert.equal(releases(both, { ...state, attached: ['a', 'c'] }), false)
  assert.equal(releases(both, { ...state, attached: ['a'] }), true)
  assert.equal(releases(both, { ...state, attached: ['a'], pending: 1 }), false)
  assert.equal(releases(both, { ...state, attached: [] }), false)
  assert.equal(releases(policyFor('chat', { ...OPEN_POLICY, ...both }), state), false)
  assert.equal(releases(policyFor('oneToOne', OPEN_POLICY), { ...state, attached: ['b'] }), true)
  assert.equal(policyFor('oneToOne', OPEN_POLICY).release, 'silent')
})

test('where a request goes', () => {
  const premises = {
    domain: 'im.example',
    hosts: new Set(['im.example', '127.0.0.1']),
    policy: { groups: [{ name: 'team', members: [] }], chats: ['lounge'] },
    hasSession: (name: string) => name === 'conf-1',
  }
  const kind = (uri: string): string => {
    const destination = destinationOf(uri, premises)
    return 'aor' in destination ? `${destination.kind} ${destination.aor}` : destination.kind
  }
  assert.equal(kind('sip:factory@im.example'), 'factory')
  assert.equal(kind('sip:conf-1@node7.example:5062'), 'session')
  assert.equal(kind('sip:conf-2@im.example'), 'nowhere')
  assert.equal(kind('sip:conf-2@home.example'), 'user sip:conf-2@home.example')
  assert.equal(kind('sip:team@127.0.0.1:5060;transport=tcp'), 'group sip:team@im.example')
  for (const host of ['IM.example', '127.0.0.1:5060']) assert.equal(kind(`sip:lounge@${host}`), 'chat sip:lounge@im.example')
  assert.equal(kind('sip:Bob@Home.example:5060;x=y'), 'user sip:Bob@home.example')
  for (const uri of ['sip:im.example', 'sip:home.example', 'tel:+15551234', 'sip:attic@im.example', 'bob', ''])
    assert.equal(kind(uri), 'nowhere', uri)
})

test('how often a request is still passed on', () => {
  const hops = (value: string) => {
    const headers = [
      ...[['Via', 'SIP/2.0/UDP h;branch=z9hG4bK1'] as const, ['From', '<sip:a@h>;tag=1'] as const, ['To', '<sip:b@h>'] as const],
      ...[['Call-ID', 'c'] as const, ['CSeq', '1 MESSAGE'] as const, ['Max-Forwards', value] as const],
    ]
    return Object.values(countedDown(buildRequest({ method: 'MESSAGE', uri: 'sip:b@h', headers })))[0]
  }
  assert.deepEqual(['70', '1', '0', 'many', '-1'].map(hops), [69, 0, 483, 400, 400])
})

test('which session an extension replaces', () => {
  assert.equal(replacedCallId('a1@h;from-tag=x;to-tag=y'), 'a1@h')
  assert.equal(replacedCallId('a1@h'), 'a1@h')
  for (const value of [undefined, '', ' ;from-tag=x', 'a1@h;=']) assert.equal(replacedCallId(value), undefined, value)
})
