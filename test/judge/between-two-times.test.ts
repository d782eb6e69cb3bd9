// When somebody stood still, or CH-1 was not open, between two times: what is long past is not kept, and then nobody is blamed for it.
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

test('CH-1 was open between two times, whatever happened before and behind', () => {
  const boundary = new Boundary()
  assert.equal(boundary.openWithin(0, 1), false, 'not open yet')
  boundary.peer('cdf1', 1, 'open', 1_000_000)
  assert.equal(boundary.openWithin(999_999, 2_000_000), false, 'it opened within')
  assert.equal(boundary.openWithin(1_000_000, 2_000_000), true)
  boundary.peer('cdf1', 1, 'closed', 5_000_000)
  assert.equal(boundary.openWithin(1_000_000, 4_999_999), true, 'an outage since says nothing of before')
  assert.equal(boundary.openWithin(1_000_000, 5_000_000), false, 'while it lasts')
  boundary.peer('cdf1', 2, 'open', 6_000_000)
  assert.equal(boundary.openWithin(1_000_000, 4_999_999), true)
  assert.equal(boundary.openWithin(4_000_000, 7_000_000), false, 'it is over')
  assert.equal(boundary.openWithin(6_000_000, 7_000_000), true)
})

test('of a thousand outages few are kept, and a span as old as those forgotten may have had one', () => {
  const boundary = new Boundary()
  for (let nth = 1; nth <= 1000; nth += 1) {
    boundary.peer('cdf1', nth, 'open', nth * 1_000_000)
    boundary.peer('cdf1', nth, 'closed', nth * 1_000_000 + 500_000)
  }
  boundary.peer('cdf1', 1001, 'open', 1_001_000_000)
  assert.equal(boundary.openWithin(2_100_000, 2_200_000), false, 'nobody knows any more')
  assert.equal(boundary.openWithin(999_100_000, 999_200_000), true)
  assert.equal(boundary.openWithin(999_100_000, 999_600_000), false)
})
