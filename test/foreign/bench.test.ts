// `ch1 bench` as a command: what it takes and what it says. The figures themselves are no test's business.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ch1, story } from '../conformance/run-process'

test('bench: help names the benchmarks; an unknown one is a message and exit 4', async () => {
  const help = await ch1('bench', '--help')
  assert.equal(help.code, 0, story(help))
  const [, names = ''] = /^Benchmarks: (.*)$/m.exec(help.stdout) ?? []
  assert.ok(names.split(', ').includes('enabler'), help.stdout)
  const wrong = await ch1('bench', 'no-such-thing')
  assert.equal(wrong.code, 4, story(wrong))
  assert.match(wrong.stderr, /there is no benchmark "no-such-thing"/)
  assert.ok(wrong.stderr.includes(names), wrong.stderr)
  assert.equal(wrong.stdout, '')
})

test('bench: an unknown flag is a message and exit 4', async () => {
  const wrong = await ch1('bench', 'enabler', '--fast')
  assert.equal(wrong.code, 4, story(wrong))
  assert.match(wrong.stderr, /ch1 bench/)
  assert.equal(wrong.stdout, '')
})
