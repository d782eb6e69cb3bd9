// docs/sabotage.json, which report.html quotes, is of the rules that there are, and says that each of them can fail.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { rulesDigest } from '../../cli/rules-digest'
import type { SabotageDocument } from '../../cli/sabotage'
import { ROOT, suiteVersion } from '../../cli/suite'
import { demandKinds } from '../../judge/demands/kinds'
import { rules, speaksOf } from '../../judge/rules'

const RENEW = 'make it anew: bin/ch1 run --out DIR && bin/ch1 sabotage DIR --json > docs/sabotage.json'

test('docs/sabotage.json is of these rules and kinds of demands, and all of them are proven', () => {
  const { suite, digest, summary, ...of } = JSON.parse(readFileSync(join(ROOT, 'docs/sabotage.json'), 'utf8')) as SabotageDocument
  assert.equal(digest, rulesDigest(), RENEW)
  assert.equal(suite.version, suiteVersion(), RENEW)
  const controlling = rules.filter((rule) => speaksOf(rule, 'controlling')).map(({ id }) => id)
  assert.deepEqual(
    of.rules.map(({ rule, struck }) => `${rule} ${struck ? 'proven' : 'not proven'}`),
    controlling.map((id) => `${id} proven`),
    RENEW,
  )
  assert.deepEqual(
    of.demandKinds.map(({ kind, premises, unnoticed }) => `${kind} ${premises > 0 ? unnoticed.length : 'untried'}`),
    demandKinds.map((kind) => `${kind} 0`),
    RENEW,
  )
  const [all, kinds] = [controlling.length, demandKinds.length]
  assert.deepEqual(summary, { rules: all, proven: all, demandKinds: kinds, provenKinds: kinds })
})
