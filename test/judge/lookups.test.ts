// What a long run is looked up by: conferences by URI, sessions by conference, occurrences by event, demands by the record they rest on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Demands } from '../../judge/demands/demands'
import type { Evidence } from '../../judge/demands/entry'
import type { Demand } from '../../judge/history/events'
import type { Trigger } from '../../judge/model/conference'
import { Conferences } from '../../judge/model/conferences'
import { readCh1Message } from '../../judge/model/ch1-message'
import type { Leg } from '../../judge/model/leg'
import { Occasions } from '../../judge/model/occasions'
import type { SeenRecord } from '../../judge/model/record'
import { Sessions } from '../../judge/model/sessions'
import type { Profile } from '../../judge/profile/schema'
import { tell } from './good-stories'

const FACTORY = 'sip:factory@im.example'
let count = 0

function leg(requestUri: string, focus?: string): Leg {
  count += 1
  const more = focus === undefined ? {} : { focus }
  const mark = { n: count, atUs: count }
  return {
    callId: `call-${count}`,
    user: `sip:u${count}@home.example`,
    by: 'user',
    requestUri,
    invite: mark,
    ...more,
  } as unknown as Leg
}

test('a conference is found by a URI, by a user part that is its alone, and not by what was merged', () => {
  const all = new Conferences(FACTORY)
  const first = all.enter(leg(FACTORY))
  const [creator] = first.legs
  assert.ok(creator)
  creator.focus = 'sip:conf-1@10.0.0.1'
  assert.equal(all.settleFocus(creator), undefined)
  assert.equal(all.enter(leg('sip:conf-1@im.example')), first, 'LV-22: on a domain instead of a node')
  assert.equal(all.named(FACTORY), undefined)
  const second = all.enter(leg('sip:group@im.example'))
  const [other] = second.legs
  assert.ok(other)
  other.focus = 'sip:conf-1@10.0.0.1'
  assert.equal(all.settleFocus(other), second)
  assert.equal(all.named('sip:conf-1@10.0.0.1'), first)
  assert.equal(all.named('sip:group@im.example'), first)
  assert.equal(all.enter(leg('sip:group@elsewhere.example')), first, 'what was merged makes no second bearer')
  assert.equal(all.conferenceOf(other), first)
})

test('what happened in a conference that turned out to be another is of the other', () => {
  const all = new Conferences(FACTORY)
  const occasions = new Occasions({} as Profile, all)
  const [one, two] = [leg(FACTORY), leg(FACTORY)]
  const [first, second] = [all.enter(one), all.enter(two)]
  one.focus = two.focus = 'sip:conf-9@10.0.0.1'
  all.settleFocus(one)
  occasions.occur({ of: 'arrival', who: two.user, mark: two.invite, leg: two })
  assert.equal(all.settleFocus(two), second)
  occasions.followMerge(second)
  assert.equal(occasions.occurrences[0]?.conference, first)
  assert.equal(occasions.firstBehind(two.invite.n, 'arrival', two.user), undefined, 'behind an event is not at it')
  assert.equal(occasions.firstBehind(two.invite.n - 1, 'arrival', two.user), occasions.occurrences[0])
})

test('the sessions of a conference are those of all that turned out to be it, in order of appearance', () => {
  const [sessions, all] = [new Sessions(), new Conferences(FACTORY)]
  const [one, two] = [leg(FACTORY), leg(FACTORY)]
  const [first, second] = [all.enter(one), all.enter(two)]
  const [a, b, c] = ['a', 'b', 'c'].map((session) => sessions.of({ session } as unknown as SeenRecord))
  assert.ok(a && b && c)
  sessions.give(b, first)
  sessions.give(a, second)
  sessions.give(a, first) // it is somebody's already
  one.focus = two.focus = 'sip:conf-8@10.0.0.1'
  all.settleFocus(one)
  all.settleFocus(two)
  assert.deepEqual(
    sessions.ofConference(first).map(({ id }) => id),
    ['a', 'b'],
  )
})

test('a demand that rests on a record is looked at again when the record is taken away', () => {
  const record = { n: 2, type: 'interim' } as unknown as SeenRecord
  const trigger = { record, types: ['interim'], cause: { n: 1, atUs: 1 }, provedUs: 1, level: 'owed' } as unknown as Trigger
  const bereft: Trigger[] = []
  const evidence = {
    plane: { firstBehind: () => ({ trigger, mark: { n: 1, atUs: 1 } }) },
    accounting: { books: { bereft } },
  } as unknown as Evidence
  const demands = new Demands(evidence)
  const cause = { of: 'departure', who: 'sip:bob@home.example', after: 0, byMs: 1000 }
  demands.add({ id: 'D1', cause, owed: { what: 'records', type: 'interim', min: 1, max: 1 } } as unknown as Demand, 0)
  assert.deepEqual(demands.timePassed(2), [{ demand: 'D1', state: 'held', by: [2, 1] }])
  assert.deepEqual(demands.timePassed(3), [])
  delete trigger.record
  trigger.undecidable = 'no record came'
  bereft.push(trigger)
  assert.deepEqual(demands.timePassed(4), [{ demand: 'D1', state: 'undecidable', missing: 'no record came' }])
})

test('a record that was let go says the same as before', () => {
  let records = 0
  for (const event of tell('TP_DEP_001').events()) {
    const message = event.kind === 'ch1' ? readCh1Message(event) : undefined
    if (message?.kind !== 'request') continue
    records += 1
    const { record } = message
    const said = (): unknown => [
      record.content.scalars('**/SIP-Method'),
      record.content.has('**/IMS-Information'),
      record.diameter,
    ]
    const before = said()
    record.letGo?.()
    assert.notEqual(record.diameter, (before as unknown[])[2], 'it is decoded again')
    assert.deepEqual(said(), before)
  }
  assert.equal(records, 6)
})
