// When somebody stood still, between two times: what is long past is not kept, and then nobody is blamed for it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Boundary } from '../../judge/model/boundary'

const MAX_LAG_US = 250_000

test('a standstill counts where it overlaps the span, and nowhere else', () => {
  const boundary = new Boundary()
  boundary.tick(5_000_000, 400_000, MAX_LAG_US)
  boundary.tick(8_000_000, 200_000, MAX_LAG_US)
  assert.equal(boundary.laggedWithin(1_000_000, 4_500_000), false, 'before it began')
  assert.equal(boundary.laggedWithin(1_000_000, 4_600_000), true, 'as it began')
  assert.equal(boundary.laggedWithin(5_000_000, 6_000_000), true, 'as it ended')
  assert.equal(boundary.laggedWithin(5_000_001, 9_000_000), false, 'behind it; and what is within the limit is none')
})

test('of a thousand standstills few are kept, and a span as old as those forgotten may have had one', () => {
  const boundary = new Boundary()
  for (let nth = 1; nth <= 1000; nth += 1) boundary.tick(nth * 1_000_000, 300_000, MAX_LAG_US)
  assert.equal(boundary.laggedWithin(100_000, 200_000), true, 'nobody knows any more')
  assert.equal(boundary.laggedWithin(999_100_000, 999_600_000), false, 'surely not')
  assert.equal(boundary.laggedWithin(999_100_000, 999_800_000), true)
})
