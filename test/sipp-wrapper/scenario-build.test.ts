// Building, writing and reading scenarios: what is written is read back as it was, and SIPp runs it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkScenario, readScenario, ScenarioBuilder, SippError, writeScenario, type ScenarioElement } from 'sipp-wrapper'
import { skip } from './live-agent'

const message =
  'INVITE sip:[service]@[remote_ip] SIP/2.0\nCall-ID: [call_id]\nCSeq: 1 INVITE\nContent-Length: [len]\n\nv=0\ns=a "quoted" \\x5Bword]'

const everything: readonly ScenarioElement[] = [
  { element: 'Global', variables: ['count', 'total'] },
  { element: 'User', variables: ['mine'] },
  { element: 'DefaultMessage', id: '3pcc_abort', text: 'call-id: [call_id]\ninternal-cmd: abort_call' },
  {
    element: 'init',
    elements: [
      { element: 'label', id: 'i' },
      { element: 'nop', attributes: {}, actions: [{ action: 'assign', assign_to: 'count', value: 0 }] },
    ],
  },
  { element: 'send', attributes: { retrans: 500, start_rtd: 'invite', lost: 2.5, start_txn: 't' }, actions: [], text: message },
  { element: 'recv', attributes: { response: 100, optional: true, response_txn: 't', timeout: 500 }, actions: [] },
  {
    element: 'recv',
    attributes: { response: 180, optional: 'global', advance_state: false, response_txn: 't', timeout: 500 },
    actions: [],
  },
  {
    element: 'recv',
    attributes: { response: 200, rtd: 'invite', rrs: true, crlf: true, response_txn: 't', timeout: 500, ontimeout: 'late' },
    actions: [
      {
        action: 'ereg',
        regexp: '"([^"]*)" <a&b> &amp; \\[',
        search_in: 'hdr',
        header: 'From:',
        check_it: true,
        assign_to: 'total,name',
      },
      { action: 'log', message: 'tab\there "quoted" [$name] back\\slash &lt;' },
      { action: 'test', assign_to: 'mine', variable: 'count', value: -1.5, compare: 'less_than_equal' },
      { action: 'exec', int_cmd: 'stop_call' },
    ],
  },
  { element: 'send', attributes: { ack_txn: 't' }, actions: [], text: 'ACK sip:a SIP/2.0\nCall-ID: [call_id]' },
  { element: 'pause', attributes: { distribution: 'uniform', min: 10, max: 20 }, actions: [] },
  { element: 'nop', attributes: { next: 'late', test: 'mine', chance: 0.25, display: 'say "it"' }, actions: [] },
  { element: 'label', id: 'late' },
  { element: 'timewait', attributes: { milliseconds: 5 }, actions: [] },
  { element: 'Reference', variables: ['name'] },
  { element: 'ResponseTimeRepartition', limitsMs: [10, 20, 50] },
]

test('every kind of element is read back as it was written', () => {
  const xml = writeScenario('all & "sundry"', everything)
  const read = readScenario(xml)
  assert.deepEqual(read.problems, [])
  assert.equal(read.name, 'all & "sundry"')
  assert.deepEqual(read.elements, everything)
})

test('any attribute text comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => !/[\r\0[]|=|]]>/.test(text) && text.length < 200),
      (text) => {
        const elements: readonly ScenarioElement[] = [
          { element: 'nop', attributes: { display: text }, actions: [{ action: 'log', message: text }] },
        ]
        assert.deepEqual(readScenario(writeScenario('x', elements)).elements, elements)
      },
    ),
  )
})

test("SIPp's own scenarios are read, written, and read the same", { skip }, () => {
  for (const name of ['uac', 'uas', 'regexp', 'branchc', 'branchs', '3pcc-C-A', '3pcc-C-B', '3pcc-A', '3pcc-B']) {
    const first = readScenario(spawnSync('sipp', ['-sd', name], { encoding: 'latin1' }).stdout)
    const again = readScenario(writeScenario(first.name, first.elements))
    assert.deepEqual(again.elements, first.elements, name)
    assert.ok(first.elements.length > 5)
  }
})

test('a scenario that cannot be read is read in part, with its faults', () => {
  const { elements, problems } = readScenario('<?xml ?><scenario name="x"><foo/><nop/><recv response="many"/></scenario>')
  assert.deepEqual(
    elements.map(({ element }) => element),
    ['nop', 'recv'],
  )
  assert.deepEqual(
    problems.map(({ rule }) => rule),
    ['unknown-element', 'bad-value', 'response-to-nothing'],
  )
  assert.deepEqual(readScenario('no xml').elements, [])
})

test('a builder checks before anybody runs it, and says line and mend', () => {
  const builder = new ScenarioBuilder('late').send(message).recv({ response: 180, optional: true }).pause({ milliseconds: 5 })
  assert.throws(
    () => builder.build(),
    (error) => {
      assert.ok(error instanceof SippError)
      assert.equal(error.reason, 'badScenario')
      assert.match(
        error.message,
        /^The scenario "late" has 1 faults:\n {2}line 15: an optional <recv> stands directly before <pause>\. SIPp refuses that/,
      )
      assert.equal(error.details.problems?.length, 1)
      return true
    },
  )
})

test('a builder keeps warnings, and a step for each call', () => {
  const { xml, elements, warnings } = new ScenarioBuilder('x')
    .global('seen')
    .recv({ request: 'OPTIONS', actions: [{ action: 'assign', assign_to: 'seen', value: 1 }] })
    .label('again')
    .send('SIP/2.0 200 OK\n[last_Via:]\n[last_Call-ID:]\n[last_CSeq:]', { next: 'end', test: 'seen' })
    .nop()
    .label('end')
    .timewait({ milliseconds: 1 })
    .build()
  assert.deepEqual(
    elements.map(({ element }) => element),
    ['Global', 'recv', 'label', 'send', 'nop', 'label', 'timewait'],
  )
  assert.deepEqual(
    warnings.map(({ rule }) => rule),
    ['unused-label'],
  )
  assert.deepEqual(checkScenario(xml), warnings)
})

test('a message that ends its own CDATA is refused', () => {
  assert.throws(() => new ScenarioBuilder('x').send('INFO sip:a SIP/2.0\n\na]]>b').build(), /has "\]\]>" in it.*\\x5D/)
})
