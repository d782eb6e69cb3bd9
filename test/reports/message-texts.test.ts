// sip.txt and ch1.txt.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ch1Text } from '../../reports/ch1-text'
import { instantText, msText, spanText } from '../../reports/clock-text'
import { sipText } from '../../reports/sip-text'
import { hostileSlice } from './fixtures/hostile-slice'
import { sampleSlice, sipRequest, SliceWriter, wallClock } from './fixtures/sample-slice'

test('sip.txt gives each message with time, direction, party and flow before it', () => {
  const w = new SliceWriter(500)
  w.sip('toSut', 'Bob', sipRequest('BYE', 'bob', 2))
  const lines = sipText({ title: 'one BYE', events: w.events, wallClock }).split('\n')
  assert.deepEqual(lines.slice(0, 7), [
    'one BYE',
    '1 SIP message at the boundary of the SUT',
    '',
    '── #100  2026-11-23T10:04:07.613400Z  to SUT  Bob  BYE',
    '   udp 127.0.0.1:5070 → 127.0.0.1:5060',
    '',
    'BYE sip:conf-1@im.example SIP/2.0',
  ])
})

test('ch1.txt gives each message decoded, with its connection and why the record is there', () => {
  const text = ch1Text(sampleSlice())
  assert.match(
    text,
    /── #116 {2}2026-11-23T10:05:28\.130600Z {2}from SUT {2}cdf1 connection 1 {2}ACR\[INTERIM\] #1 · 2 participants/,
  )
  assert.match(text, / {3}tcp 127\.0\.0\.1:41022 → 127\.0\.0\.1:3868/)
  assert.match(text, / {3}owed: Bob arrived \(200 to the INVITE of the SUT\) \(event #114, 2\.5 ms after it\)/)
  assert.match(text, / {3}forbidden: a START inside a session/)
  assert.match(text, /Accounting-Record-Number/)
  assert.match(text, /18 CH-1 messages between the SUT and the Charging Enabler/)
})

test('what cannot be read stands at its place as a hex dump', () => {
  const text = ch1Text(hostileSlice())
  assert.match(text, /unreadable Diameter message\n.*\n\n {3}cannot be read: /)
  assert.match(text, / {3}0000 {2}6e 6f 74 20 44/)
  assert.match(sipText(hostileSlice()), /not SIP: /)
})

test('hostile strings are harmless in both', () => {
  for (const text of [ch1Text(hostileSlice()), sipText(hostileSlice())]) {
    assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    assert.match(text, /\\x1b\[31mred/)
  }
})

test('times and spans', () => {
  assert.equal(instantText('2026-11-23T10:04:07.113456Z', 1), '2026-11-23T10:04:07.113457Z')
  assert.equal(instantText('2026-11-23T10:04:07Z', 999_999), '2026-11-23T10:04:07.999999Z')
  assert.equal(instantText('never', 1_500_000), '+1.500000 s')
  assert.equal(msText(1_203_449), '1\u202f203.4')
  assert.equal(msText(-1_200), '−1.2')
  assert.deepEqual(
    [spanText(320), spanText(3_249), spanText(41_300), spanText(1_980_000), spanText(-1_200)],
    ['320 µs', '3.2 ms', '41 ms', '1.98 s', '−1.2 ms'],
  )
})
