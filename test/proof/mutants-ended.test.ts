// `ch1 mutants` is ended: by a signal it says so, and in any case nothing that it started goes on.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { existsSync } from 'node:fs'
import { survivors, treeOf, type Seen } from '../conformance/process-tree'
import { newFolder, start, story } from '../conformance/run-process'

const STARTS_MS = 60_000
/** A run seals its history within 1.5 s; what does not end is killed after 3 s. */
const ENDS_MS = 6_000

for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const)
  test(`${signal} to bin/ch1 mutants ends the runs it started`, { timeout: 120_000 }, async (t) => {
    if (!possible(t)) return
    const out = newFolder()
    const run = start(['mutants', '--only', 'stop-missing', '--out', out])
    const tree = await treeWithServer(run.pid)
    process.kill(run.pid, signal)
    const ended = await run.ended
    assert.deepEqual(await survivors(tree, ENDS_MS), [], story(ended))
    if (signal === 'SIGKILL') return
    assert.equal(ended.code, 2, story(ended))
    assert.match(ended.stderr, /stopped; there is no matrix/)
    assert.equal(existsSync(`${out}/kill-matrix.json`), false)
    assert.equal(existsSync(`${out}/.ch1-run`), true, 'a run may have the folder next')
  })

/** All processes of the command, once a server under test is one of them. */
async function treeWithServer(pid: number): Promise<readonly Seen[]> {
  for (const deadline = Date.now() + STARTS_MS; Date.now() < deadline;) {
    const tree = treeOf(pid)
    if (tree.some(({ command }) => command.includes('ch1 im-server'))) return tree
    await new Promise((resolve) => setTimeout(resolve, 50)) // no event tells of a process that is not our child
  }
  throw new Error('no server was started')
}

function possible(t: TestContext): boolean {
  if (process.platform === 'linux') return true
  t.skip('looks at processes through /proc')
  return false
}
