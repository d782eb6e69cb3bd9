// The judge can fail: the premise of every rule and every demand of a whole run is broken, and each time it is found.
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { rulesDigest } from '../../cli/rules-digest'
import type { SabotageDocument } from '../../cli/sabotage'
import { demandKinds } from '../../judge/demands/kinds'
import { isProven } from '../../judge/sabotage'
import { rules, speaksOf } from '../../judge/rules'
import { embeddedRun } from './embedded-run'
import type { verdictsOf } from './run-process'
import { newFolder, start, story } from './run-process'

test('sabotage of a certify run: every rule and every kind of demand is proven able to fail', async (t) => {
  const { out } = await embeddedRun()
  const kept = newFolder()
  const began = Date.now()
  const ended = await start(['sabotage', out, '--json', '--keep', kept], { limitMs: 300_000 }).ended
  const { schema, digest, summary, rules: proven, demandKinds: kinds } = JSON.parse(ended.stdout) as SabotageDocument
  t.diagnostic(`${summary.proven} of ${summary.rules} rules, ${summary.provenKinds} of ${summary.demandKinds} kinds of demands`)
  t.diagnostic(`in ${Math.round((Date.now() - began) / 1000)} s`)
  assert.equal(schema, 'ch1-sabotage/1')
  assert.equal(digest, rulesDigest())
  assert.deepEqual(
    proven.flatMap(({ rule, struck, why }) => (struck ? [] : [`${rule}: ${why}`])),
    [],
  )
  assert.deepEqual(
    kinds.flatMap((one) => (isProven(one) ? [] : [`${one.kind}: ${one.unnoticed.join('; ') || 'no demand of it was met'}`])),
    [],
  )
  assert.deepEqual(
    proven.map(({ rule }) => rule),
    rules.filter((rule) => speaksOf(rule, 'controlling')).map(({ id }) => id),
  )
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    demandKinds,
  )
  assert.equal(ended.code, 0, story(ended))

  // what was kept is a sealed history: judged by itself it gives the finding that was claimed
  const again = await start(['judge', path.join(kept, 'stop-missing'), '--json']).ended
  assert.equal(again.code, 1, story(again))
  const { results } = JSON.parse(again.stdout) as ReturnType<typeof verdictsOf>
  assert.deepEqual(
    results.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
    ['stop-missing'],
  )
})
