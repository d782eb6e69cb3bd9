// Commands: what they look like, and what is refused before anything reaches SIPp.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hubScenario, SippError } from 'sipp-wrapper'
import { callIdOf, endCommand, hubCommand } from '../../packages/sipp-wrapper/src/agent/hub-command'

const message = (text: string): Buffer => Buffer.from(text, 'latin1')
const good = 'INVITE sip:b@x SIP/2.0\r\nTo: <sip:b@x>\r\nCall-ID: c1\r\n\r\n'

test('a command carries Call-ID, block, start, header fields and body', () => {
  const { callId, bytes } = hubCommand(message(`${good}v=0\r\n`))
  assert.equal(callId, 'c1')
  const goto = hubScenario().index.get('INVITE+body')
  const data = 'sip:b@x\xfeTo: <sip:b@x>\r\nCall-ID: c1\xfev=0\r\n\xfe'
  assert.equal(bytes.toString('latin1'), `Call-ID: c1\r\nX-Goto: ${goto}\r\nX-Data: ${data}\r\n\r\n\x1b`)
})

test('a response carries its reason, also an empty one', () => {
  const text = hubCommand(message('SIP/2.0 200 \r\ni: c2\r\n\r\n')).bytes.toString('latin1')
  assert.equal(text, `Call-ID: c2\r\nX-Goto: ${hubScenario().index.get('200')}\r\nX-Data: \xfei: c2\xfe\xfe\r\n\r\n\x1b`)
})

test('the command to end a call', () => {
  const text = endCommand('c3').toString('latin1')
  assert.equal(text, `Call-ID: c3\r\nX-Goto: ${hubScenario().index.get('end')}\r\nX-Data: \xfe\xfe\xfe\r\n\r\n\x1b`)
})

const refused: readonly (readonly [string, string, RegExp, number])[] = [
  ['an unknown method', good.replace('INVITE', 'FOO'), /no block for FOO/, 0],
  ['a method in small letters', good.replace('INVITE', 'invite'), /no block for invite/, 0],
  ['an unknown code', 'SIP/2.0 299 Odd\r\nCall-ID: a\r\n\r\n', /no block for 299/, 0],
  ['an impossible code', 'SIP/2.0 99 Odd\r\nCall-ID: a\r\n\r\n', /first line "SIP\/2.0 99 Odd" is neither/, 0],
  ['another version', good.replace('SIP/2.0', 'SIP/3.0'), /is neither "METHOD URI SIP\/2.0"/, 0],
  ['a status line without its second space', 'SIP/2.0 200\r\nCall-ID: a\r\n\r\n', /is neither/, 0],
  ['a first line broken by LF', good.replace(' SIP/2.0', '\n SIP/2.0'), /is neither/, 0],
  ['a NUL', `${good}a\0b`, /byte 55 is 0x00, which ends a string in SIPp/, 55],
  ['an ESC', `${good}\x1b`, /byte 54 is 0x1b, which ends a command/, 54],
  ['a separator', `${good}\xfe`, /byte 54 is 0xfe, which separates/, 54],
  ['an order to SIPp', `${good}internal-cmd: abort_call\r\n`, /contains "internal-cmd:"/, 54],
  ['no Call-ID', 'INVITE sip:b@x SIP/2.0\r\nTo: b\r\n\r\n', /no usable Call-ID/, 29],
  ['a Call-ID only in the body', 'INVITE sip:b@x SIP/2.0\r\nTo: b\r\n\r\n\r\nCall-ID: c1', /no usable Call-ID/, 29],
  ['an empty Call-ID', good.replace('c1', ''), /no usable Call-ID/, 48],
  ['a Call-ID beyond SIPp', good.replace('c1', 'c'.repeat(2_001)), /no usable Call-ID/, 2_049],
  ['no end of the header', 'INVITE sip:b@x SIP/2.0\r\nCall-ID: a\r\n', /no CR LF CR LF/, 36],
  ['line ends of LF alone', good.replaceAll('\r\n', '\n'), /no CR LF CR LF/, 50],
  ['no header fields', 'INVITE sip:b@x SIP/2.0\r\n\r\nCall-ID: a\r\n\r\n', /no header fields/, 22],
  ['nothing', '', /no CR LF CR LF/, 0],
  ['more than SIPp can hold', good + 'x'.repeat(65_000), /65054 bytes, more than 65000/, 65_000],
]

for (const [name, text, pattern, offset] of refused) {
  test(`${name} is not carriable`, () => {
    assert.throws(
      () => hubCommand(message(text)),
      (error) => {
        assert.ok(error instanceof SippError)
        assert.equal(error.reason, 'notCarriable')
        assert.match(error.message, pattern)
        assert.match(error.message, /nothing was sent/)
        assert.equal(error.details.offset, offset)
        return true
      },
    )
  })
}

test('the Call-ID is found as SIPp finds it', () => {
  for (const [text, callId] of [
    [good, 'c1'],
    ['A b SIP/2.0\r\nX: Call-ID: no\r\ncall-id \t:\t yes@x \r\nCall-ID: second\r\n\r\n', 'yes@x '],
    ['A b SIP/2.0\r\nI: short\r\n\r\n', 'short'],
    ['A b SIP/2.0\r\nX-Call-ID: no\r\n\r\n', undefined],
  ] as const) {
    assert.equal(callIdOf(message(text)), callId)
  }
})

test('any bytes give a command with one ESC at its end, or a SippError', () => {
  const part = fc.constantFrom('INVITE', ' ', 'SIP/2.0', '200', '\r\n', '\r\n\r\n', 'Call-ID: x', '\x1b', '\xfe', '\0', 'x')
  const property = fc.property(
    fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.array(part).map((parts) => message(parts.join(''))),
    ),
    (bytes) => {
      try {
        const command = hubCommand(bytes).bytes
        assert.equal(command.indexOf(0x1b), command.length - 1)
      } catch (error) {
        assert.ok(error instanceof SippError && error.reason === 'notCarriable', String(error))
      }
    },
  )
  fc.assert(property, { numRuns: 500 })
})
