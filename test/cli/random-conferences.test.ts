// Random conferences: written as features that say the same when read back, and made smaller until nothing can go.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conferenceOf, featureText, possible, type RandomConference } from '../../cli/random/conference'
import { ownFlags } from '../../cli/random/own-flags'
import { movesIn, smallest } from '../../cli/random/smallest'
import { roundsIn, tableOf } from '../../steps/support/moves-table'

/** Somebody left and came back. */
function hasReturner({ rounds }: RandomConference): boolean {
  const gone = new Set<string>()
  return rounds.flat().some(({ kind, who }) => {
    if (kind === 'leaves') gone.add(who)
    return (kind === 'joins' || kind === 'added') && gone.has(who)
  })
}

test('the table of a conference gives its moves again, and a row of anything else is told', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const rounds = conferenceOf(seed, 12, true).rounds.filter((round) => round.length > 0)
    assert.deepEqual(roundsIn(tableOf(rounds), 'Alice'), rounds)
  }
  assert.throws(
    () =>
      roundsIn(
        [
          ['round', 'guest', 'does'],
          ['1', 'Bob', 'sleeps'],
        ],
        'Alice',
      ),
    /\| 1 \| Bob \| sleeps \|.*no row of moves/,
  )
  assert.throws(() => roundsIn([['guest']], 'Alice'), /no row of moves/)
})

test('a feature demands the arrivals that its table has, Bob and Carol among them, and does nothing where there is no move', () => {
  const text = featureText([conferenceOf(1, 4, true), { name: 'nothing', rounds: [] }])
  assert.match(text, /Scenario: seed 1\n/)
  assert.match(text, /\| 4 {5}\| Bob {3}\| is added \|/)
  assert.match(text, /Then all 3 arrivals and all departures/)
  assert.match(text, /Scenario: nothing\n {4}Given Alice is in a conference with Bob and Carol\n {4}Then all 2 arrivals/)
})

test('what nobody can do any more falls out with what it rested on', () => {
  const bob = (kind: 'joins' | 'leaves' | 'expelled') => [{ kind, who: 'Bob' }]
  assert.deepEqual(possible([bob('joins')]), [], 'Bob is in')
  assert.deepEqual(possible([bob('leaves'), bob('leaves'), bob('joins')]), [bob('leaves'), bob('joins')])
  assert.deepEqual(possible([bob('expelled'), bob('joins')]), [bob('expelled')], 'and stays away')
})

test('the smallest conference still fails, and no move can be taken out of it', async () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const failing = conferenceOf(seed, 12, true)
    if (!hasReturner(failing)) continue
    const { conference, isMinimal } = await smallest(failing, (all) => Promise.resolve(all.map(hasReturner)))
    assert.ok(isMinimal && hasReturner(conference))
    assert.ok(movesIn(conference.rounds) <= 3, 'in, out, in at most')
    assert.deepEqual(possible(conference.rounds), conference.rounds)
  }
})

test('what fails whatever is taken out ends with no move at all, what fails no more stays as it is, and the runs are bounded', async () => {
  const failing = conferenceOf(3, 12, false)
  const always = await smallest(failing, (all) => Promise.resolve(all.map(() => true)))
  assert.deepEqual([movesIn(always.conference.rounds), always.isMinimal], [0, true])
  const never = await smallest(failing, (all) => Promise.resolve(all.map(() => false)))
  assert.deepEqual([never.conference.rounds, never.isMinimal], [failing.rounds, true])
  const bounded = await smallest(failing, (all) => Promise.resolve(all.map(() => false)), 2)
  assert.deepEqual([bounded.runs, bounded.isMinimal], [2, false])
})

test('its own flags are taken out, those of a run handed on, and those that make no sense are refused', () => {
  assert.deepEqual(ownFlags(['--count', '5', '--sut', 'sip:a', '--seed=7']), {
    own: { count: '5', seed: '7' },
    rest: ['--sut', 'sip:a'],
  })
  assert.throws(() => ownFlags(['--only', 'TP_ARR_001']), /no meaning for random conferences/)
  assert.throws(() => ownFlags(['--count']), /a value is missing/)
})
