// A second reader: tshark decodes the golden bytes, finds nothing malformed, and reads the names and values we read.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { decodeMessage, encodeMessage, type Avp } from '@ch1/diameter'
import { captureFile } from './capture-file'
import { goldenMessages, readGolden } from './golden-messages'

const PORT = 21868
// tshark 4.0 takes Application-Server-ID (a UTF8String of OMA's) for an Unsigned32 and would call it malformed.
const MISREAD_BY_TSHARK = ['Application-Server-ID']

/** One AVP as either reader sees it. */
interface Reading {
  readonly name: string
  readonly code: number
  readonly length: number
  readonly flags: string
  readonly value: string
}

test('tshark reads the golden messages as we do', (t) => {
  const messages = goldenMessages.map(([file]) => decodeMessage(readGolden(file)))
  const sections = tshark(
    t,
    messages.map(({ bytes }) => bytes),
  )
  if (sections === undefined) return
  assert.equal(sections.length, messages.length)
  for (const [i, message] of messages.entries()) {
    const section: string = sections[i] ?? ''
    const readings = walk(message.avps)
    for (const name of MISREAD_BY_TSHARK) assert.ok(readings.every((reading) => reading.name !== name.toLowerCase()))
    assert.deepEqual(readingsOf(section), readings)
    assert.doesNotMatch(section, /malformed/i)
    assert.match(section, new RegExp(`Command Code: .*\\b${message.commandCode}\\b`))
    assert.match(section, new RegExp(`Hop-by-Hop Identifier: 0x${message.hopByHop.toString(16).padStart(8, '0')}`))
    assert.match(section, new RegExp(`End-to-End Identifier: 0x${message.endToEnd.toString(16).padStart(8, '0')}`))
  }
})

test('what tshark reads otherwise, or finds malformed, is noticed', (t) => {
  const header = { commandCode: 271, applicationId: 3, request: true, hopByHop: 1, endToEnd: 2 }
  const threeBytes = { code: 485, vendorId: 0, flags: 0x40, data: new Uint8Array(3) }
  const message = decodeMessage(encodeMessage({ ...header, avps: [['Session-Id', 'im1.im.example;1;2'], threeBytes] }))
  assert.equal(message.faults.length, 1)
  const sections = tshark(t, [message.bytes])
  if (sections === undefined) return
  assert.match(sections[0] ?? '', /malformed/i)
  assert.notDeepEqual(readingsOf(sections[0] ?? ''), walk(message.avps))
})

// What tshark says of each message; undefined, and the test skipped, when there is no tshark.
function tshark(t: TestContext, messages: readonly Uint8Array[]): readonly string[] | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'diameter-golden-'))
  const file = join(directory, 'messages.pcap')
  writeFileSync(file, captureFile(messages, PORT))
  const args = ['-r', file, '-d', `tcp.port==${PORT},diameter`, '-V', '-O', 'diameter']
  const run = spawnSync('tshark', args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } })
  rmSync(directory, { recursive: true })
  if (run.error !== undefined) {
    assert.notEqual(
      process.env['CI'],
      'true',
      `tshark cannot be run: ${run.error.message}; install it with "apt-get install tshark"`,
    )
    t.skip('tshark is not installed (apt-get install tshark)')
    return undefined
  }
  assert.equal(run.status, 0, run.stderr)
  return run.stdout.split(/^Diameter Protocol$/m).slice(1)
}

// AVP: Origin-Host(264) l=12 f=-M- val=test
function readingsOf(text: string): readonly Reading[] {
  const lines = text.matchAll(/^ *AVP: (.+?)\((\d+)\) l=(\d+) f=([VMP-]{3})(?: vnd=\S+)?(?: val=(.*))?$/gm)
  return Array.from(lines, ([, name = '', code, length, flags = '', value = '']) => ({
    name: name.replace(/^3GPP-/, '').toLowerCase(),
    code: Number(code),
    length: Number(length),
    flags,
    value: value.replace(/^.+ \((-?\d+)\)$/, '$1'),
  }))
}

function walk(avps: readonly Avp[]): readonly Reading[] {
  return avps.flatMap((avp) => {
    const value = avp.value.ok ? avp.value.value : undefined
    const members = Array.isArray(value) ? (value as readonly Avp[]) : []
    const flags = ['V', 'M', 'P'].map((letter, bit) => ((avp.flags & (0x80 >> bit)) === 0 ? '-' : letter)).join('')
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a group without members is '', the others are scalars
    const shown = members.length > 0 ? '' : value instanceof Date ? likeTshark(value) : String(value)
    return [{ name: avp.name.toLowerCase(), code: avp.code, length: avp.length, flags, value: shown }, ...walk(members)]
  })
}

// Nov 23, 2026 10:04:07.000000000 UTC, made from: Mon, 23 Nov 2026 10:04:07 GMT
function likeTshark(date: Date): string {
  const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ')
  return `${month} ${day.replace(/^0/, ' ')}, ${year} ${time}.000000000 UTC`
}
