// What an end is told as: exit codes in words, entries of the error file, failures of a start.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ErrorCollector } from '../../packages/sipp-wrapper/src/agent/error-collector'
import { startFailure } from '../../packages/sipp-wrapper/src/process/start-failure'
import { explainEnd } from '../../packages/sipp-wrapper/src/process/exit-words'
import { temporaryFolder } from './live-agent'

const stamp = '2026-11-24\t00:21:16.676675\t1795479676.676675: '

test('exit codes and signals in words', () => {
  for (const [exitCode, signal, pattern] of [
    [0, null, /on request/],
    [1, null, /call failed, or SIPp refused/],
    [254, null, /bind a port/],
    [255, null, /fatal error/],
    [7, null, /exit code 7, which SIPp does not document/],
    [null, 'SIGKILL', /killed \(SIGKILL\)/],
    [null, 'SIGSEGV', /crashed/],
    [null, 'SIGBUS', /signal SIGBUS/],
  ] as const) {
    assert.match(explainEnd({ exitCode, signal }), pattern)
  }
})

test('what stopping says and remarks on traced messages are explained, all else is told', (t) => {
  const path = join(temporaryFolder(t), 'errors.txt')
  const entries = [
    '3PCC controller A has ended -> exiting',
    "Aborted call with Call-ID 'a'",
    "Continuing call on unexpected message for Call-Id 'c5': while expecting command (index 0), received 'x",
    'non SIP message discarded: "garbage" (7)',
    'Overload warning: the major watchdog timer 1000ms has been tripped',
  ]
  const collector = new ErrorCollector(path)
  collector.take(Buffer.from(entries.map((entry) => stamp + entry).join('')))
  assert.deepEqual(collector.finish(), entries.slice(3))
  assert.equal(readFileSync(path, 'utf8').includes('garbage'), true)
})

test('without a complaint there is no error file, and that of an earlier run goes', (t) => {
  const path = join(temporaryFolder(t), 'errors.txt')
  writeFileSync(path, 'old')
  assert.deepEqual(new ErrorCollector(path).finish(), [])
  assert.equal(existsSync(path), false)
})

test('an endless error trace is told in part, and the file stays within 4 MiB', (t) => {
  const path = join(temporaryFolder(t), 'errors.txt')
  const collector = new ErrorCollector(path)
  const some = Buffer.from(`${stamp}again`.repeat(10_000))
  for (let i = 0; i < 10; i += 1) collector.take(some)
  const told = collector.finish()
  assert.equal(told.length, 202)
  assert.equal(told[200], 'and 99800 more entries of the error trace')
  assert.match(told[201] ?? '', /^the error file ends \d+ bytes early/)
  assert.equal(statSync(path).size, 4 << 20)
})

test('a failed start names the taken port, or says what SIPp said', () => {
  const ports = { sip: 1, control: 2, media: 3, twin: 4 }
  const end = { exitCode: 254, signal: null }
  for (const [stderr, reason, port] of [
    ['Unable to bind main socket, errno = 98 (Address already in use)', 'portInUse', 1],
    ['Unable to bind remote control socket to UDP port 2, errno = 98 (Address already in use)', 'portInUse', 2],
    ['Unable to bind video RTP socket (IP=127.0.0.1, port=5), errno = 98 (Address already in use)', 'portInUse', 5],
    ['Unable to bind twin sipp socket , errno = 98 (Address already in use)', 'portInUse', 4],
    ['Unable to bind main socket, errno = 13 (Permission denied)', 'didNotStart', undefined],
    ['', 'didNotStart', undefined],
  ] as const) {
    const error = startFailure('alice', ports, end, stderr)
    assert.deepEqual([error.reason, error.details.port], [reason, port], stderr)
  }
  assert.match(startFailure('alice', ports, end, '').message, /It said: \(nothing\)/)
})
