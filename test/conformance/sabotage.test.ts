// The judge can fail: the premise of every rule and every demand of a whole run is broken, and each time it is found.
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import type { SabotageDocument } from '../../cli/sabotage'
import { isProven } from '../../judge/sabotage'
import { rules, speaksOf } from '../../judge/rules'
import { embeddedRun } from './embedded-run'
import type { verdictsOf } from './run-process'
import { newFolder, start, story } from './run-process'

/**
 * What is proven on made-up histories alone (test/judge/sabotage.test.ts, every rule and kind): in a whole run either nobody shows what the
 * rule speaks of, or what was put in is explained otherwise. Whoever is proven here is taken off.
 */
const ON_STORIES_ALONE = {
  rules: [
    'buffer-not-overwritten',
    'failover-broken-sequence',
    'fork-unbalanced',
    'granted-without-delivery',
    'join-interim-early',
    'last-leaver-interim',
    'service-lost',
  ],
  kinds: ['continued', 'forkBalance', 'no record', 'one record', 'overwritten', 'service', 'sipFirst'],
}

test('sabotage of a certify run: all rules and kinds of demands are proven able to fail, but those that stories alone show', async (t) => {
  const { out } = await embeddedRun()
  const kept = newFolder()
  const ended = await start(['sabotage', out, '--json', '--keep', kept]).ended
  const { schema, summary, rules: proven, demandKinds } = JSON.parse(ended.stdout) as SabotageDocument
  assert.equal(schema, 'ch1-sabotage/1')
  t.diagnostic(`${summary.proven} of ${summary.rules} rules, ${summary.provenKinds} of ${summary.demandKinds} kinds of demands`)
  // which of them a run happens to show depends on its times, so the list is what may be missing
  const notProven = proven.flatMap(({ rule, struck }) => (struck || ON_STORIES_ALONE.rules.includes(rule) ? [] : [rule]))
  assert.deepEqual(notProven, [], story(ended))
  const open = demandKinds.flatMap((one) => (isProven(one) || ON_STORIES_ALONE.kinds.includes(one.kind) ? [] : [one.kind]))
  assert.deepEqual(open, [], story(ended))
  assert.equal(summary.rules, rules.filter((rule) => speaksOf(rule, 'controlling')).length)
  assert.equal(ended.code, 1, 'the command says that some are not proven by this run')

  // what was kept is a sealed history: judged by itself it gives the finding that was claimed
  const again = await start(['judge', path.join(kept, 'stop-missing'), '--json']).ended
  assert.equal(again.code, 1, story(again))
  const { results } = JSON.parse(again.stdout) as ReturnType<typeof verdictsOf>
  assert.deepEqual(
    results.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
    ['stop-missing'],
  )
})
