import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSipp, startSipp } from 'sipp-wrapper'

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'run-'))
  const uas = await startSipp({ name: 'uas', scenario: { builtIn: 'uas' }, calls: 100, dir })
  const uac = await runSipp({ name: 'uac', scenario: { builtIn: 'uac' }, calls: 100, rate: 200, remote: uas.local, dir })
  console.log(`${uac.succeeded} of ${uac.planned} calls, INVITE measured ${uac.transactionTimes['INVITE']?.count} times`)
  await uas.stop()

  // Nobody is there any more. SIPp ends with exit code 0; this is no success all the same.
  const alone = await runSipp({
    name: 'alone',
    scenario: { builtIn: 'uac' },
    calls: 2,
    rate: 100,
    remote: uas.local,
    dir,
    deadlineMs: 5_000,
  })
  console.log(`exit code ${alone.end.exitCode}, success ${alone.isSuccess}, missing ${alone.missing}`)
  for (const problem of alone.problems) console.log(`- ${problem}`)
}

void main()
