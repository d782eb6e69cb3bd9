// Rules from outside: every word a file may say makes the builder's objects, and whatever is wrong is told with place and mend.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { readRules } from '../../mocks/charging-enabler'
import type { Rule } from '../../mocks/charging-enabler'
import { buildRule } from '../../mocks/charging-enabler/rule-builder'
import { ruleAsYaml } from '../../mocks/charging-enabler/rule-text'

function read(data: unknown): readonly Rule[] {
  const result = readRules(data)
  assert.ok(result.ok, JSON.stringify(result))
  return result.rules
}

/** `path: problem → mend`, one a problem. */
function problems(yaml: string): readonly string[] {
  const result = readRules(parse(yaml))
  assert.ok(!result.ok, yaml)
  return result.problems.map(({ path, problem, mend }) => `${path}: ${problem} → ${mend}`)
}

const built: Rule[] = []
const set = (rule: Rule): never => built.push(rule) as never
buildRule({ type: 'interim', number: 2 }, set).once().answer(4002)
buildRule({ session: /conf-9$/, resent: true }, set)
  .times(2)
  .delay(50)
  .ignore()
buildRule({ type: 'event', nth: 3, resent: false }, set)
  .named('third event')
  .answer(2001, { interimIntervalS: 60, omit: ['User-Name'] })
buildRule({ participant: 'bob', avp: [{ path: '**/SIP-Method', equals: 'BYE' }] }, set).answerTwice(2001)
buildRule({ origin: /^im2\./, unknownSession: true, enabler: 'cdf2' }, set).answerAfterResend(2001)
buildRule(
  {
    avp: [
      { path: 'User-Name', present: true },
      { path: 'Route-Record', absent: true },
      { path: '**/SIP-Method', matches: /I/ },
    ],
  },
  set,
).answer(3004, { hopByHop: 'wrong', endToEnd: 7, recordNumber: 'wrong', errorBit: false })
buildRule({}, set)
  .once()
  .answer(2001, {
    add: [
      ['Error-Message', 'no: space'],
      [
        'Proxy-Info',
        [
          ['Proxy-Host', 'a.example'],
          ['Proxy-State', Uint8Array.of(1, 2)],
        ],
      ],
      ['Event-Timestamp', new Date('2026-11-24T00:00:00Z')],
      { code: 9999, vendorId: 4242, flags: 0x80, data: Uint8Array.of(255) },
    ],
  })
buildRule({}, set).once().malformed('avpLength')
buildRule({}, set).once().malformed({ bytes: 'de ad be ef' })
buildRule({ number: 1 }, set).first({ kind: 'answer', resultCode: 2001 }).close()
buildRule({ number: 2 }, set).reset()
buildRule({ number: 3 }, set).disconnect(1)
buildRule({ on: 'cer', origin: 'im1.im.example' }, set).once().refuse(3010)
buildRule({ on: 'dwr' }, set).times(3).ignoreWatchdog()
buildRule({ on: 'open', nth: 2 }, set).disconnect(2)
buildRule({ number: 4 }, set).partition(100)
buildRule({ number: 5 }, set).first({ kind: 'stopListening', forMs: 100 }).close()

test('what the builder makes is taken as it is, and comes out the same', () => {
  assert.deepEqual(read(built), built)
})

test('every rule as text is a line that a rules file takes, and says the same', () => {
  const yaml = built.map((rule) => `- ${ruleAsYaml(rule)}`).join('\n')
  assert.deepEqual(read(parse(yaml)), built)
})

test('a rules file in its own words', () => {
  const rules = read(
    parse(`
rules:
  - name: out of space
    match: { type: interim, session: /conf-1$/ }
    actions: [{ delay: 20 }, { answer: 4002 }]
    completion: { times: 3 }
  - match: { on: open }
    actions: [{ disconnect: busy }]
    completion: once
  - actions:
      - answer: { interimIntervalS: 30, add: { Error-Message: hello, Proxy-Info: { Proxy-Host: a.example, Proxy-State: "0x0102" } } }
  - match: { avp: [{ path: "**/SIP-Method", matches: ^BYE$ }] }
    actions: [ignore]
  - actions: [answerTwice]
`),
  )
  assert.deepEqual(rules, [
    {
      name: 'out of space',
      match: { type: 'interim', session: /conf-1$/ },
      actions: [
        { kind: 'delay', ms: 20 },
        { kind: 'answer', resultCode: 4002 },
      ],
      completion: { kind: 'times', times: 3 },
    },
    { match: { on: 'open' }, actions: [{ kind: 'disconnect', cause: 1 }], completion: { kind: 'times', times: 1 } },
    {
      match: {},
      actions: [
        {
          kind: 'answer',
          resultCode: 2001,
          interimIntervalS: 30,
          add: [
            ['Error-Message', 'hello'],
            [
              'Proxy-Info',
              [
                ['Proxy-Host', 'a.example'],
                ['Proxy-State', Uint8Array.of(1, 2)],
              ],
            ],
          ],
        },
      ],
      completion: { kind: 'always' },
    },
    {
      match: { avp: [{ path: '**/SIP-Method', matches: /^BYE$/ }] },
      actions: [{ kind: 'ignore' }],
      completion: { kind: 'always' },
    },
    { match: {}, actions: [{ kind: 'answerTwice', resultCode: 2001 }], completion: { kind: 'always' } },
  ])
})

test('nothing is no rules', () => {
  for (const nothing of [undefined, null, [], { rules: [] }, { rules: null }]) assert.deepEqual(read(nothing), [])
})

test('what is wrong is told with its place and a mend', () => {
  const rows: readonly (readonly [yaml: string, ...told: readonly RegExp[]])[] = [
    ['hello', /^: this is string "hello", not a list of rules → a list of rules, or the key rules with one/],
    ['{ rule: [] }', /^rule: "rule" is not known here → a rules file has one key, rules/, /^: this is a map, not a list/],
    ['[{ match: {} }]', /^\[0\]\.actions: /],
    ['[{ actions: [] }]', /^\[0\]\.actions: /],
    ['[{ aktions: [ignore] }]', /\[0\]\.actions: /, /^\[0\]\.aktions: "aktions" is not known here → check the spelling/],
    ['[{ actions: [explode] }]', /^\[0\]\.actions\[0\]: there is no action "explode" → one of: answer, answerTwice/],
    ['[{ actions: [{ answer: ok }] }]', /^\[0\]\.actions\[0\]\.resultCode: .*number/],
    ['[{ actions: [{ answer: { resultCode: 2001, extra: 1 } }] }]', /^\[0\]\.actions\[0\]\.extra: "extra" is not known here/],
    ['[{ actions: [{ delay: -1 }] }]', /^\[0\]\.actions\[0\]\.ms: /],
    ['[{ actions: [{ disconnect: 3 }] }]', /^\[0\]\.actions\[0\]\.cause: /],
    ['[{ actions: [{ malformed: upsideDown }] }]', /^\[0\]\.actions\[0\]\.how: .* → one of: version, shortLength/],
    [
      '[{ actions: [{ malformed: { bytes: xyz } }] }]',
      /^\[0\]\.actions\[0\]\.bytes: these are not pairs of hex digits → for example/,
    ],
    ['[{ match: { type: update }, actions: [ignore] }]', /^\[0\]\.match\.type: .* → one of: start, interim, stop, event/],
    [
      '[{ match: { session: "/(/" }, actions: [ignore] }]',
      /^\[0\]\.match\.session: no pattern: .* → a pattern stands between slashes/,
    ],
    [
      '[{ match: { avp: [{ path: A, equals: 1, absent: true }] }, actions: [ignore] }]',
      /^\[0\]\.match\.avp\[0\]: exactly one test is needed → one of: equals/,
    ],
    ['[{ match: { nth: 0 }, actions: [ignore] }]', /^\[0\]\.match\.nth: /],
    [
      '[{ match: { on: cer }, actions: [{ answer: 2001 }] }]',
      /^\[0\]\.actions\[0\]: answer cannot be done for on: cer → one of: refuse, ignore/,
    ],
    [
      '[{ match: { on: cer, type: stop }, actions: [{ refuse: 3010 }] }]',
      /^\[0\]\.match\.type: a cer has no such thing → leave it out/,
    ],
    [
      '[{ actions: [{ refuse: 3010 }] }]',
      /^\[0\]\.actions\[0\]: refuse is no answer to a request → put "on: cer" into the match/,
    ],
    [
      '[{ actions: [ignoreWatchdog] }]',
      /^\[0\]\.actions\[0\]: ignoreWatchdog is no answer to a request → put "on: dwr" into the match/,
    ],
    [
      '[{ match: { on: open }, actions: [{ malformed: version }] }]',
      /^\[0\]\.actions\[0\]: there is no answer to spoil here → give the bytes/,
    ],
    [
      '[{ actions: [{ answer: { add: { No-Such-AVP: 1 } } }] }]',
      /^\[0\]\.actions\[0\]\.add\[0\]: no AVP is called "No-Such-AVP" → a name of the dictionary/,
    ],
    [
      '[{ actions: [{ answer: { add: { Result-Code: many } } }] }]',
      /^\[0\]\.actions\[0\]\.add: Result-Code: .* → names as in the dictionary/,
    ],
    ['[{ completion: twice, actions: [ignore] }]', /^\[0\]\.completion: /],
  ]
  for (const [yaml, ...told] of rows) {
    const found = problems(yaml)
    for (const line of told)
      assert.ok(
        found.some((one) => line.test(one)),
        `${yaml}\n${found.join('\n')}`,
      )
    assert.equal(found.length, told.length, found.join('\n'))
  }
})

test('all problems are told at once, not only the first', () => {
  const found = problems(
    '[{ actions: [explode] }, { match: { number: -1 }, actions: [ignore] }, { actions: [ignore] }, { actions: [{ delay: x }] }]',
  )
  assert.deepEqual(
    found.map((line) => line.split(':')[0]),
    ['[0].actions[0]', '[1].match.number', '[3].actions[0].ms'],
  )
})

test('whatever is given, it is rules or problems, never an exception', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.array(fc.record({ match: fc.anything(), actions: fc.array(fc.anything()) }))),
      (data) => {
        const result = readRules(data)
        assert.ok(result.ok || result.problems.length > 0)
      },
    ),
    { numRuns: 500 },
  )
})
