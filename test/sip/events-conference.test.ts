// Conference-info documents and the roster made of them (RFC 4575).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readConferenceInfo, rosterAfter, SipParseError, writeConferenceInfo, type ConferenceInfo, type Roster } from '@ch1/sip'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
const document = (attributes: string, inner = ''): Uint8Array =>
  bytes(`<ci:conference-info xmlns:ci="urn:ietf:params:xml:ns:conference-info" ${attributes}>${inner}</ci:conference-info>`)

const FULL: ConferenceInfo = {
  entity: 'sip:conf@h',
  state: 'full',
  version: 1,
  description: { subject: 'Tea & cake', maximumUserCount: 50 },
  conferenceState: { userCount: 2, active: true, locked: false },
  users: {
    state: 'full',
    users: [
      {
        entity: 'sip:alice@h',
        state: 'full',
        displayText: 'Alice',
        roles: ['participant'],
        endpoints: [{ entity: 'sip:alice@1', state: 'full', status: 'connected', joiningMethod: 'dialed-in' }],
      },
      { entity: 'sip:bob@h', state: 'full', endpoints: [{ entity: 'sip:bob@1', state: 'full', status: 'connected' }] },
    ],
  },
}

const partial = (version: number, users: NonNullable<ConferenceInfo['users']>['users']): ConferenceInfo => ({
  entity: 'sip:conf@h',
  state: 'partial',
  version,
  users: { state: 'partial', users },
})

const started = (): Roster => {
  const { roster } = rosterAfter(undefined, FULL)
  assert.ok(roster)
  return roster
}

test('what is written reads back', () => {
  assert.deepEqual(readConferenceInfo(writeConferenceInfo(FULL)), FULL)
  const gone: ConferenceInfo = { entity: 'sip:c@h', state: 'deleted', version: 7 }
  assert.deepEqual(readConferenceInfo(writeConferenceInfo(gone)), gone)
})

test('without state an element is full; what is not known is passed over', () => {
  const read = readConferenceInfo(
    document(
      'entity="sip:c@h" version="0"',
      '<ci:users><ci:user entity="sip:a@h"><x xmlns="urn:x">1</x></ci:user></ci:users><ci:host-info/>',
    ),
  )
  assert.deepEqual(read, {
    entity: 'sip:c@h',
    state: 'full',
    version: 0,
    users: { state: 'full', users: [{ entity: 'sip:a@h', state: 'full', endpoints: [] }] },
  })
})

for (const [what, given, message, clause] of [
  ['another document', bytes('<conference-info/>'), /namespace \(none\)/, '§4.2'],
  ['no entity', document('version="1"'), /without entity/, '§4.5'],
  ['no version', document('entity="c"'), /version ""/, '§4.3'],
  ['a version that is no number', document('entity="c" version="-1"'), /version "-1"/, '§4.3'],
  ['a version beyond 32 bits', document('entity="c" version="4294967296"'), /version/, '§4.3'],
  ['an unknown state', document('entity="c" version="1" state="new"'), /state "new"/, '§4.4'],
  [
    'a user without entity',
    document('entity="c" version="1"', '<ci:users><ci:user/></ci:users>'),
    /<user> without entity/,
    '§4.5',
  ],
  [
    'a user twice',
    document('entity="c" version="1"', '<ci:users><ci:user entity="a"/><ci:user entity="a"/></ci:users>'),
    /entity a twice/,
    '§4.5',
  ],
  [
    'a count that is none',
    document('entity="c" version="1"', '<ci:conference-state><ci:user-count>two</ci:user-count></ci:conference-state>'),
    /"two"/,
    '§5',
  ],
  ['a document type', bytes('<!DOCTYPE a><a/>'), /never read/, 'XML'],
] as const) {
  test(`refused: ${what}`, () => {
    assert.throws(
      () => readConferenceInfo(given),
      (error) => error instanceof SipParseError && message.test(error.message) && error.clause.includes(clause),
    )
  })
}

test('a full state makes the roster, as plain data', () => {
  const { outcome, roster } = rosterAfter(undefined, FULL)
  assert.equal(outcome, 'applied')
  assert.deepEqual(roster, JSON.parse(JSON.stringify(roster)))
  assert.deepEqual(
    roster?.users.map(({ entity }) => entity),
    ['sip:alice@h', 'sip:bob@h'],
  )
  assert.equal(Object.hasOwn(roster?.users[0] ?? {}, 'state'), false)
})

test('a partial state on the version before: users come, change and go; the roster before stays as it was', () => {
  const before = started()
  const copy = structuredClone(before)
  const { outcome, roster } = rosterAfter(
    before,
    partial(2, [
      { entity: 'sip:bob@h', state: 'deleted', endpoints: [] },
      { entity: 'sip:alice@h', state: 'partial', endpoints: [{ entity: 'sip:alice@1', state: 'partial', status: 'on-hold' }] },
      { entity: 'sip:carol@h', state: 'full', endpoints: [] },
    ]),
  )
  assert.equal(outcome, 'applied')
  assert.deepEqual(roster?.users, [
    {
      entity: 'sip:alice@h',
      displayText: 'Alice',
      roles: ['participant'],
      endpoints: [{ entity: 'sip:alice@1', status: 'on-hold', joiningMethod: 'dialed-in' }],
    },
    { entity: 'sip:carol@h', endpoints: [] },
  ])
  assert.deepEqual([roster?.version, roster?.description, before], [2, FULL.description, copy])
})

test('a full user or endpoint within a partial state replaces the one known', () => {
  const { roster } = rosterAfter(started(), partial(2, [{ entity: 'sip:alice@h', state: 'full', endpoints: [] }]))
  assert.deepEqual(roster?.users[0], { entity: 'sip:alice@h', endpoints: [] })
})

test('the order of versions: older and equal are stale, a missing one is a gap, a partial one first brings nothing', () => {
  const before = started()
  const outcomeOf = (info: ConferenceInfo, roster: Roster | undefined = before): string => {
    const change = rosterAfter(roster, info)
    if (!['applied', 'deleted'].includes(change.outcome)) assert.equal(change.roster, roster, 'unchanged')
    return change.outcome
  }
  assert.equal(outcomeOf(partial(1, [])), 'stale')
  assert.equal(outcomeOf(partial(0, [])), 'stale')
  assert.equal(outcomeOf(FULL), 'stale')
  assert.equal(outcomeOf({ ...FULL, state: 'deleted', version: 1 }), 'stale')
  assert.equal(outcomeOf(partial(3, [])), 'gap')
  assert.equal(rosterAfter(undefined, partial(1, [])).outcome, 'partialFirst')
  assert.equal(outcomeOf({ ...FULL, version: 9 }), 'applied')
  assert.equal(outcomeOf({ ...FULL, entity: 'sip:other@h', version: 2 }), 'foreign')
  assert.deepEqual(rosterAfter(before, { entity: 'sip:conf@h', state: 'deleted', version: 2 }), {
    outcome: 'deleted',
    roster: undefined,
  })
})

test('a roster that only grows is stopped', () => {
  const crowd = (from: number): ConferenceInfo['users'] => ({
    state: 'partial',
    users: Array.from({ length: 4000 }, (_, i) => ({ entity: `sip:${from + i}@h`, state: 'full' as const, endpoints: [] })),
  })
  let roster: Roster | undefined = started()
  const outcomes = [2, 3, 4].map((version) => {
    const change = rosterAfter(roster, { entity: 'sip:conf@h', state: 'partial', version, users: crowd(version * 4000) })
    roster = change.roster
    return change.outcome
  })
  assert.deepEqual(outcomes, ['applied', 'applied', 'tooLarge'])
})

test('law: partial documents, one after the other, give what one full document of the end gives', () => {
  const names = ['sip:a@h', 'sip:b@h', 'sip:c@h', 'sip:d@h']
  const step = fc.record({ who: fc.constantFrom(...names), state: fc.constantFrom('full' as const, 'deleted' as const) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let roster: Roster | undefined = rosterAfter(undefined, { entity: 'sip:conf@h', state: 'full', version: 0 }).roster
      const inside = new Set<string>()
      steps.forEach(({ who, state }, i) => {
        roster = rosterAfter(roster, partial(i + 1, [{ entity: who, state, endpoints: [] }])).roster
        if (state === 'full') inside.add(who)
        else inside.delete(who)
      })
      assert.deepEqual(new Set(roster?.users.map(({ entity }) => entity)), inside)
      assert.equal(roster?.version, steps.length)
    }),
  )
})
