// P-DEP-NO200 and P-LEG: what a server does with a BYE that is refused, and whose Call-ID its records carry; as declared, unknown, otherwise.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Profile } from '../../judge/profile/schema'
import { contradicted, judgedUnder, notOne, valuesOf, warned } from './choice-checks'
import { editOf, gone, more, moved, type Edit } from './edits'
import { icidOf } from './sip-lines'
import { Story } from './story'
import { creatorOf, type Conf } from './story-calls'

type Choices = Partial<Profile['choices']>
type Tell = (s: Story, conf: Conf) => void

/** Bob is in, and no 2xx answers the server's BYE to him. */
const refused =
  (o: { readonly status?: number | 'none'; readonly charge?: boolean } = {}): Tell =>
  (s, conf) => {
    s.expels(s.brings('bob', conf), conf, { status: 481, ...o }).wait(100)
  }
const timerF: Edit = moved('departure:bob', 64 * 100 + 50)

test('P-DEP-NO200: either way is as good as declared, and reported where it is not', () => {
  for (const charge of [true, false]) {
    const value = charge ? 'interim' : 'none'
    for (const declared of [value, 'unknown'] as const) {
      const judgment = judgedUnder({ 'P-DEP-NO200': declared }, undefined, refused({ charge }))
      notOne(judgment)
      assert.deepEqual(valuesOf(judgment, 'P-DEP-NO200'), [value])
    }
  }
})

for (const status of [481, 408]) {
  test(`P-DEP-NO200: a BYE answered ${status} and charged, declared none, is a contradiction`, () => {
    contradicted(judgedUnder({ 'P-DEP-NO200': 'none' }, undefined, refused({ status })), 'P-DEP-NO200', 'none', 'interim')
  })

  test(`P-DEP-NO200: a BYE answered ${status} and not charged, declared interim, is a contradiction`, () => {
    const judgment = judgedUnder({ 'P-DEP-NO200': 'interim' }, undefined, refused({ status, charge: false }))
    contradicted(judgment, 'P-DEP-NO200', 'interim', 'none')
  })
}

test('P-DEP-NO200: two that are charged, declared none, are one contradiction of two places', () => {
  const judgment = judgedUnder({ 'P-DEP-NO200': 'none' }, undefined, (s, conf) => {
    for (const name of ['bob', 'dave']) s.expels(s.brings(name, conf), conf, { status: 481 }).wait(100)
  })
  contradicted(judgment, 'P-DEP-NO200', 'none', 'interim')
  assert.match(judgment.findings[0]?.actual ?? '', /\(2 places\)$/)
})

test('P-DEP-NO200: now charged, now not, undeclared, is a warning and no more', () => {
  const judgment = judgedUnder({ 'P-DEP-NO200': 'unknown' }, gone('departure:dave'), (s, conf) => {
    for (const name of ['bob', 'dave']) s.expels(s.brings(name, conf), conf, { status: 481 }).wait(100)
  })
  warned(judgment, 'P-DEP-NO200')
})

test('P-DEP-NO200: a BYE that nobody answers, charged when timer F has passed, declared none, is a contradiction', () => {
  const tell: Tell = (s, conf) => {
    refused({ status: 'none' })(s, conf)
    s.wait(7000)
  }
  contradicted(judgedUnder({ 'P-DEP-NO200': 'none' }, timerF, tell), 'P-DEP-NO200', 'none', 'interim')
  assert.deepEqual(valuesOf(judgedUnder({ 'P-DEP-NO200': 'unknown' }, timerF, tell), 'P-DEP-NO200'), ['interim'])
})

/** What leaves it open whether the choice was made: nothing is said, whatever is declared. */
const OPEN: readonly (readonly [
  what: string,
  value: 'interim' | 'none',
  choices: Choices,
  edit: Edit | undefined,
  tell: Tell,
])[] = [
  ['a BYE that nobody answers, charged before timer F', 'interim', {}, undefined, refused({ status: 'none' })],
  ['a BYE that nobody answers, not charged', 'none', {}, undefined, refused({ status: 'none', charge: false })],
  [
    'a BYE refused and charged, where the BYE itself may be what is charged',
    'interim',
    { 'P-DEP-POINT': 'unknown' },
    undefined,
    refused(),
  ],
  ['a BYE refused and charged, where the BYE itself is charged', 'interim', { 'P-DEP-POINT': 'bye' }, undefined, refused()],
  ['an answer that does not end the dialog', 'interim', {}, undefined, refused({ status: 500 })],
  ['an answer that does not end the dialog, and nothing charged', 'none', {}, undefined, refused({ status: 500, charge: false })],
  [
    'the record before the answer',
    'interim',
    {},
    moved('departure:bob', -300),
    (s, conf) => s.expels(s.brings('bob', conf), conf, { status: 481, answerAfterMs: 400 }),
  ],
  ['a record that names no leg', 'interim', {}, editOf('departure:bob', ({ callId: _, ...plan }) => [plan]), refused()],
  ['a record of another method', 'interim', {}, editOf('departure:bob', (plan) => [{ ...plan, method: 'INVITE' }]), refused()],
  [
    'a 2xx, then 481 to the BYE sent again',
    'none',
    {},
    gone('departure:bob'),
    (s, conf) => s.expels(s.brings('bob', conf), conf).answersBye(conf.legs.at(-1) ?? creatorOf(conf), 481),
  ],
  [
    'a 2xx, then 481 to the BYE sent again, and one record behind both',
    'interim',
    {},
    moved('departure:bob', 100),
    (s, conf) => s.expels(s.brings('bob', conf), conf).answersBye(conf.legs.at(-1) ?? creatorOf(conf), 481),
  ],
  [
    "a BYE that met the user's own",
    'interim',
    {},
    undefined,
    (s, conf) => s.crosses(s.brings('bob', conf), conf, { status: 481 }),
  ],
  [
    "a BYE that met the user's own, and nothing charged",
    'none',
    {},
    undefined,
    (s, conf) => s.crosses(s.brings('bob', conf), conf, { status: 481, charge: false }),
  ],
  [
    'one whose arrival was not charged',
    'none',
    {},
    undefined,
    (s, conf) => s.expels(s.brings('bob', conf, { charge: false }), conf, { status: 481, charge: false }),
  ],
]

for (const [what, value, choices, edit, tell] of OPEN) {
  test(`P-DEP-NO200: ${what} tells nothing`, () => {
    const other = value === 'interim' ? 'none' : 'interim'
    for (const declared of [other, 'unknown'] as const) {
      const judgment = judgedUnder({ ...choices, 'P-DEP-NO200': declared }, edit, tell)
      assert.deepEqual(valuesOf(judgment, 'P-DEP-NO200'), [])
      assert.ok(!judgment.findings.some(({ rule }) => rule === 'declared-otherwise'))
    }
  })
}

test('P-DEP-NO200: where the server lets all go, nothing for one whose BYE was refused is no choice (LV-12)', () => {
  const judgment = judgedUnder({ 'P-DEP-NO200': 'interim' }, undefined, (s, conf) => {
    const [alice, carol] = conf.legs
    assert.ok(alice && carol)
    const bob = s.brings('bob', conf)
    s.wait(300).expels(bob, conf, { status: 481, charge: false }).expels(carol, conf, { charge: false }).expels(alice, conf)
  })
  notOne(judgment)
})

/** Bob and Dave come, by invitation and on their own, and Bob leaves: each record names whom it is about. */
const comings: Tell = (s, conf) => {
  const bob = s.brings('bob', conf)
  s.wait(100).joins('dave', conf)
  s.wait(100).leaves(bob, conf).wait(100)
}
/** The server names the first leg, the creator's, in all its records; the users stay. */
const firstLeg: Edit = (plan) => [plan.callId === undefined ? plan : { ...plan, callId: 'call-1' }]

test('P-LEG: either leg is as good as declared, and reported where it is not', () => {
  for (const [edit, value] of [
    [undefined, 'trigger-leg'],
    [firstLeg, 'initial-leg'],
  ] as const)
    for (const declared of [value, 'unknown'] as const) {
      const judgment = judgedUnder({ 'P-LEG': declared }, edit, comings)
      notOne(judgment)
      assert.deepEqual(valuesOf(judgment, 'P-LEG'), [value])
    }
})

test('P-LEG: the leg that made the record, declared the first, is one contradiction for the run', () => {
  const judgment = judgedUnder({ 'P-LEG': 'initial-leg' }, undefined, (s, conf) => {
    comings(s, conf)
    const other = s.creates('frank')
    s.brings('grace', other)
    s.wait(100).drain(other, 100)
  })
  contradicted(judgment, 'P-LEG', 'initial-leg', 'trigger-leg')
  assert.match(judgment.findings[0]?.actual ?? '', /User-Session-Id call-\d+ in INTERIM, record 1 \(2 places\)$/)
})

test('P-LEG: the first leg, declared the one that made the record, is a contradiction, and no other finding', () => {
  contradicted(judgedUnder({ 'P-LEG': 'trigger-leg' }, firstLeg, comings), 'P-LEG', 'trigger-leg', 'initial-leg')
})

test('P-LEG: the first leg shows in an arrival too whose INTERIM, with SIP-Method INVITE, comes as the first leg leaves', () => {
  const s = new Story({ choices: { 'P-LEG': 'trigger-leg' }, edit: firstLeg }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.wait(200).brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').leaves(creatorOf(conf), conf)
  contradicted(s.wait(3000).drain(conf, 9000).end().judged(), 'P-LEG', 'trigger-leg', 'initial-leg')
})

test('P-LEG: one conference this way, the next that way, undeclared, is a warning', () => {
  const onlyFirst: Edit = (plan) => [plan.session.endsWith(';1') ? plan : { ...plan, callId: frank }]
  let frank = ''
  const judgment = judgedUnder({ 'P-LEG': 'unknown' }, onlyFirst, (s) => {
    const other = s.creates('frank')
    frank = creatorOf(other).callId
    s.brings('grace', other)
    s.wait(100).drain(other, 100)
  })
  warned(judgment, 'P-LEG')
})

/** What is no proof of either way: some of the records name the one, or something besides the leg may explain it. */
const NO_PROOF: readonly (readonly [what: string, edit: Edit, tell?: Tell])[] = [
  [
    'one names its own leg and nobody',
    ({ party, ...plan }) => (plan.label === 'arrival:bob' ? [plan] : firstLeg({ ...plan, ...(party && { party }) })),
  ],
  ['the ICID is of the first leg, and the Call-ID of the own', (plan) => [{ ...plan, icid: icidOf({ callId: 'call-1' }) }]],
  ['START names another leg than the first', editOf('start:alice', (plan) => [{ ...plan, callId: 'call-2' }])],
  ['one record names the first leg, the others their own', editOf('arrival:bob', firstLeg)],
  [
    'an Outgoing-Session-Id names the leg beside it',
    (plan) => firstLeg({ ...plan, ims: [['Outgoing-Session-Id', plan.callId ?? '']] }),
  ],
  [
    'the ICID is of the leg',
    (plan) => firstLeg({ ...plan, ...(plan.callId === undefined ? {} : { icid: icidOf({ callId: plan.callId }) }) }),
  ],
  [
    'no record names whom it is about',
    (plan) => {
      const { party: _, ...rest } = plan
      return firstLeg(rest)
    },
  ],
  [
    'no record tells its method',
    (plan) => {
      const { method: _, ...rest } = plan
      return firstLeg(rest)
    },
  ],
]

for (const [what, edit, tell = comings] of NO_PROOF) {
  test(`P-LEG: where ${what}, nothing is told`, () => {
    for (const declared of ['trigger-leg', 'initial-leg', 'unknown'] as const) {
      const judgment = judgedUnder({ 'P-LEG': declared }, edit, tell)
      assert.deepEqual(valuesOf(judgment, 'P-LEG'), [])
      assert.ok(!judgment.findings.some(({ rule }) => rule === 'declared-otherwise'))
    }
  })
}

test('P-LEG: after a re-INVITE of the first leg a record that names it may be of that', () => {
  const told = (reinvite: boolean): readonly string[] => {
    const s = new Story({ choices: { 'P-LEG': 'unknown' }, edit: firstLeg }).begin('TP_ARR_001').when()
    const conf = s.creates('alice')
    if (reinvite) s.reinvites(creatorOf(conf)).wait(100)
    s.brings('bob', conf)
    return valuesOf(s.wait(100).drain(conf, 3000).end().judged(), 'P-LEG')
  }
  assert.deepEqual([told(false), told(true)], [['initial-leg'], []])
})

test('P-LEG: a second device of the user who made the conference is told from the first by nobody it names', () => {
  const s = new Story({ choices: { 'P-LEG': 'unknown' }, edit: firstLeg }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.joins('alice', conf)
  assert.deepEqual(valuesOf(s.wait(100).drain(conf, 3000).end().judged(), 'P-LEG'), [])
})

test('P-LEG: the first leg is that of the START: in a later life of a conference it is another', () => {
  const later: Edit = (plan) => {
    if (plan.atMs < 9000) return firstLeg(plan)
    return [{ ...plan, callId: 'call-3', session: 'im1.im.example;1;77', ...(plan.label === 'join:dave' && { type: 'start' }) }]
  }
  const s = new Story({ choices: { 'P-LEG': 'initial-leg', 'P-GRAN': 'conference' }, edit: later }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('bob', conf)
  s.wait(100).drain(conf, 9000)
  const dave = s.joins('dave', conf)
  s.brings('erin', conf)
  s.wait(100).leaves(dave, conf).wait(100).drain(conf, 9000)
  const judgment = s.end().judged()
  assert.deepEqual(valuesOf(judgment, 'P-LEG'), ['initial-leg'])
  assert.ok(!judgment.findings.some(({ rule }) => rule === 'declared-otherwise'))
})

test('P-DEP-NO200: a server without departure triggers chose nothing', () => {
  const s = new Story({ choices: { 'P-DEP-NO200': 'interim' }, pics: { 'departure-trigger': 'no' } }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  refused({ charge: false })(s, conf)
  assert.deepEqual(valuesOf(s.wait(3000).drain(conf, 9000).end().judged(), 'P-DEP-NO200'), [])
})

test('P-LEG, P-DEP-NO200: a participating function has two Call-IDs for each leg, and passes the answer on: nothing is told', () => {
  for (const charge of [true, false]) {
    const choices = { 'P-LEG': 'initial-leg', 'P-DEP-NO200': charge ? 'none' : 'interim', 'P-DEP-POINT': '2xx' } as const
    const s = new Story({ served: 'conference', choices }).begin('TP_PF_001').when()
    const conf = s.creates('alice')
    s.brings('carol', conf)
    refused({ charge })(s, conf)
    const judgment = s.wait(3000).drain(conf, 9000).end().judged()
    assert.deepEqual([...valuesOf(judgment, 'P-LEG'), ...valuesOf(judgment, 'P-DEP-NO200')], [])
  }
})

test('P-LEG, P-DEP-NO200: behind a B2BUA the server sees other Call-IDs and other answers, and nothing is told', () => {
  for (const choices of [
    { 'P-LEG': 'initial-leg', 'P-DEP-NO200': 'none' },
    { 'P-LEG': 'trigger-leg', 'P-DEP-NO200': 'interim' },
  ] as const)
    for (const charge of [true, false]) {
      const s = new Story({ choices, topology: { sip: 'b2bua' } }).begin('TP_ARR_001').when()
      const conf = s.creates('alice')
      s.brings('carol', conf)
      refused({ charge })(s, conf)
      const judgment = s.wait(3000).drain(conf, 9000).end().judged()
      assert.ok(!judgment.findings.some(({ rule }) => rule === 'declared-otherwise'))
      assert.deepEqual([...valuesOf(judgment, 'P-LEG'), ...valuesOf(judgment, 'P-DEP-NO200')], [])
    }
})

test('P-DEP-NO200: a second record for one that was refused is one too many all the same', () => {
  const judgment = judgedUnder({ 'P-DEP-NO200': 'none' }, more('departure:bob', 300), refused())
  assert.deepEqual(judgment.findings.map(({ rule }) => rule).sort(), ['declared-otherwise', 'departure-interim-doubled'])
})
