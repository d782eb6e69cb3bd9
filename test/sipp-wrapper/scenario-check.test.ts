// Every rule of the scenario checker, each seen to fail, and SIPp itself as the second reader: what is a refusal there is a fault here.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkScenario, hubScenario, problemText } from 'sipp-wrapper'
import { skip, temporaryFolder } from './live-agent'
import { invite, ok, rows, scenario, send } from './scenario-faults'

for (const [what, xml, rule, line, , options] of rows) {
  test(`checked: ${what}`, () => {
    const problems = checkScenario(xml, options)
    const found = problems.find((problem) => problem.rule === rule)
    assert.ok(found, `no ${rule} in ${JSON.stringify(problems)}`)
    assert.equal(found.line, line, found.what)
    assert.ok(found.what.length > 10 && found.mend.length > 3)
  })
}

/** What SIPp does with a scenario: with its port taken it ends by 254 after it has read a scenario that it accepts. */
async function sippAccepts(
  dir: string,
): Promise<{ readonly accepts: (xml: string, isTwin: boolean) => boolean; readonly close: () => void }> {
  const taken = createSocket('udp4')
  taken.bind(0, '127.0.0.1')
  await once(taken, 'listening')
  const port = String(taken.address().port)
  const accepts = (xml: string, isTwin: boolean): boolean => {
    writeFileSync(join(dir, 'x.xml'), xml)
    const twin = isTwin ? ['-3pcc', '127.0.0.1:9'] : []
    const args = [
      '127.0.0.1:9',
      '-sf',
      'x.xml',
      '-i',
      '127.0.0.1',
      '-p',
      port,
      '-nostdin',
      '-trace_err',
      '-error_file',
      'e.txt',
      ...twin,
    ]
    const { status, signal, stderr } = spawnSync('sipp', args, { cwd: dir, timeout: 10_000, encoding: 'latin1' })
    // It refuses some by an assertion.
    assert.ok(signal === null || signal === 'SIGABRT', stderr)
    return status === 254 || /Unable to bind main socket|twin sipp socket/.test(stderr)
  }
  return { accepts, close: () => taken.close() }
}

test('what SIPp refuses is a fault, and what it accepts is none of the refusals', { skip }, async (t) => {
  const { accepts, close } = await sippAccepts(temporaryFolder(t))
  t.after(close)
  for (const [what, xml, , , sipp, options] of rows) {
    const faults = checkScenario(xml, options).filter(({ level }) => level === 'fault')
    const accepted = accepts(xml, xml.includes('Cmd') && options?.isTwin !== false)
    if (!accepted) assert.ok(faults.length > 0, `SIPp refuses this, the checker finds no fault: ${what}`)
    // 3.7 refuses some that 3.6 runs; what the row says of a refusal holds for both.
    if (sipp === 'refuses' && what !== 'a recv first, and commands') assert.equal(accepted, false, `SIPp accepts: ${what}`)
  }
})

test("SIPp's own scenarios and the hub have no fault", { skip }, () => {
  for (const name of [
    'uac',
    'uas',
    'regexp',
    'branchc',
    'branchs',
    '3pcc-C-A',
    '3pcc-C-B',
    '3pcc-A',
    '3pcc-B',
    'uac_pcap',
    'ooc_default',
  ]) {
    const xml = spawnSync('sipp', ['-sd', name], { encoding: 'latin1' }).stdout
    assert.deepEqual(
      checkScenario(xml).map(({ rule, line }) => [rule, line]),
      // it has a recv that is jumped over always
      name === 'branchc' ? [['unreachable', 43]] : [],
      name,
    )
  }
  assert.deepEqual(checkScenario(hubScenario().xml, { isTwin: true }), [])
})

// What the package promises to find before SIPp starts: said with line, what is wrong, and a mend that mends it.
const mended: readonly (readonly [text: string, wrong: string, right: string])[] = [
  [
    'line 5: there is no keyword [servce]. Correct it, give it a value with -key, or write \\x5B for a bracket that begins no keyword.',
    scenario(send('BYE sip:[servce] SIP/2.0')),
    scenario(send('BYE sip:[service] SIP/2.0')),
  ],
  [
    'line 11: no call ever gets to this <pause>: the step before it always goes elsewhere. Put a <label> before it and name that in a next, or remove it.',
    scenario(invite, '<recv response="200" next="a"/>', '<pause/>', '<label id="a"/>', '<nop/>'),
    scenario(invite, '<recv response="200" next="a"/>', '<label id="a"/>', '<nop/>'),
  ],
  [
    'line 10: next of <recv> goes to the label ennd, which is not there. Is it end?',
    scenario(invite, '<recv response="200" next="ennd"/>', '<label id="end"/>', '<nop/>'),
    scenario(invite, '<recv response="200" next="end"/>', '<label id="end"/>', '<nop/>'),
  ],
  [
    'line 10: an optional <recv> has no mandatory step behind it. Remove optional, or put a <recv> behind it that the call can wait at.',
    scenario(invite, '<recv response="180" optional="true"/>'),
    scenario(invite, '<recv response="180" optional="true"/>', ok),
  ],
  [
    'line 10: the variable a is used only here. SIPp refuses that: use it, or put <Reference variables="a"/> behind this.',
    scenario(invite, '<recv response="200"><action><ereg regexp="x" search_in="msg" assign_to="a"/></action></recv>'),
    scenario(
      invite,
      '<recv response="200"><action><ereg regexp="x" search_in="msg" assign_to="a"/></action></recv>',
      '<Reference variables="a"/>',
    ),
  ],
]
for (const [text, wrong, right] of mended) {
  test(`said with line and mend: ${text.slice(0, 60)}`, () => {
    assert.ok(checkScenario(wrong).map(problemText).includes(text), checkScenario(wrong).map(problemText).join('\n'))
    assert.deepEqual(checkScenario(right), [], 'the mend mends it')
  })
}

test('keys, globals and injections that are given are known', () => {
  const xml = scenario(send('BYE sip:[realm]@[field0 file="a.csv" line="[$at]"] SIP/2.0'), ok)
  assert.deepEqual(checkScenario(xml, { keys: ['realm'], globals: ['at'], injection: ['a.csv'] }), [])
})

test('any text is checked without an exception, and within limits', () => {
  const pieces = [
    '<',
    '>',
    '/>',
    '</',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '"',
    "'",
    '\\',
    '[',
    ']',
    '&',
    '=',
    ' ',
    '\n',
    '\0',
    'þ',
  ]
  const words = [
    'scenario',
    'send',
    'recv',
    'action',
    'label',
    'ereg',
    'next',
    'id',
    'variables',
    '$a',
    'field0',
    '__proto__',
    'constructor',
  ]
  const text = fc
    .array(fc.oneof(fc.constantFrom(...pieces, ...words), fc.string()), { maxLength: 60 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.boolean(), (inner, isWhole) => {
      const problems = checkScenario(isWhole ? scenario(inner) : `<?xml ?>${inner}`)
      assert.ok(problems.length <= 200)
    }),
  )
})

test('a text of many faults is told in part, and a deep one at once', () => {
  assert.equal(checkScenario(scenario('<x/>'.repeat(1_000), invite)).length, 200)
  const deep = checkScenario(`<?xml ?>${'<a>'.repeat(20_000)}`)
  assert.equal(deep.at(-1)?.rule, 'nesting')
})
