// Finding SIPp: banners, a program that is missing, one that is something else, one that is too old.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { findSipp, SippError } from 'sipp-wrapper'
import { readSippVersion } from '../../packages/sipp-wrapper/src/sipp-version'
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
  for (const path of ['/nowhere/sipp', program(t, 'echo hello')]) {
    const [reason, message] = await reasonOf(findSipp(path))
    assert.equal(reason, 'notFound')
    assert.match(message, /apt-get install sip-tester/)
  }
})

test('an old SIPp is tooOld, with its version and the one needed', async (t) => {
  const [reason, message] = await reasonOf(findSipp(program(t, 'echo " SIPp v3.5.2-TLS."; exit 99')))
  assert.equal(reason, 'tooOld')
  assert.match(message, /v3\.5\.2-TLS at .* is too old: .* 3\.6 or newer/)
})
