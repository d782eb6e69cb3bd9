// A second reader of our error answers: tshark finds nothing malformed in them, and reads the result and what is at fault.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { AnswerTemplate, checkMessage, decodeMessage, encodeMessage, errorAnswer, FlatMessage } from '@ch1/diameter'
import { captureFile } from './capture-file'
import { acr, header, raw, session, start } from './grammar/messages'
import { rows } from './grammar/rows'

const PORT = 21869
// Their Failed-AVP repeats what a reader minds.
const SHOWS_WHAT_IS_MALFORMED = ['length', 'value', 'vendor', 'flags']
const from = { originHost: 'cdf1.charging.example', originRealm: 'charging.example', originStateId: 7 }

test('tshark reads our refusals: E bit, result, Failed-AVP', (t) => {
  const requests: readonly (readonly [request: Uint8Array, failed: string])[] = [
    [acr(raw(9999, 0x40, [1])), '9999'],
    [encodeMessage({ ...header, avps: [session, ...start.slice(0, 4)] }), '485'],
    [acr(['User-Name', 'x'], ['User-Name', 'y']), '1'],
    [acr(['Vendor-Specific-Application-Id', [['Vendor-Id', 10415]]]), '260'],
    [acr(['Service-Information', [['IMS-Information', [['User-Session-Id', 'x']]]]]), '873'],
    [acr(raw(1, 0, [0x61])), '1'],
    [acr(raw(85, 0x40, [1, 2])), '85'],
  ]
  const answers = requests.map(([request]) => {
    const [finding] = checkMessage(request)
    assert.ok(finding)
    return errorAnswer(request, from, { ...finding, errorMessage: finding.problem })
  })
  const sections = tshark(answers)
  if (sections === undefined) return t.skip('tshark is not installed (apt-get install tshark)')
  for (const [i, bytes] of answers.entries()) {
    const section = sections[i] ?? ''
    const answer = decodeMessage(bytes)
    // What is shown to be wrong there is wrong: that one is malformed for tshark too.
    if (requests[i]?.[1] !== '85') assert.doesNotMatch(section, /malformed/i)
    assert.match(section, answer.error ? /\.\.1\. \.\.\.\. = Error: Set/ : /\.\.0\. \.\.\.\. = Error: Not set/)
    assert.match(section, /AVP: Result-Code\(268\) l=12 f=-M- val=DIAMETER_/)
    assert.match(section, new RegExp(`AVP: Failed-AVP\\(279\\)[^]*AVP: [^\\n]*\\(${requests[i]?.[1]}\\)`))
    assert.match(section, /AVP: Origin-Host\(264\) l=29 f=-M- val=cdf1\.charging\.example/)
  }
})

test('tshark reads what the template writes, and a refusal of every row of the grammar table', (t) => {
  const flat = new FlatMessage()
  const template = new AnswerTemplate(from)
  const refusals = rows
    .filter(
      ([, request, { level, rule }]) =>
        level === undefined && !SHOWS_WHAT_IS_MALFORMED.includes(rule) && (request[4] ?? 0) >= 0x80,
    )
    .map(([, request, { resultCode }]) => errorAnswer(request, from, { resultCode, failed: checkMessage(request)[0]?.failed }))
  const answers = [template.answer(flat.read(acr()), 2001), ...refusals]
  const sections = tshark(answers)
  if (sections === undefined) return t.skip('tshark is not installed (apt-get install tshark)')
  assert.equal(sections.length, answers.length)
  assert.ok(answers.length > 10)
  for (const section of sections) assert.doesNotMatch(section, /malformed/i)
})

// What tshark says of each message; undefined when there is no tshark.
function tshark(messages: readonly Uint8Array[]): readonly string[] | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'diameter-answers-'))
  const file = join(directory, 'answers.pcap')
  writeFileSync(file, captureFile(messages, PORT))
  const args = ['-r', file, '-d', `tcp.port==${PORT},diameter`, '-V', '-O', 'diameter']
  const run = spawnSync('tshark', args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } })
  rmSync(directory, { recursive: true })
  if (run.error !== undefined) return undefined
  assert.equal(run.status, 0, run.stderr)
  return run.stdout.split(/^Diameter Protocol$/m).slice(1)
}
