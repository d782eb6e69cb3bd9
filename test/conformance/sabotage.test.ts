// The judge can fail: the premise of every rule and every demand of a whole run is broken, and each time it is found.
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import type { SabotageDocument } from '../../cli/sabotage'
import { rules, speaksOf } from '../../judge/rules'
import { embeddedRun } from './embedded-run'
import type { verdictsOf } from './run-process'
import { newFolder, start, story } from './run-process'

test('sabotage of a certify run: all rules and all kinds of demands are proven able to fail', async (t) => {
  const { out } = await embeddedRun()
  const kept = newFolder()
  const ended = await start(['sabotage', out, '--json', '--keep', kept]).ended
  const { schema, summary, rules: proven, demandKinds } = JSON.parse(ended.stdout) as SabotageDocument
  assert.equal(schema, 'ch1-sabotage/1')
  t.diagnostic(`${summary.proven} of ${summary.rules} rules, ${summary.provenKinds} of ${summary.demandKinds} kinds of demands`)
  assert.deepEqual(
    [...proven.filter(({ struck }) => !struck), ...demandKinds.filter(({ unnoticed }) => unnoticed.length > 0)],
    [],
    story(ended),
  )
  const own = rules.filter((rule) => speaksOf(rule, 'controlling')).length
  assert.equal(summary.rules, own)
  assert.equal(summary.proven, own)
  assert.equal(summary.provenKinds, summary.demandKinds)
  assert.equal(ended.code, 0)

  // what was kept is a sealed history: judged by itself it gives the finding that was claimed
  const again = await start(['judge', path.join(kept, 'stop-missing'), '--json']).ended
  assert.equal(again.code, 1, story(again))
  const { results } = JSON.parse(again.stdout) as ReturnType<typeof verdictsOf>
  assert.deepEqual(
    results.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
    ['stop-missing'],
  )
})
