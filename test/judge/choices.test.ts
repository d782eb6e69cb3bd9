// Choices that the documents leave open: reported as seen, and a warning where a server makes one now this way, now that way.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Profile } from '../../judge/profile/schema'
import { contradicted, judgedUnder, notOne, valuesOf, warned } from './choice-checks'
import { SETTLED_MS } from './good-stories'
import { changed, type Edit, editOf, gone, more, moved } from './edits'
import { Story } from './story'
import { creatorOf, type Conf } from './story-calls'

type Tell = (s: Story) => void

const COUNT = { path: 'Service-Information/**/Number-Of-Participants', op: 'participants' } as const
const SLOW_MS = 700 // longer than the early window: what comes after it waited for it

interface Case {
  readonly choice: keyof Profile['choices']
  readonly values: readonly [one: string, other: string]
  /** Twice the same occasion; the edit makes the second the other way. */
  readonly tell: (s: Story, conf: Conf) => void
  readonly edit: Edit
}

const twoConferences =
  (o: { readonly ackAfterMs?: number } = {}): Tell =>
  (s) => {
    for (const name of ['dave', 'erin']) {
      const conf = s.creates(name, o)
      s.wait(100).leaves(creatorOf(conf), conf).wait(9000)
    }
  }

const cases: readonly Case[] = [
  {
    choice: 'P-JOIN',
    values: ['charged', 'not-charged'],
    tell: (s, conf) => {
      s.joins('bob', conf)
      s.wait(100).joins('dave', conf)
    },
    edit: gone('join:dave'),
  },
  {
    choice: 'P-LAST',
    values: ['stop', 'interim-then-stop'],
    tell: twoConferences(),
    edit: editOf('stop:erin', (plan) => [
      { ...plan, label: 'last', type: 'interim', count: 0 },
      { ...plan, atMs: plan.atMs + 2000 },
    ]),
  },
  {
    choice: 'P-DEP-POINT',
    values: ['2xx', 'bye'],
    tell: (s, conf) => {
      for (const name of ['bob', 'dave']) s.expels(s.brings(name, conf), conf, { answerAfterMs: SLOW_MS }).wait(100)
    },
    edit: moved('departure:dave', -SLOW_MS),
  },
  {
    choice: 'P-START',
    values: ['ack', '2xx'],
    tell: twoConferences({ ackAfterMs: SLOW_MS }),
    edit: moved('start:erin', -SLOW_MS),
  },
  {
    choice: 'P-ARR-POINT',
    values: ['ack', '2xx'],
    tell: (s, conf) => {
      for (const name of ['bob', 'dave']) s.joins(name, conf, { ackAfterMs: SLOW_MS })
    },
    edit: moved('join:dave', -SLOW_MS),
  },
  {
    choice: 'P-GRAN',
    values: ['conference', 'leg'],
    tell: (s, conf) => {
      s.brings('bob', conf)
      s.wait(100).brings('dave', conf)
    },
    edit: changed('arrival:dave', { type: 'start', session: 'im1.im.example;1;99' }),
  },
  {
    choice: 'P-NUM',
    values: ['from-0-by-1', 'growing'],
    tell: twoConferences(),
    edit: changed('stop:erin', { skip: 3 }),
  },
  {
    choice: 'P-FOCUS',
    values: ['excluded', 'included'],
    tell: (s, conf) => {
      for (const name of ['bob', 'dave']) {
        s.when().brings(name, conf)
        s.content('arrival-count', 'arrival', name, COUNT).wait(SETTLED_MS)
      }
    },
    edit: changed('arrival:dave', { count: 5 }),
  },
]

for (const { choice, values, tell, edit } of cases) {
  const unknown = { [choice]: 'unknown' } as Partial<Profile['choices']>

  test(`${choice}, undeclared: ${values[0]} all through the run is reported, and no more`, () => {
    const judgment = judgedUnder(unknown, undefined, tell)
    notOne(judgment)
    assert.deepEqual(valuesOf(judgment, choice), [values[0]])
    assert.equal(judgment.choices.find((one) => one.choice === choice)?.declared, 'unknown')
  })

  test(`${choice}, undeclared: ${values[0]}, then ${values[1]}, is a warning and never a fail`, () => {
    const judgment = judgedUnder(unknown, edit, tell)
    warned(judgment, choice)
    assert.deepEqual([...valuesOf(judgment, choice)].sort(), [...values].sort())
  })
}

test('the events of the finding are those that show the two ways', () => {
  const [join] = cases
  assert.ok(join)
  const judgment = judgedUnder({ 'P-JOIN': 'unknown' }, join.edit, join.tell)
  const seen = judgment.choices.find((one) => one.choice === 'P-JOIN')?.seen.map(({ event }) => event)
  assert.deepEqual([...(judgment.findings[0]?.events ?? [])].sort(), [...(seen ?? [])].sort())
})

for (const [choice, declared, seen, label] of [
  ['P-START', 'ack', '2xx', 'start:erin'],
  ['P-START', '2xx', 'ack', undefined],
  ['P-DEP-POINT', 'bye', '2xx', undefined],
] as const) {
  const proven = declared === 'ack' // the record was there before the ACK; what comes behind it may be slow
  test(`${choice}, declared ${declared} and seen as ${seen}, is ${proven ? 'a contradiction' : 'a warning'}`, () => {
    const judgment = judgedUnder({ [choice]: declared }, label && moved(label, -SLOW_MS), (s, conf) => {
      if (choice === 'P-START') twoConferences({ ackAfterMs: SLOW_MS })(s)
      else s.expels(s.brings('bob', conf), conf, { answerAfterMs: SLOW_MS })
    })
    if (proven) contradicted(judgment, choice, declared, seen)
    else warned(judgment, choice)
  })
}

test('P-START, declared ack and seen as 2xx behind a B2BUA, whose ACK is its own, is a warning', () => {
  const s = new Story({ choices: { 'P-START': 'ack' }, topology: { sip: 'b2bua' }, edit: moved('start:erin', -SLOW_MS) })
  twoConferences({ ackAfterMs: SLOW_MS })(s.begin('TP_ARR_001').when())
  assert.deepEqual(
    s
      .end()
      .judged()
      .findings.map(({ rule, level }) => `${rule} ${level}`),
    ['choice-inconsistent SHOULD'],
  )
})

test('joiners declared not to be charged, and charged: one contradiction for all, and no record is unexplained', () => {
  const judgment = judgedUnder({ 'P-JOIN': 'not-charged' }, undefined, (s, conf) => {
    for (const name of ['bob', 'dave', 'erin']) s.wait(100).joins(name, conf)
  })
  contradicted(judgment, 'P-JOIN', 'not-charged', 'charged')
})

for (const [what, edit] of [
  ['names another user', more('arrival:carol', 500)],
  ['comes long behind the join', moved('join:bob', 4500)],
] as const) {
  test(`a record that ${what} is not of a joiner declared not to be charged`, () => {
    const choices = { 'P-JOIN': 'not-charged' } as const
    const judgment = judgedUnder(choices, edit, (s, conf) => {
      s.joins('bob', conf, { charge: what !== 'names another user' })
      s.wait(5000)
    })
    assert.ok(judgment.findings.some(({ rule }) => rule === 'record-unexplained'))
    assert.ok(!judgment.findings.some(({ rule }) => rule === 'declared-otherwise'))
  })
}

test('a second record for a joiner declared not to be charged is unexplained all the same', () => {
  const judgment = judgedUnder({ 'P-JOIN': 'not-charged' }, more('join:bob', 300), (s, conf) => s.joins('bob', conf))
  assert.deepEqual(judgment.findings.map(({ rule }) => rule).sort(), ['declared-otherwise', 'record-unexplained'])
})

test('P-ARR-POINT, declared ack and seen at the 2xx, is a fail: what is declared binds', () => {
  const judgment = judgedUnder({ 'P-ARR-POINT': 'ack' }, moved('join:bob', -SLOW_MS), (s, conf) =>
    s.joins('bob', conf, { ackAfterMs: SLOW_MS }),
  )
  const found = judgment.findings.map(({ rule, level }) => `${rule} ${level}`)
  assert.deepEqual(found, ['choice-inconsistent SHOULD', 'join-interim-early MUST'])
})

test('a second record for a joiner before its ACK is one too many, not one too early', () => {
  const twiceAtThe2xx = editOf('join:bob', (plan) =>
    [-SLOW_MS, 5 - SLOW_MS].map((ms, i) => ({ ...plan, ...(i > 0 && { label: 'more' }), atMs: plan.atMs + ms })),
  )
  const judgment = judgedUnder({ 'P-ARR-POINT': '2xx' }, twiceAtThe2xx, (s, conf) =>
    s.joins('bob', conf, { ackAfterMs: SLOW_MS }),
  )
  const broken = judgment.findings.filter(({ level }) => level === 'MUST')
  assert.deepEqual(
    broken.map(({ rule }) => rule),
    ['record-unexplained'],
  )
})

test('a slow server does not look like one that waits for the ACK, nor for the 2xx to its BYE', () => {
  const judgment = judgedUnder({ 'P-ARR-POINT': 'unknown', 'P-DEP-POINT': 'unknown' }, undefined, (s, conf) => {
    s.joins('bob', conf, { ackAfterMs: 300 })
    s.expels(s.brings('dave', conf), conf, { answerAfterMs: 300 })
  })
  notOne(judgment)
  assert.deepEqual([...valuesOf(judgment, 'P-ARR-POINT'), ...valuesOf(judgment, 'P-DEP-POINT')], [])
})

test('while this machine stood still, nothing tells a choice', () => {
  const [join] = cases
  assert.ok(join)
  const judgment = judgedUnder({ 'P-JOIN': 'unknown' }, join.edit, (s, conf) => {
    join.tell(s, conf)
    s.wait(50).lag(400)
  })
  assert.deepEqual(valuesOf(judgment, 'P-JOIN'), ['charged'])
  assert.deepEqual(judgment.findings, [])
})

test('a server that never charges the end of a conference chose nothing by its silence', () => {
  const s = new Story({ choices: { 'P-JOIN': 'unknown' }, edit: (plan) => (plan.type === 'start' ? [plan] : []) })
  const conf = s.begin('TP_ARR_002').creates('alice')
  s.when().joins('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf, 9000).end()
  assert.deepEqual(valuesOf(s.judged(), 'P-JOIN'), [])
})

test('an interim that may be one by time tells no choice', () => {
  const choices = { 'P-JOIN': 'unknown', 'P-PERIODIC': 'unknown' } as const
  const withoutSip = editOf('join:bob', ({ method: _, ...plan }) => [plan])
  const judgment = judgedUnder(choices, withoutSip, (s, conf) => s.joins('bob', conf))
  assert.deepEqual(valuesOf(judgment, 'P-JOIN'), [])
})

test('an EVENT for a refusal and an INTERIM by time are reported as the choices they are', () => {
  const judgment = judgedUnder({ 'P-EVT-FAIL': 'unknown', 'P-PERIODIC': 'unknown' }, undefined, (s, conf) => {
    const bob = s.invites('bob', conf)
    s.refuses(bob).acr(conf, { label: 'refused', type: 'event', callId: bob.callId, method: 'INVITE' })
    s.wait(500).acr(conf, { label: 'time', type: 'interim' })
  })
  assert.deepEqual([valuesOf(judgment, 'P-EVT-FAIL'), valuesOf(judgment, 'P-PERIODIC')], [['sent'], ['sent']])
})
