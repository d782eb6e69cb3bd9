// A foreign server, whole: Kamailio as participating function, started, certified and compared by the command that its README gives.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import type { VerdictsDocument } from '../../judge/verdicts-document'
import { missing } from './foreign-programs'
import { LEASES, newFolder, ROOT, start, story, verdictsOf } from './run-process'

interface KnownFailures {
  readonly readKnownFailures: (file: string) => readonly { readonly sometimes?: string }[]
  readonly differences: (document: VerdictsDocument, causes: readonly unknown[]) => readonly string[]
}

const folder = path.join(ROOT, 'examples', 'kamailio')
const LIMIT_MS = 240_000

test('Kamailio is certified, and what is found is what is recorded of it', async (t) => {
  if (!hasKamailio(t)) return
  const out = newFolder()
  const script = path.join(folder, 'certify.js')
  const started = start(['--out', out, '--no-html', '--progress', 'none', ...LEASES], { script, limitMs: LIMIT_MS })
  const ended = await started.ended
  assert.equal(ended.code, 0, story(ended))
  assert.match(ended.stdout, /^as recorded in known-failures\.yaml$/m, story(ended))
  assert.match(ended.stdout, /TP_SEQ_018 {2}served-session-id {2}RFC 6733 §8\.8 {2}found 1$/m)
  const isOfIt = (name: string): boolean => name.startsWith(`kamailio-example-${started.pid}-`)
  assert.deepEqual(readdirSync(tmpdir()).filter(isOfIt), [], 'its folder is gone')

  const verdicts = verdictsOf(out)
  assert.deepEqual(verdicts.sut, { name: 'Kamailio with ims_diameter_server', version: '5.6.3', role: 'participating' })
  assert.equal(verdicts.conformance, 'non-conformant')
  const { readKnownFailures, differences } = createRequire(__filename)(path.join(folder, 'known-failures.js')) as KnownFailures
  const causes = readKnownFailures(path.join(folder, 'known-failures.yaml'))
  const forgotten = causes.filter(({ sometimes }) => sometimes !== undefined)
  assert.ok(differences(verdicts, forgotten).some((line) => line.startsWith('not recorded: TP_SEQ_018 served-session-id')))
})

function hasKamailio(t: TestContext): boolean {
  const said = spawnSync('kamailio', ['-v'], {
    timeout: 30_000,
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  })
  const packages = 'kamailio kamailio-ims-modules'
  return said.status === 0 || missing(t, `Kamailio is not installed (apt-get install ${packages})`)
}
