// The policy file of the conference server: read whole, or refused with file and line.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { loadConferencePolicy } from '../../cli/conference-file'
import { UsageError } from '../../cli/usage-error'
import { OPEN_POLICY } from '../../sut/im-server/conference/conference-policy'

const PAGE = path.join(__dirname, '..', '..', 'docs', 'im-server.md')

const folder = mkdtempSync(path.join(tmpdir(), 'ch1-policy-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function fileWith(text: string): string {
  const file = path.join(folder, 'policy.yaml')
  writeFileSync(file, text)
  return file
}

test('the example of the page is read as it says', () => {
  const [, example = ''] = /```yaml\n([^`]*)```/.exec(readFileSync(PAGE, 'utf8')) ?? []
  assert.deepEqual(loadConferencePolicy(fileWith(example)), {
    groups: [{ name: 'team', members: ['sip:alice@home.example', 'sip:bob@home.example'] }],
    chats: ['lounge'],
    maximumUsers: 50,
    releasesWithOwner: true,
    sessionTimer: { intervalS: 1800 },
  })
})

test('an empty file decides nothing', () => {
  assert.deepEqual(loadConferencePolicy(fileWith('')), {})
})

test('the page names every word, and every default that is one', () => {
  const page = readFileSync(PAGE, 'utf8')
  const words = ['longestStayMs', 'sessionTimer', 'challenge', 'credentials', ...Object.keys(OPEN_POLICY)]
  for (const word of words) assert.match(page, new RegExp(`^\\| \`${word}\``, 'm'))
  for (const [word, value] of Object.entries(OPEN_POLICY))
    if (!Array.isArray(value)) assert.match(page, new RegExp(`^\\| \`${word}\` +\\| \`?${String(value)}\`? `, 'm'))
})

for (const [text, complaint] of [
  ['maximumUsers: 0', /policy\.yaml:1 {2}maximumUsers: /],
  ['chats: [lounge]\nfullStatus: 404', /policy\.yaml:2 {2}fullStatus: /],
  ['groups:\n  - name: team\n    members: [bob]', /policy\.yaml:3 {2}groups\.0\.members\.0: a SIP URI/],
  ['minimum: 2', /Unrecognized key/],
  ['chats: [', /not YAML/],
] as const) {
  test(`refused: ${text.replace(/\n\s*/g, ' / ')}`, () => {
    const file = fileWith(text)
    assert.throws(
      () => loadConferencePolicy(file),
      (error) => error instanceof UsageError && complaint.test(error.message),
    )
  })
}

test('a file that is not there, and one that is far too large, are refused', () => {
  assert.throws(() => loadConferencePolicy('/none/policy.yaml'), /cannot be read/)
  const large = fileWith(`# ${'x'.repeat(1024 * 1024)}`)
  assert.throws(() => loadConferencePolicy(large), /larger than 1 MiB/)
})
