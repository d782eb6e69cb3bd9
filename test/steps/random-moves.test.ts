// Random conferences are the same for the same seed, and every move of them can be made.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrivalsIn, randomRounds } from '../../steps/support/random-moves'

const cast = { host: 'Alice', guests: ['Bob', 'Carol'], others: ['Dave', 'Erin'] }
const rounds = (seed: number) => randomRounds(seed, 40, cast)

test('one seed is one conference, another seed another', () => {
  assert.deepEqual(rounds(7), rounds(7))
  assert.notDeepEqual(rounds(7), rounds(8))
})

test('who is in leaves, who is out comes or refuses, and nobody moves twice in a round', () => {
  const kinds = new Set<string>()
  for (let seed = 0; seed < 50; seed += 1) {
    const inside = new Set(['Bob', 'Carol'])
    for (const round of rounds(seed)) {
      assert.ok(round.length === 1 || round.length === 2)
      assert.equal(new Set(round.map(({ who }) => who)).size, round.length)
      for (const { kind, who } of round) {
        kinds.add(kind)
        assert.equal(inside.has(who), kind === 'leaves', `seed ${seed}: ${who} ${kind}`)
        if (kind === 'leaves') inside.delete(who)
        else if (kind !== 'refuses') inside.add(who)
      }
    }
  }
  assert.deepEqual([...kinds].sort(), ['added', 'joins', 'leaves', 'refuses'])
})

test('whom the server expels, crossing or not, stays away', () => {
  const kinds = new Set<string>()
  for (let seed = 0; seed < 50; seed += 1) {
    const gone = new Set<string>()
    for (const { kind, who } of randomRounds(seed, 40, { ...cast, expels: true }).flat()) {
      kinds.add(kind)
      assert.ok(!gone.has(who), `seed ${seed}: ${who} ${kind}`)
      if (kind === 'expelled' || kind === 'crosses') gone.add(who)
    }
  }
  assert.deepEqual([...kinds].sort(), ['added', 'crosses', 'expelled', 'joins', 'leaves', 'refuses'])
})

test('the arrivals are those who join and those who are added', () => {
  assert.equal(arrivalsIn(randomRounds(1, 12, cast)), 9 - 2, 'TP_SEQ_011 says nine, Bob and Carol among them')
})
