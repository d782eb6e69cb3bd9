// `ch1 judge FILE`: what it takes, and one message for what it does not.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { command } from '../../cli/judge'
import { judgedCapture, type CaptureFlags } from '../../cli/judge-capture'
import { UsageError } from '../../cli/usage-error'
import { tell } from '../judge/good-stories'
import { framesOf, pcapOf } from '../capture/capture-files'
import { captured, wired } from '../capture/story-capture'

const profile = path.resolve(__dirname, '../../profiles/reference.yaml')
const story = wired(tell('TP_SEQ_001').events())
const ours = captured(story)
const plain = pcapOf(framesOf(ours))

/** In a file of that name. */
function inFile<T>(bytes: Uint8Array, use: (file: string) => T): T {
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-judge-capture-'))
  try {
    const file = path.join(dir, 'x.pcapng')
    writeFileSync(file, bytes)
    return use(file)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

test('judge FILE: a finding names the frames it stands on, and fails its purpose; what is not demanded is inconclusive', () => {
  const faulty = wired(tell('TP_SEQ_001', { edit: (plan) => (plan.type === 'start' ? [] : [plan]) }).events())
  inFile(captured(faulty), (file) => {
    const { document, history } = judgedCapture(file, { profile })
    const failed = document.results.filter((one) => one.verdict === 'fail')
    assert.ok(failed.some((one) => one.findings.some(({ rule }) => rule === 'start-missing')))
    const [finding] = failed.flatMap((one) => one.findings)
    const answer = history.events.find((event) => event.kind === 'sip' && event.dir === 'fromSut')
    assert.deepEqual(finding?.events, [`x.pcapng#${answer?.kind === 'sip' ? answer.frame : ''}`])
    assert.match(document.results.find((one) => one.id === 'TP_ARR_001')?.reason ?? '', /^a capture has no demands/)
  })
})

const refused: readonly (readonly [what: string, bytes: Uint8Array, flags: CaptureFlags, message: RegExp])[] = [
  ['no profile', ours, {}, /^a capture has no profile in it\n {2}where {2}.*x\.pcapng\n {2}mend {3}ch1 judge .* --profile F/],
  [
    'a truncated file',
    ours.subarray(0, ours.length - 3),
    { profile },
    /^the capture ends within a block of \d+ bytes\n {2}where {2}.*x\.pcapng, block \d+ at byte \d+\n {2}mend {3}capture again/,
  ],
  [
    'no capture',
    Buffer.from('hello'),
    { profile },
    /^no capture: it begins 68 65 6c 6c\n {2}where {2}.*x\.pcapng, byte 0\n {2}mend/,
  ],
  [
    'nothing of the SUT',
    plain,
    { profile, sut: ['10.0.0.9'] },
    /^nothing of the SUT in \d+ frames: SIP and Diameter in it are between 127\.0\.0\.1:\d+ → 127\.0\.0\.1:\d+ \(\d+\).*\n.*\n {2}mend {3}say which end is the SUT/,
  ],
  ['a name for an address', plain, { profile, sut: ['im.example'] }, /^"im\.example" is no IP address/],
]

for (const [what, bytes, flags, message] of refused)
  test(`judge FILE: ${what} is one message that says how to go on`, () => {
    inFile(bytes, (file) => {
      assert.throws(
        () => judgedCapture(file, flags),
        (error) => error instanceof UsageError && message.test(error.message),
      )
    })
  })

test('judge FILE: the end of the SUT is taken from the profile, or from the flag', () => {
  inFile(plain, (file) => {
    for (const flags of [{}, { sut: ['127.0.0.1:5060'] }, { sut: ['127.0.0.1:5060'], enabler: ['127.0.0.1:3868'] }]) {
      const { history, notes } = judgedCapture(file, { profile, whole: true, ...flags })
      assert.ok(history.judgment.explanations.length >= 5, JSON.stringify(flags))
      assert.match(notes[0] ?? '', /frames: \d+ SIP and \d+ CH-1 messages of the SUT/)
    }
  })
})

test('judge DIR: a flag for captures is refused', () => {
  assert.throws(() => command([tmpdir(), '--whole']), /--whole is for a capture: a history has its profile in it/)
})
