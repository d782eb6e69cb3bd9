// The trigger and each mutant, event by event, without SIP and Diameter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeMessage } from '@ch1/diameter'
import { accountingRequest } from '../../sut/im-server/charging/accounting-request'
import { AccountingSessions } from '../../sut/im-server/charging/accounting-sessions'
import { Charging } from '../../sut/im-server/charging/charging'
import type { StampedRecord } from '../../sut/im-server/charging/record'
import { seamsOf, type Seams } from '../../sut/im-server/charging/seams'
import { ChargingTrigger } from '../../sut/im-server/charging/trigger/charging-trigger'
import type { Trigger } from '../../sut/im-server/charging/trigger/trigger'
import type { ConferenceEvent } from '../../sut/im-server/conference/conference-event'
import type { Accounting } from '../../sut/im-server/participating/participating-options'
import { ParticipatingTrigger } from '../../sut/im-server/participating/participating-trigger'
import { mutantById, mutants } from '../../sut/mutants'
import { A_LIFE, A_SERVED_LIFE, event, MANY_LIVES } from './conference-events'

const REFERENCE = [
  'start 0 alice 2',
  'interim 1 bob 2',
  'interim 2 dave 3',
  'interim 3 bob 2',
  'interim 4 dave 1',
  'stop 5 alice -',
]

const BY_MUTANT: Readonly<Record<string, readonly string[]>> = {
  'interim-missing-on-invited-arrival': [
    'start 0 alice 2',
    'interim 1 dave 3',
    'interim 2 bob 2',
    'interim 3 dave 1',
    'stop 4 alice -',
  ],
  'interim-missing-on-bye': ['start 0 alice 2', 'interim 1 bob 2', 'interim 2 dave 3', 'interim 3 dave 1', 'stop 4 alice -'],
  'interim-missing-on-expulsion': ['start 0 alice 2', 'interim 1 bob 2', 'interim 2 dave 3', 'interim 3 bob 2', 'stop 4 alice -'],
  'interim-doubled-on-bye': [
    ...['start 0 alice 2', 'interim 1 bob 2', 'interim 2 dave 3', 'interim 3 bob 2'],
    ...['interim 4 bob 2', 'interim 5 dave 1', 'stop 6 alice -'],
  ],
  'interim-on-refusal': [
    ...['start 0 alice 2', 'interim 1 bob 2', 'interim 2 carol 2', 'interim 3 dave 3'],
    ...['interim 4 bob 2', 'interim 5 dave 1', 'stop 6 alice -'],
  ],
  'session-id-per-record': REFERENCE,
  'start-where-interim-is-owed': [
    'start 0 alice 2',
    'start 1 bob 2',
    'start 2 dave 3',
    'interim 3 bob 2',
    'interim 4 dave 1',
    'stop 5 alice -',
  ],
  'participant-count-stale': [
    ...['start 0 alice 2', 'interim 1 bob 1', 'interim 2 dave 2'],
    ...['interim 3 bob 3', 'interim 4 dave 2', 'stop 5 alice -'],
  ],
}

test('a life of a conference makes START, an INTERIM for each arrival and departure, and STOP', () => {
  const records = recordsOf(A_LIFE)
  assert.deepEqual(records.map(brief), REFERENCE)
  assert.deepEqual(
    records.map((record) => record.serviceType),
    [undefined, 103, 105, 104, 104, 104],
  )
  assert.deepEqual(
    records.map((record) => record.causeCode),
    [undefined, undefined, undefined, undefined, undefined, 0],
  )
  assert.deepEqual([...new Set(records.map((record) => record.sessionId))], ['im1.im.example;77;0;conf-1'])
})

for (const [id, expected] of Object.entries(BY_MUTANT)) {
  test(`mutant ${id} differs from the reference exactly as described`, () => {
    const records = recordsOf(A_LIFE, seamsOf(mutantById(id)))
    assert.deepEqual(records.map(brief), expected)
    const sessions = new Set(records.map((record) => record.sessionId)).size
    assert.equal(sessions, id === 'session-id-per-record' ? records.length : 1)
  })
}

// What each does wrong is for the kill matrix to find; here only that it does something, and that the reference does not.
for (const mutant of mutants) {
  const seams = seamsOf(mutant)
  // What has a part at the Rf client, its connections or SIP shows itself on the wire only.
  if ('rf' in seams || 'socket' in seams || 'sip' in seams || 'called' in seams) continue
  test(`mutant ${mutant.id} makes other records, or sends them otherwise`, () => {
    assert.notDeepEqual(sentBy(seams, mutant), sentBy({}, mutant))
  })
}

test('a fault that remembers remembers for its own server only', () => {
  const shared = mutantById('session-id-shared')
  const first = (conference: string): string | undefined =>
    recordsOf([event('created', 'alice', ['alice'], { conference })], seamsOf(shared))[0]?.sessionId
  assert.notEqual(first('sip:conf-1@im.example'), first('sip:conf-2@im.example'))
})

test('the ids of the mutants are their file names and unique, and each names its killers', () => {
  assert.deepEqual(new Set(mutants.map(({ id }) => id)).size, mutants.length)
  for (const { names } of mutants) assert.ok(names.length > 0 && names.every(({ purpose }) => /^TP_[A-Z]+_\d{3}$/.test(purpose)))
})

test('a mutant nobody has is refused with the list of those there are', () => {
  assert.throws(() => mutantById('interim-misplaced'), /there is no mutant interim-misplaced .*--mutant.*interim-doubled-on-bye/s)
})

test('an expelled user who never answers is reported once, as gone', () => {
  const records = recordsOf([event('expelUnanswered', 'bob', ['alice'], { status: 408 })])
  assert.deepEqual(records.map(brief), ['interim 0 bob 1'])
})

test('a last user who never acknowledged ends the accounting session with the cause of a failed set-up', () => {
  const [record] = recordsOf([event('unacknowledged', 'alice', [], { ends: true })])
  assert.deepEqual([record?.type, record?.causeCode], ['stop', 2])
})

test('two conferences have two Session-Ids and two rows of numbers', () => {
  const other = 'sip:conf-2@im.example'
  const records = recordsOf([
    event('created', 'alice', ['alice']),
    event('created', 'zoe', ['zoe'], { conference: other }),
    event('joined', 'bob', ['alice', 'bob']),
  ])
  assert.deepEqual(
    records.map(({ sessionId, number }) => `${sessionId} ${number}`),
    ['im1.im.example;77;0;conf-1 0', 'im1.im.example;77;1;conf-2 0', 'im1.im.example;77;0;conf-1 1'],
  )
})

function recordsOf(
  events: readonly ConferenceEvent[],
  seams: Seams = {},
  trigger: Trigger = new ChargingTrigger(),
  intervals = 0,
): readonly StampedRecord[] {
  const records: StampedRecord[] = []
  const due: (() => void)[] = []
  const charging = new Charging({
    seams,
    sessions: new AccountingSessions({ originHosts: ['im1.im.example'], high: 77, numbers: { first: 0, step: 1 } }),
    timers: { set: (_, then) => due.push(then), clear: () => undefined },
    now: () => new Date(1_000_000),
    submit: (record) => records.push(record),
    isBehind: () => false,
    trigger,
    interims: { secondMs: 1000, jitter: 0, random: () => 0.5 },
  })
  for (const each of events) {
    charging.onEvent(each)
    const [first] = records
    if (first === undefined || each !== events[0]) continue
    if (intervals > 0) charging.interimInterval(first.sessionId, 1)
    for (let passed = 0; passed < intervals; passed += 1) for (const then of due.splice(0)) then()
  }
  return records
}

/**
 * The ACRs of many lives with everything in them, two intervals of the first session too, as octets in hex: each sent, sent again, and sent again
 * by a server that was not there when it was sent first.
 */
function sentBy(
  seams: Seams,
  { role, accounting = 'user' }: { readonly role?: 'participating'; readonly accounting?: Accounting } = {},
): readonly string[] {
  const origin = {
    originHost: 'im1.im.example',
    originRealm: 'im.example',
    destinationRealm: 'charging.example',
    originStateId: 77,
  }
  const records =
    role === 'participating'
      ? recordsOf(A_SERVED_LIFE, seams, new ParticipatingTrigger(accounting), 2)
      : recordsOf(MANY_LIVES, seams, new ChargingTrigger(), 2)
  return records.flatMap((record) =>
    (
      [
        [1, false],
        [1, true],
        [2, true],
      ] as const
    ).map(([endToEnd, retransmitted]) => {
      const input = accountingRequest(record, origin, { hopByHop: 1, endToEnd, retransmitted })
      return Buffer.from(encodeMessage(seams.acr?.(input) ?? input)).toString('hex')
    }),
  )
}

function brief({ type, number, cause, participants }: StampedRecord): string {
  return `${type} ${number} ${cause.leg.user.replace(/^sip:|@.*$/g, '')} ${participants ?? '-'}`
}
