// Whether a foreign program is here; without it a test is skipped with the reason, and with CI=true it fails.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import type { TestContext } from 'node:test'
import { findSipp } from 'sipp-wrapper'

/** Is this program, of the Debian package of the same name, installed? */
export function hasProgram(t: TestContext, program: 'tshark' | 'tcpdump'): boolean {
  const there = spawnSync(program, ['--version'], { timeout: 30_000 }).status === 0
  return there || missing(t, `${program} is not installed (apt-get install ${program})`)
}

/** Is a SIPp installed that we can use? */
export async function hasSipp(t: TestContext): Promise<boolean> {
  const there = await findSipp().then(
    () => true,
    () => false,
  )
  return there || missing(t, 'SIPp is not installed (apt-get install sip-tester)')
}

/** Skips the test, or fails it with CI=true. */
export function missing(t: TestContext, why: string): false {
  if (process.env['CI'] === 'true') assert.fail(why)
  t.skip(why)
  return false
}
