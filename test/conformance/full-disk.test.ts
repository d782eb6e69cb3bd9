// The disk is full while the history is written: one message, no stack trace, never green, and what was recorded stays readable.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { ch1, newFolder, runArgs, start, story, verdictsOf } from './run-process'

const SEED = path.join(__dirname, 'full-disk.cjs')
const MESSAGE =
  /^ch1: the history cannot be written any more: ENOSPC: no space left on device, write\n {2}where {4}(\S*w0\.ndjson)\n {2}mend {5}make room and run again; [^\n]*ch1 report (\S+)\n$/

for (const [when, bytes, code] of [
  ['before the first scenario', 20_000, 4],
  ['in the middle of a scenario', 60_000, 2],
] as const)
  test(`the disk is full ${when}: told once, exit ${code}, and ch1 report tells what was recorded, as aborted`, async () => {
    const out = newFolder()
    const env = { NODE_OPTIONS: `--require ${SEED}`, CH1_TEST_DISK_BYTES: String(bytes) }
    const args = runArgs(out, '--parallel', '1', '--engine', 'socket', '--only', 'TP_ARR_001', '--only', 'TP_DEP_001')
    const ended = await start(args, { env }).ended
    assert.equal(ended.code, code, story(ended))
    const [, where, again] = MESSAGE.exec(ended.stderr) ?? assert.fail(story(ended))
    assert.deepEqual([where, again], [path.join(out, 'history', 'w0.ndjson'), out])
    assert.doesNotMatch(ended.stdout + ended.stderr, /\n\s+at /, 'no stack trace')
    if (code === 2) assert.match(ended.stdout, /^PARTIAL \(run aborted\)/)
    assert.deepEqual(
      readdirSync(out).filter((name) => name === 'report.html'),
      [],
      'no report stands beside a history that had no room',
    )

    const made = await ch1('report', out)
    assert.equal(made.code, 0, story(made))
    const { aborted, conformance, summary } = verdictsOf(out)
    assert.deepEqual([aborted, conformance, summary.fail, summary.error], [true, 'partial', 0, 0])
    assert.match(readFileSync(path.join(out, 'report.html'), 'utf8'), /This run was aborted/)
  })
