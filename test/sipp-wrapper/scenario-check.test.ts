// Every rule of the scenario checker, each seen to fail, and SIPp itself as the second reader: what is a refusal there is a fault here.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkScenario, hubScenario, type CheckOptions } from 'sipp-wrapper'
import { skip, temporaryFolder } from './live-agent'

const send = (firstLine: string, attributes = '', more = ''): string =>
  `<send${attributes}>${more}<![CDATA[\n\n${firstLine}\nCall-ID: [call_id]\nCSeq: 1 ${firstLine.split(' ')[0] ?? ''}\n\n]]></send>`
const invite = send('INVITE sip:a@b SIP/2.0')
const ok = '<recv response="200"/>'
const scenario = (...lines: readonly string[]): string =>
  `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="x">\n${lines.join('\n')}\n</scenario>\n`
const action = (text: string): string => `<recv response="200"><action>${text}</action></recv>`

/** What is wrong, the text, the rule that must say so and in which line, and what SIPp does with it: refuse it, or run it all the same. */
type Row = readonly [what: string, xml: string, rule: string, line: number, sipp: 'refuses' | 'runs', options?: CheckOptions]

const rows: readonly Row[] = [
  ['no <?xml', '<scenario name="x"></scenario>', 'xml-line', 1, 'refuses'],
  ['no end of the <?xml', '<?xml version="1.0"', 'xml-line', 1, 'refuses'],
  ['nothing', '<?xml version="1.0" ?>\n', 'no-scenario', 1, 'refuses'],
  ['another root', '<?xml version="1.0" ?>\n<stage></stage>', 'no-scenario', 2, 'refuses'],
  ['no steps', scenario(), 'no-steps', 2, 'refuses'],
  ['too large a text', scenario(`<!--${'x'.repeat(66_000)}-->`, invite), 'too-large', 1, 'refuses'],
  ['an element that is not closed', scenario('<recv response="200">', invite), 'mismatch', 11, 'refuses'],
  ['a wrong closing tag', scenario('<nop></recv>', invite), 'mismatch', 3, 'refuses'],
  ['a CDATA without end', scenario('<send><![CDATA[', 'INVITE'), 'not-closed', 3, 'refuses'],
  ['something behind the end', `${scenario(invite)}<scenario/>`, 'after-scenario', 11, 'refuses'],
  ['an attribute in single quotes', scenario(invite, "<recv response='200'/>"), 'attribute', 10, 'runs'],
  ['an attribute without value', scenario(invite, '<recv response="200" crlf/>'), 'attribute', 10, 'runs'],
  ['an attribute twice', scenario(invite, '<recv response="200" response="180"/>'), 'attribute-twice', 10, 'runs'],
  ['text outside', scenario('hello', invite), 'stray-text', 3, 'runs'],
  ['an unknown element', scenario('<sned/>', invite), 'unknown-element', 3, 'refuses'],
  ['an unknown action', scenario(invite, action('<ergo regexp="a"/>')), 'unknown-element', 10, 'refuses'],
  [
    'an action outside <action>',
    scenario(invite, '<recv response="200"><log message="x"/></recv>'),
    'unknown-element',
    10,
    'runs',
  ],
  ['an element in <init>', scenario('<init><pause/></init>', invite), 'unknown-element', 3, 'refuses'],
  ['a second <action>', scenario(invite, '<recv response="200"><action/><action/></recv>'), 'action-place', 10, 'runs'],
  ['an unknown attribute', scenario(invite, '<recv response="200" optinal="true"/>'), 'unknown-attribute', 10, 'runs'],
  ['a missing attribute', scenario('<label/>', invite), 'missing-attribute', 3, 'refuses'],
  ['a number that is none', scenario(send('BYE sip:a SIP/2.0', ' retrans="half"')), 'bad-value', 3, 'refuses'],
  ['a boolean that is none', scenario(invite, '<recv response="200" rrs="perhaps"/>'), 'bad-value', 10, 'refuses'],
  ['a chance above 1', scenario('<label id="a"/>', invite, '<nop next="a" chance="50"/>'), 'bad-value', 11, 'refuses'],
  [
    'a wrong search_in',
    scenario(invite, action('<ereg regexp="a" search_in="head" assign_to="_"/>')),
    'bad-value',
    10,
    'refuses',
  ],
  ['a $ in a name', scenario(invite, action('<assign assign_to="$a" value="1"/>')), 'bad-value', 10, 'refuses'],
  ['a blank in a list of names', scenario('<Global variables="a, b"/>', invite), 'bad-value', 3, 'refuses'],
  ['a status code that is none', scenario(invite, '<recv response="OK"/>'), 'bad-value', 10, 'runs'],
  ['an entity SIPp does not know', scenario(invite, action('<log message="a&#13;b"/>')), 'entity', 10, 'runs'],
  [
    'an attribute within a value',
    scenario(invite, action('<ereg regexp="x assign_to=" assign_to="_"/>')),
    'attribute-in-value',
    10,
    'runs',
  ],
  ['a broken expression', scenario(invite, action('<ereg regexp="(a" assign_to="_"/>')), 'bad-regexp', 10, 'refuses'],
  ['an expression of Perl', scenario(invite, action('<ereg regexp="a\\d+" assign_to="_"/>')), 'bad-regexp', 10, 'runs'],
  [
    'too few groups',
    scenario(invite, action('<ereg regexp="(a)" assign_to="_,b,c"/>'), '<Reference variables="b,c"/>'),
    'regexp-groups',
    10,
    'runs',
  ],
  ['an unknown label', scenario(invite, '<recv response="200" next="end"/>'), 'unknown-label', 10, 'refuses'],
  [
    'an unknown label after a timeout',
    scenario(invite, '<recv response="200" timeout="5" ontimeout="end"/>'),
    'unknown-label',
    10,
    'refuses',
  ],
  [
    'a label twice',
    scenario('<label id="a"/>', invite, '<label id="a"/>', '<recv response="200" next="a"/>'),
    'label-twice',
    11,
    'refuses',
  ],
  ['a label nothing leads to', scenario(invite, '<label id="a"/>', ok), 'unused-label', 10, 'runs'],
  [
    'a step nobody gets to',
    scenario(invite, '<recv response="200" next="a"/>', '<pause/>', '<label id="a"/>', '<nop/>'),
    'unreachable',
    11,
    'runs',
  ],
  ['a jump to nowhere', scenario(invite, action('<jump value="9"/>')), 'jump-range', 10, 'runs'],
  ['a jump to itself', scenario(invite, action('<jump value="1"/>')), 'jump-range', 10, 'runs'],
  [
    'a jump behind a next',
    scenario('<label id="a"/>', invite, '<nop next="a"/>', '<nop/>', '<nop><action><jump value="2"/></action></nop>'),
    ...(['jump-quirk', 13, 'runs'] as const),
  ],
  [
    'an optional recv before a send',
    scenario(invite, '<recv response="180" optional="true"/>', invite),
    'optional-before-nothing',
    10,
    'refuses',
  ],
  [
    'an optional recv before a pause',
    scenario(invite, '<recv response="180" optional="true"/>', '<pause/>'),
    'optional-before-nothing',
    10,
    'refuses',
  ],
  [
    'an optional recv before nothing',
    scenario(invite, '<recv response="180" optional="true"/>'),
    'optional-before-nothing',
    10,
    'runs',
  ],
  [
    'a mandatory recv that stays',
    scenario(invite, '<recv response="200" advance_state="false"/>'),
    'advance-state',
    10,
    'refuses',
  ],
  [
    'a timeout behind an optional recv',
    scenario(invite, '<recv response="100" optional="true"/>', '<recv response="200" timeout="9"/>'),
    ...(['timeout-behind-optional', 11, 'runs'] as const),
  ],
  [
    'an ontimeout without timeout',
    scenario('<label id="a"/>', invite, '<recv response="200" ontimeout="a"/>'),
    'ontimeout',
    11,
    'runs',
  ],
  ['a recv of nothing', scenario(invite, '<recv/>'), 'recv-nothing', 10, 'runs'],
  ['a recv of both', scenario(invite, '<recv request="BYE" response="200"/>'), 'recv-both', 10, 'runs'],
  ['a response to nothing', scenario('<nop/>', '<recv response="200"/>', invite), 'response-to-nothing', 4, 'runs'],
  ['a timer without end', scenario(send('INVITE sip:a SIP/2.0', ' start_rtd="x"'), ok), 'timer', 3, 'refuses'],
  ['a repetition of no timer', scenario(invite, '<recv response="200" repeat_rtd="true"/>'), 'timer', 10, 'refuses'],
  [
    'a test without next',
    scenario(invite, action('<assign assign_to="a" value="1"/>'), '<nop test="a"/>', '<Reference variables="a"/>'),
    'without-next',
    11,
    'runs',
  ],
  ['a transaction never started', scenario(invite, '<recv response="200" response_txn="t"/>'), 'transaction', 10, 'refuses'],
  ['a transaction without response', scenario(send('BYE sip:a SIP/2.0', ' start_txn="t"')), 'transaction', 3, 'refuses'],
  [
    'an INVITE transaction without ACK',
    scenario(send('INVITE sip:a SIP/2.0', ' start_txn="t"'), '<recv response="200" response_txn="t"/>'),
    'transaction',
    3,
    'refuses',
  ],
  [
    'an ACK that starts a transaction',
    scenario(send('ACK sip:a SIP/2.0', ' start_txn="t"'), '<recv response="200" response_txn="t"/>'),
    'transaction',
    3,
    'refuses',
  ],
  ['a timewait in the middle', scenario('<timewait milliseconds="5"/>', invite), 'timewait', 3, 'refuses'],
  ['a timewait with next', scenario('<label id="a"/>', invite, '<timewait next="a"/>'), 'timewait', 11, 'refuses'],
  ['a command without twin', scenario('<recvCmd/>', invite), 'twin', 3, 'refuses', { isTwin: false }],
  ['a recv first, and commands', scenario('<recv request="INVITE"/>', '<recvCmd/>'), 'tcp-crash', 3, 'refuses'],
  ['a variable used once', scenario(invite, action('<assign assign_to="a" value="1"/>')), 'variable-once', 10, 'refuses'],
  ['a variable used once, in a message', scenario(send('BYE sip:[$who] SIP/2.0')), 'variable-once', 5, 'refuses'],
  ['a variable without value', scenario(send('BYE sip:[$who]@[$who] SIP/2.0')), 'variable-unassigned', 5, 'runs'],
  ['a reference to nothing', scenario('<Reference variables="a"/>', invite), 'reference', 3, 'refuses'],
  ['an unknown keyword', scenario(send('BYE sip:[remote_pi] SIP/2.0')), 'unknown-keyword', 5, 'refuses'],
  ['an unknown keyword in an action', scenario(invite, action('<log message="[caller]"/>')), 'unknown-keyword', 10, 'refuses'],
  ['an IPv6 address as it is', scenario(send('BYE sip:a@[::1] SIP/2.0')), 'unknown-keyword', 5, 'refuses'],
  [
    'a keyword without end',
    scenario('<send><![CDATA[', 'BYE sip:[remote_ip SIP/2.0', ']]></send>'),
    'keyword-syntax',
    4,
    'refuses',
  ],
  ['a keyword without end before others', scenario(send('BYE sip:[remote_ip SIP/2.0')), 'keyword-syntax', 5, 'runs'],
  ['a file without name', scenario(send('BYE sip:[file] SIP/2.0')), 'keyword-syntax', 5, 'refuses'],
  ['a field without file', scenario(send('BYE sip:[field0] SIP/2.0')), 'no-injection', 5, 'refuses', { injection: [] }],
  [
    'a field of another file',
    scenario(send('BYE sip:[field0 file="b.csv"] SIP/2.0')),
    'no-injection',
    5,
    'refuses',
    { injection: ['a.csv'] },
  ],
  ['a send without message', scenario('<send></send>'), 'no-message', 3, 'refuses'],
  ['a keyword as the method', scenario('<send><![CDATA[', '[remote_ip] sip:a SIP/2.0', ']]></send>'), 'first-line', 4, 'refuses'],
  ['a keyword as the code', scenario('<send><![CDATA[', 'SIP/2.0 [remote_port] OK', ']]></send>'), 'first-line', 4, 'refuses'],
  ['a code out of range', scenario('<send><![CDATA[', 'SIP/2.0 700 No', ']]></send>'), 'first-line', 4, 'refuses'],
  ['a method in small letters', scenario(send('invite sip:a SIP/2.0')), 'unknown-method', 5, 'runs'],
  [
    'a CSeq of another method',
    scenario('<send><![CDATA[', 'BYE sip:a SIP/2.0', 'CSeq: 1 INVITE', ']]></send>'),
    'cseq-method',
    4,
    'runs',
  ],
  ['one Call-ID for all', scenario('<send><![CDATA[', 'BYE sip:a SIP/2.0', 'Call-ID: 1', ']]></send>'), 'call-id', 4, 'runs'],
  [
    'a body without length',
    scenario('<send><![CDATA[', 'INFO sip:a SIP/2.0', '', 'v=0', ']]></send>'),
    'content-length',
    3,
    'runs',
  ],
  [
    'a check in a send',
    scenario(send('BYE sip:a SIP/2.0', '', '<action><ereg regexp="a" check_it="true" assign_to="_"/></action>')),
    'result-ignored',
    3,
    'runs',
  ],
  [
    'a check in a nop',
    scenario(invite, '<nop><action><ereg regexp="a" check_it="true" assign_to="_"/></action></nop>'),
    'result-ignored',
    10,
    'runs',
  ],
  [
    'a stop_call in a nop',
    scenario(invite, '<nop><action><exec int_cmd="stop_call"/></action></nop>'),
    'result-ignored',
    10,
    'runs',
  ],
  ['last_ in its own action', scenario(invite, action('<log message="[last_From]"/>')), 'last-in-own-action', 10, 'runs'],
  [
    'a response pattern before 3.7.5',
    scenario(invite, '<recv response="2.." regexp_match="true"/>'),
    ...(['bad-value', 10, 'runs', { version: { text: 'v3.6.1', major: 3, minor: 6, patch: 1, tls: false } }] as const),
  ],
  [
    'an action of 3.7',
    scenario(invite, action('<assignstr assign_to="a" value="b"/><urlencode variable="a"/>')),
    ...(['missing-feature', 10, 'runs', { version: { text: 'v3.6.1', major: 3, minor: 6, patch: 1, tls: false } }] as const),
  ],
]

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
