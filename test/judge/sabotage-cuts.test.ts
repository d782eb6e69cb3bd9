// What a saboteur works on: a scenario without what others left in it, records with the numbers of their sendings, and nothing of what opened the history.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { rules, speaksOf } from '../../judge/rules'
import { cutsOf, proveDemands, type Cut } from '../../judge/sabotage'
import { acrsOf } from '../../judge/sabotage/acr'
import { judged } from '../../judge/sabotage/cut'
import { withInvented } from '../../judge/sabotage/invented'
import { momentsBehind } from '../../judge/sabotage/moments'
import { saboteurOf } from '../../judge/sabotage/rule-saboteurs'
import { eventsOf, ownAcrs, sabotaged } from '../../judge/sabotage/sabotage'
import { SETTLED_MS, tell } from './good-stories'
import { Story } from './story'

/** A preflight as a testbed makes it, then Bob comes to Alice and Carol and goes. */
function twoConferences(between: (s: Story) => void = () => undefined): Story {
  const s = new Story().begin('preflight')
  const trial = s.creates('dave')
  s.brings('erin', trial)
  s.wait(500).drain(trial).end()
  s.begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('carol', conf)
  s.wait(200).when()
  const bob = s.brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
  between(s)
  s.wait(300).when().leaves(bob, conf)
  s.ofConference('record-sequence', 'alice', {
    what: 'order',
    types: ['start', 'interim', 'interim', 'interim', 'interim', 'stop'],
  })
  return s.wait(SETTLED_MS).drain(conf).watchdog().end()
}

function cutOf(s: Story, name = 'TP_ARR_001'): Cut {
  const cut = cutsOf(s.events()).find(({ testPurpose }) => testPurpose === name)
  assert.ok(cut)
  return cut
}

test('no saboteur of a rule touches what opened the history: the records and calls of the preflight stay as they are', () => {
  const cut = cutOf(twoConferences())
  assert.ok(acrsOf(cut.events).length > ownAcrs(cut).length, 'the cut has records of the preflight')
  const callsAndRecords = (events: readonly HistoryEvent[]): readonly HistoryEvent[] => {
    const records = new Set(acrsOf(events).flatMap(eventsOf))
    return events.filter(({ n, kind }) => kind === 'sip' || records.has(n))
  }
  const before = callsAndRecords(cut.events).filter(({ n }) => n < cut.first).length
  const opening = (events: readonly HistoryEvent[]): string =>
    JSON.stringify(callsAndRecords(events).slice(0, before), (key, value: unknown) => (key === 'n' ? undefined : value))
  const untouched = opening(cut.events)
  let tried = 0
  for (const rule of rules.filter((one) => speaksOf(one, 'controlling')))
    for (const { events, what } of saboteurOf(rule)?.(cut) ?? []) {
      tried += 1
      assert.ok(opening(events) === untouched, `${rule.id}: ${what}`)
    }
  assert.ok(tried > 50, `${tried} sabotages`)
})

test('what an earlier scenario left behind is no part of a cut', () => {
  const s = new Story().begin('TP_DEP_001')
  const trial = s.creates('dave')
  s.brings('erin', trial)
  s.wait(500).drain(trial).end().begin('TP_ARR_001').when()
  s.acr(trial, { label: 'again', type: 'stop' })
  const conf = s.creates('alice')
  s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf).end()
  const cut = cutOf(s)
  assert.equal(new Set(ownAcrs(cut).map(({ session }) => session)).size, 1)
  assert.deepEqual(cut.judgment.findings, [])
})

test('in a cut our own machine never stood still: a record that is taken out is missed', () => {
  const cut = cutOf(twoConferences((s) => s.wait(100).lag(900)))
  const { by } = cut.judgment.demands.flatMap(({ decision }) => (decision.state === 'met' ? [decision] : []))[0] ?? {}
  const acr = ownAcrs(cut).find(({ event }) => by?.includes(event.n))
  assert.ok(acr)
  const { findings } = judged(sabotaged(cut, 'gone', { drop: new Set(eventsOf(acr)) }).events)
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['arrival-interim-missing'],
  )
})

test('all sendings of a record keep one number when records are numbered anew, whatever their End-to-End Identifiers', () => {
  const cut = cutOf(tell('TP_ERR_010'), 'TP_ERR_010')
  const all = ownAcrs(cut)
  const again = all.filter(({ number }) => all.filter((one) => one.number === number).length > 1)
  assert.equal(new Set(again.map(({ message }) => message.endToEnd)).size, 2)
  const earlier = all.find(({ type }) => type === 'interim')
  assert.ok(earlier && !again.includes(earlier))
  const after = acrsOf(sabotaged(cut, 'gone', { drop: new Set(eventsOf(earlier)) }).events)
  assert.deepEqual(
    after.map(({ number }) => number),
    all.filter((one) => one !== earlier).map(({ number = 0 }) => (number > (earlier.number ?? 0) ? number - 1 : number)),
  )
})

test('what is put in alone puts off everything behind it, and stands behind every record that was on its way', () => {
  const cut = cutOf(twoConferences())
  const arrival = cut.judgment.explanations.find(({ record }) => record >= cut.first && cut.events[record]?.kind === 'ch1')
  assert.ok(arrival?.trigger !== undefined)
  const onItsWay = cut.events[arrival.record]?.atUs ?? Infinity
  assert.ok((momentsBehind(cut, arrival.trigger + 1).at(-1)?.atUs ?? 0) > onItsWay, 'behind the record of another cause')
  const moments = momentsBehind(cut, arrival.trigger)
  assert.ok((moments.at(-1)?.atUs ?? Infinity) < onItsWay, 'before the record that it makes due itself')
  assert.ok(moments.some(({ later }) => later === undefined) && moments.some(({ later }) => later !== undefined))
  for (const { atUs, later } of moments) {
    if (!later) continue
    const next = sabotaged(cut, 'room', { later }).events.find((event) => event.atUs > atUs)
    assert.ok(next && next.atUs - atUs > 500_000, `${next?.atUs} is close behind ${atUs}`)
  }
})

test('a demand that no scenario of a whole run makes is invented so that it is met', () => {
  const cut = withInvented(cutOf(tell('TP_ERR_006'), 'TP_ERR_006'), 'overwritten', judged)
  assert.ok(cut)
  const invented = cut.judgment.demands.find(({ demand }) => demand.owed.what === 'overwritten')
  assert.equal(invented?.decision.state, 'met')
  assert.deepEqual(cut.judgment.findings, [])
  assert.equal(withInvented(cutOf(twoConferences()), 'overwritten', judged), undefined)
})

test('of two who both hang up each is told of by an answer of the server: without those nobody is missed', () => {
  const s = new Story().begin('TP_LIF_004').when()
  const { conf, caller, called } = s.pairs('alice', 'bob')
  const stop = { label: 'stop', type: 'stop', callId: caller.callId, party: caller.user, method: 'BYE', cause: 0 } as const
  s.wait(100).when()
  s.leaves(caller, conf, { charge: false })
  s.acr(conf, stop)
  s.wait(20).crosses(called, conf, { charge: false })
  s.owesOne('stop', 'departure', 'bob', 'stop-missing')
  const proven = proveDemands([cutOf(s.wait(SETTLED_MS).watchdog().end(), 'TP_LIF_004')])
  const kind = proven.find((one) => one.kind === 'one record')
  assert.deepEqual([kind?.demands, kind?.unnoticed], [1, []])
})
