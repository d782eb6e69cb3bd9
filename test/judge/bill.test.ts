// The bill: nothing to correct where charging is right, the seconds, heads and records where it is not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billOf, type Bill } from '../../judge/accounts/bill'
import { Judge } from '../../judge/judge'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { tell } from './good-stories'
import { changed, gone, more, moved, type Edit } from './edits'
import type { Story } from './story'
import type { StoryOptions } from './story-options'

function billsOf(story: Story): readonly Bill[] {
  const judge = new Judge()
  const events = story.events()
  for (const event of events) judge.step(event)
  return judge.accounts().map(({ account }) => billOf(account, events.at(-1)?.atUs ?? 0))
}

function isZero({ difference: { seconds, heads, records } }: Bill): boolean {
  return seconds === 0 && heads === 0 && records === 0
}

test('where charging is right the bill of every good story differs by nothing', () => {
  for (const { id } of testPurposes) {
    const bills = billsOf(tell(id))
    assert.ok(bills.length > 0, `${id} has no bill`)
    for (const bill of bills) assert.ok(isZero(bill), `${id}: ${JSON.stringify(bill.difference)}`)
  }
})

test('a bill says who was in and what was charged, each side from its own plane', () => {
  const [bill] = billsOf(tell('TP_DEP_001'))
  assert.ok(bill)
  assert.deepEqual(bill.ch1.records, { start: 1, interim: 4, stop: 1, event: 0 })
  assert.equal(bill.sip.mostHeads, 3)
  assert.equal(bill.ch1.mostCounted, 3)
  assert.deepEqual(
    bill.users.map((one) => one.user),
    ['alice', 'bob', 'carol'].map((name) => `sip:${name}@home.example`),
  )
  for (const { inS, chargedS } of bill.users) assert.ok(Math.abs(inS - chargedS) < 0.02, `${inS} in, ${chargedS} charged`)
  const sum = bill.users.reduce((total, one) => total + one.inS, 0)
  assert.ok(Math.abs(sum - bill.sip.headSeconds) < 1e-6, 'head-seconds are the sum of all stays')
})

interface Wrong {
  readonly story: (typeof testPurposes)[number]['id']
  readonly fault: string
  readonly edit: Edit
  /** At least so many seconds, and exactly so many heads and records. */
  readonly seconds: number
  readonly heads: number
  readonly records: number
  readonly says: RegExp
  readonly o?: StoryOptions
}

const wrongs: readonly Wrong[] = [
  {
    story: 'TP_DEP_001',
    fault: "interim-missing-on-bye: Bob's departure is not charged",
    edit: gone('departure:bob'),
    seconds: 2.5,
    heads: 0,
    records: 1,
    says: /bob.*charging ends 2\.\d+ s too late/,
  },
  {
    story: 'TP_DEP_009',
    fault: 'stop-missing: the session is never closed',
    edit: gone('stop:alice'),
    seconds: 1.9,
    heads: 1,
    records: 1,
    says: /alice.*charged on after leaving/,
  },
  {
    story: 'TP_ARR_001',
    fault: "interim-missing-on-invited-arrival: Bob's stay costs nothing",
    edit: gone('arrival:bob'),
    seconds: 2.5,
    heads: 1,
    records: 1,
    says: /bob.*in for 2\.\d+ s, never charged/,
  },
  {
    story: 'TP_SEQ_001',
    fault: 'start-missing',
    edit: gone('start:alice'),
    seconds: 0.1,
    heads: 1,
    records: 1,
    says: /START: 0 came, 1 due/,
  },
  {
    story: 'TP_ARR_005',
    fault: 'count-stale-on-arrival',
    edit: changed('arrival:bob', { count: 2 }),
    seconds: 0,
    heads: 1,
    records: 0,
    says: /tells 2 participants, 1 off/,
  },
  {
    story: 'TP_DEP_006',
    fault: 'count-stale-on-departure',
    edit: changed('departure:bob', { count: 3 }),
    seconds: 0,
    heads: 1,
    records: 0,
    says: /tells 3 participants, 1 off/,
  },
  {
    story: 'TP_DEP_002',
    fault: 'interim-doubled-on-bye',
    edit: more('departure:bob', 5),
    seconds: 0,
    heads: 1,
    records: 1,
    says: /bob.*a departure charged by event \d+ that was none/,
  },
  {
    story: 'TP_SEQ_015',
    fault: 'interim-doubled-on-arrival',
    edit: more('arrival:carol', 5),
    seconds: 2,
    heads: 1,
    records: 1,
    says: /carol.*for an arrival that was none/,
  },
  {
    story: 'TP_NEG_001',
    fault: 'interim-on-refusal: Bob is charged and never was in',
    edit: more('arrival:carol', 240, { callId: 'call-3', party: 'sip:bob@home.example' }),
    seconds: 2,
    heads: 1,
    records: 1,
    says: /bob.*for an arrival that was none/,
  },
  {
    story: 'TP_ARR_001',
    fault: 'an arrival charged 2.3 s late',
    edit: moved('arrival:bob', 2300),
    seconds: 2.3,
    heads: 0,
    records: 0,
    says: /bob.*charging begins 2\.\d+ s too late/,
  },
]

for (const { story, fault, edit, seconds, heads, records, says, o } of wrongs)
  test(`the bill differs: ${fault}`, () => {
    const bills = billsOf(tell(story, { ...o, edit })).filter((bill) => !isZero(bill))
    assert.equal(bills.length, 1, JSON.stringify(bills, null, 1))
    const { difference } = bills[0] as Bill
    assert.ok(difference.seconds >= seconds && difference.seconds < seconds + 3.5, `${difference.seconds} s`)
    assert.deepEqual([difference.heads, difference.records], [heads, records], JSON.stringify(difference))
    assert.match(difference.what.join('\n'), says)
  })
