// Finding SIPp: banners, a program that is missing, one that is something else, one that is too old.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { findSipp, SippError, sippFeatures, type SippFeatures } from 'sipp-wrapper'
import { mediaArguments } from '../../packages/sipp-wrapper/src/process/media-arguments'
import { readSippVersion } from '../../packages/sipp-wrapper/src/process/sipp-version'
import { skip, temporaryFolder } from './live-agent'

const banners: readonly (readonly [string, unknown])[] = [
  [
    '\n SIPp v3.6.1-SCTP-PCAP-RTPSTREAM.\n\n This program',
    { text: 'v3.6.1-SCTP-PCAP-RTPSTREAM', major: 3, minor: 6, patch: 1, tls: false },
  ],
  [' SIPp v3.7.3-TLS-SCTP-PCAP-SHA256.\n', { text: 'v3.7.3-TLS-SCTP-PCAP-SHA256', major: 3, minor: 7, patch: 3, tls: true }],
  ['SIPp v3.6-dev', { text: 'v3.6-dev', major: 3, minor: 6, patch: 0, tls: false }],
  ['GNU bash, version 5.2', undefined],
  ['', undefined],
]

for (const [banner, version] of banners) {
  test(`the banner ${JSON.stringify(banner)}`, () => {
    assert.deepEqual(readSippVersion(banner), version)
  })
}

function program(t: TestContext, text: string): string {
  const path = join(temporaryFolder(t), 'sipp')
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  return path
}

async function reasonOf(promise: Promise<unknown>): Promise<readonly [string, string]> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof SippError, String(error))
  return [error.reason, error.message]
}

test('the installed SIPp is found in PATH', { skip }, async () => {
  const found = await findSipp()
  assert.equal(found.path, 'sipp')
  assert.match(found.text, /^v3\.\d+/)
})

test('a missing program and another program are notFound, with the command to install', async (t) => {
  for (const [path, why] of [
    ['/nowhere/sipp', /ENOENT/],
    [program(t, 'echo hello'), /what answered printed "hello/],
  ] as const) {
    const [reason, message] = await reasonOf(findSipp(path))
    assert.equal(reason, 'notFound')
    assert.match(message, why)
    assert.match(message, /apt-get install sip-tester/)
  }
})

test('an old SIPp is tooOld, with its version and the one needed', async (t) => {
  const [reason, message] = await reasonOf(findSipp(program(t, 'echo " SIPp v3.5.2-TLS."; exit 99')))
  assert.equal(reason, 'tooOld')
  assert.match(message, /v3\.5\.2-TLS at .* is too old: .* 3\.6 or newer/)
})

const v = (text: string): SippFeatures => {
  const version = readSippVersion(`SIPp ${text}.\n`)
  assert.ok(version)
  return sippFeatures(version)
}

test('features by version and by build', () => {
  const [debian, rc, three, five, seven] = [
    v('v3.6.1-SCTP-PCAP-RTPSTREAM'),
    v('v3.7.0-TLS'),
    v('v3.7.3-TLS-SHA256'),
    v('v3.7.5'),
    v('v3.7.7'),
  ]
  for (const [name, values] of [
    ['tls', [false, true, true, false, false]],
    ['sctp', [true, false, false, false, false]],
    ['pcap', [true, false, false, false, false]],
    ['rtpStream', [true, true, true, true, true]],
    ['sha256', [false, false, true, false, false]],
    ['urlActions', [false, true, true, true, true]],
    ['rtpPortRange', [false, true, true, true, true]],
    ['mediaPort', [true, false, true, true, true]],
    ['nopChecks', [false, true, true, true, true]],
    ['lazyMedia', [false, true, true, true, true]],
    ['rttAtEnd', [false, true, true, true, true]],
    ['errorLines', [false, false, true, true, true]],
    ['responseRegexp', [false, false, false, true, true]],
    ['mixedMode', [false, false, false, true, true]],
    ['rfc3339', [false, false, false, true, true]],
  ] as const) {
    const found = [debian, rc, three, five, seven].map((features) => features[name])
    assert.deepEqual(found, values, name)
  }
  assert.equal(v('v4.0.0').rfc3339, true)
  assert.equal(v('v3.6-dev').rtpStream, false)
})

test('the media option is the one this SIPp has', () => {
  assert.deepEqual(mediaArguments(v('v3.6.1'), 6_000), ['-mp', '6000'])
  assert.deepEqual(mediaArguments(v('v3.7.1'), 6_000), ['-min_rtp_port', '6000', '-max_rtp_port', '6002'])
})

test('a program is asked for its version once, and again when it has changed', async (t) => {
  const path = program(t, 'echo asked >> "$0.count"; echo " SIPp v3.6.1."; exit 99')
  await Promise.all([findSipp(path), findSipp(path)])
  const before = readFileSync(`${path}.count`, 'utf8')
  assert.equal((await findSipp(path)).patch, 1)
  assert.equal(readFileSync(`${path}.count`, 'utf8'), before)
  writeFileSync(path, '#!/bin/sh\necho " SIPp v3.7.7."; exit 99\n')
  assert.equal((await findSipp(path)).minor, 7)
})
