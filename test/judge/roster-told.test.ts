// What a watcher of the roster is told is read from NOTIFYs of the server alone, and what is not there makes nothing up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRequest, CONFERENCE_INFO, parseMessage, writeConferenceInfo, type SipRequest } from '@ch1/sip'
import { bytesOf } from '../../judge/base64'
import type { HistoryEvent } from '../../judge/history/events'
import { ConferencePlane } from '../../judge/model/conference-plane'
import type { Leg } from '../../judge/model/leg'
import { MOST_TOLD, rosterTold, type RosterTold } from '../../judge/model/roster-told'
import { profileOf } from '../../judge/profile/schema'
import { editOf, gone } from './edits'
import { tell } from './good-stories'
import { judged } from './story'
import { referenceValues } from './story-options'

const FOCUS = 'sip:conf-1@home.example'
const MARK = { n: 7, atUs: 1000 }

function notify(body: Uint8Array, event = 'conference;id=1'): SipRequest {
  return buildRequest({
    method: 'NOTIFY',
    uri: 'sip:carol@home.example',
    headers: [
      ['Event', event],
      ['Content-Type', CONFERENCE_INFO],
    ],
    body,
  })
}

function counting(userCount?: number): Uint8Array {
  return writeConferenceInfo({ entity: FOCUS, state: 'full', version: 1, conferenceState: { userCount } })
}

test('a NOTIFY of the server tells the user-count of its conference', () => {
  assert.deepEqual(rosterTold(notify(counting(3)), 'fromSut', MARK), { entity: FOCUS, count: 3, mark: MARK })
})

test('a NOTIFY to the server, of another package, without a count, or that cannot be read, tells nothing', () => {
  assert.equal(rosterTold(notify(counting(3)), 'toSut', MARK), undefined)
  assert.equal(rosterTold(notify(counting(3), 'refer'), 'fromSut', MARK), undefined)
  assert.equal(rosterTold(notify(counting()), 'fromSut', MARK), undefined)
  for (const text of ['', '<conference-info', '<a/>', '<!DOCTYPE x [<!ENTITY y "z">]><conference-info/>'])
    assert.equal(rosterTold(notify(new TextEncoder().encode(text)), 'fromSut', MARK), undefined, text)
})

test('of a conference whose roster is told for days the newest documents are kept, of one that is not known none', () => {
  const plane = new ConferencePlane(profileOf(referenceValues()))
  plane.told({ entity: FOCUS, count: 1, mark: MARK })
  plane.step({ what: 'invited', leg: legOf(FOCUS), mark: MARK })
  const toldOf = (): readonly RosterTold[] => plane.conferences[0]?.told ?? []
  assert.deepEqual(toldOf(), [])
  for (let n = 0; n < MOST_TOLD + 10; n += 1) plane.told({ entity: FOCUS, count: n, mark: { n, atUs: n } })
  assert.deepEqual([toldOf().length, toldOf()[0]?.count, toldOf().at(-1)?.count], [MOST_TOLD, 10, MOST_TOLD + 9])
})

test('without a record, without its count, or without a document behind the arrival, nobody knows whether they agree', () => {
  const events = tell('TP_SEQ_013').events()
  assert.ok(events.some(isOf(/^NOTIFY /)))
  const mute = (event: HistoryEvent): HistoryEvent =>
    event.kind === 'sip' && isOf(/^NOTIFY /)(event) ? { ...event, bytes: Buffer.from('?').toString('base64') } : event
  for (const [what, judgment, why] of [
    ['a record', tell('TP_SEQ_013', { edit: gone('arrival:bob') }).judged(), /no record for the arrival of sip:bob/],
    ['a count', tell('TP_SEQ_013', { edit: uncounted }).judged(), /INTERIM, record 2 has no Number-Of-Participants/],
    [
      'a document',
      judged(events.map(mute)),
      /no conference-info document with a user-count was sent after the arrival of sip:bob/,
    ],
  ] as const) {
    const verdict = judgment.verdicts.find((one) => one.testPurpose === 'TP_SEQ_013')
    assert.equal(verdict?.word, 'inconclusive', what)
    assert.match(verdict.reason, why)
  }
})

const uncounted = editOf('arrival:bob', ({ count: _, ...plan }) => [plan])

function isOf(start: RegExp): (event: HistoryEvent) => boolean {
  return (event) => event.kind === 'sip' && start.test(parseMessage(bytesOf(event.bytes)).startLine)
}

function legOf(focus: string): Leg {
  return {
    ...{ callId: 'call-1', user: 'sip:bob@home.example', by: 'server', requestUri: 'sip:bob@home.example', invite: MARK },
    ...{
      inviteCseq: 1,
      inviterTag: 'a',
      from: focus,
      focus,
      referred: false,
      asserted: [],
      operators: { originating: new Set(), terminating: new Set() },
      forks: new Map(),
    },
  }
}
