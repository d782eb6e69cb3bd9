// A conference that was closed and lives again is what it was before: by each of its URIs, with the first legs of its former lives.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begins, type Conference } from '../../judge/model/conference'
import { Conferences } from '../../judge/model/conferences'
import { FormerLives } from '../../judge/model/former-lives'
import type { Leg } from '../../judge/model/leg'

let count = 0

function leg(requestUri: string, more: Partial<Leg> = {}): Leg {
  count += 1
  const invite = { n: count, atUs: count }
  return {
    ...{ callId: `call-${count}`, user: `sip:user-${count}@home.example`, by: 'user', requestUri, invite, inviteCseq: 1 },
    ...{ inviterTag: 'u', from: '', referred: false, asserted: [], forks: new Map() },
    operators: { originating: new Set(['home.example']), terminating: new Set() },
    ...more,
  }
}

function closed(all: Conferences, conference: Conference): void {
  conference.isClosed = true
  all.forget(new Set([conference]))
}

function lived(all: Conferences, first: Leg): Conference {
  const conference = all.enter(first)
  begins(conference, first)
  all.settleFocus(first)
  return conference
}

test('by either of its URIs it is the same again, and each first leg is there once', () => {
  const all = new Conferences('sip:factory@im.example')
  const first = leg('sip:alias@im.example', { focus: 'sip:room@im.example', farCallId: 'far-1', icid: 'icid-1' })
  closed(all, lived(all, first))
  assert.equal(all.named('sip:room@im.example'), undefined)
  assert.equal(all.formerLeg(first.callId), undefined, 'it does not live')
  const again = lived(all, leg('sip:room@im.example', { focus: 'sip:room@im.example' }))
  assert.equal(all.named('sip:alias@im.example'), again)
  assert.equal(all.enter(leg('sip:alias@im.example')), again)
  for (const callId of [first.callId, 'far-1']) {
    const former = all.formerLeg(callId)
    assert.ok(former)
    assert.deepEqual([former.callId, former.farCallId, former.icid, former.user], [first.callId, 'far-1', 'icid-1', first.user])
    assert.deepEqual([...former.operators.originating], ['home.example'])
    assert.equal(all.conferenceOf(former), again)
  }
  assert.equal(again.firsts.length, 2)
  closed(all, again)
  assert.equal(all.formerLeg(first.callId), undefined)
  assert.equal(lived(all, leg('sip:alias@im.example')).firsts.length, 3)
})

test('LV-22: on another node it is the same, where only one had its user part; what a factory made is another one', () => {
  const isBackBy = (again: Leg): boolean => {
    const all = new Conferences('sip:factory@im.example')
    const first = leg('sip:factory@im.example', { focus: 'sip:conf-1@im.example' })
    closed(all, lived(all, first))
    lived(all, again)
    return all.formerLeg(first.callId) !== undefined
  }
  assert.equal(isBackBy(leg('sip:conf-1@node1.im.example')), true)
  assert.equal(isBackBy(leg('sip:conf-2@node1.im.example')), false)
  assert.equal(isBackBy(leg('sip:factory@im.example', { focus: 'sip:conf-1@node2.im.example' })), false)
})

test('of many the newest are kept, and of many lives the first and the newest', () => {
  const lives = new FormerLives()
  const firsts = Array.from({ length: 40 }, () => leg('sip:room@im.example'))
  lives.ended(['sip:room@im.example'], firsts)
  const kept = lives.take('sip:room@im.example', false)?.firsts.map(({ callId }) => callId)
  assert.deepEqual(
    kept,
    [firsts[0], ...firsts.slice(25)].map((one) => one?.callId),
  )
  assert.equal(lives.take('sip:room@im.example', false), undefined, 'once')
  for (let k = 0; k < 5000; k += 1) lives.ended([`sip:room-${k}@im.example`], [leg('sip:x@im.example')])
  assert.equal(lives.take('sip:room-903@im.example', false), undefined)
  assert.ok(lives.take('sip:room-904@im.example', false))
})
