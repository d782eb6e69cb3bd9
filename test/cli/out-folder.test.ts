// The --out folder: what is not ours in it is safe, and what one command left there stops no other.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { prepareOut, shareOut } from '../../cli/out-folder'
import { UsageError } from '../../cli/usage-error'
import { newFolder } from '../conformance/run-process'

test('a command that lays files into a new or an empty folder leaves one that a run may replace', () => {
  for (const dir of [newFolder(), join(newFolder(), 'a', 'b')]) {
    shareOut(dir)
    writeFileSync(join(dir, 'kill-matrix.json'), '{}')
    prepareOut(dir)
    assert.equal(existsSync(join(dir, 'kill-matrix.json')), false)
  }
})

test('beside a run its files stay, and the folder remains one of ours', () => {
  const dir = newFolder()
  prepareOut(dir)
  writeFileSync(join(dir, 'verdicts.json'), '{}')
  shareOut(dir)
  assert.equal(readFileSync(join(dir, 'verdicts.json'), 'utf8'), '{}')
  prepareOut(dir)
})

test('what is not ours is never marked as ours', () => {
  const dir = newFolder()
  writeFileSync(join(dir, 'thesis.txt'), 'years of work')
  shareOut(dir)
  assert.throws(() => prepareOut(dir), UsageError)
  assert.equal(readFileSync(join(dir, 'thesis.txt'), 'utf8'), 'years of work')
})

test('a folder that cannot be made is told before anything is run', () => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')
  for (const prepare of [prepareOut, shareOut]) assert.throws(() => prepare(join(file, 'out')), /cannot be written/)
})
