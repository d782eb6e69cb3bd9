// Random conferences are the same for the same seed, and every move of them can be made.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomRounds } from '../../steps/support/random-moves'

const rounds = (seed: number) => randomRounds(seed, 40, 'Alice', ['Bob', 'Carol'], ['Dave', 'Erin'])

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
