// What random histories are to show: every rule, every transition of the roster, every legal variant; or the reason why not.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { rules } from '../../../judge/rules'
import { variants, variantsElsewhere } from './legal-variants'
import { transitions } from './roster-transitions'
import { elsewhere } from './seen-elsewhere'
import { LEAST_SHARE, rulesHere } from './survey-text'

const PAGE = path.join(__dirname, '..', '..', '..', 'docs', 'two-judges.md')

test('a rule that random histories do not break is a rule there is, and has a reason', () => {
  const known: readonly string[] = rules.map(({ id }) => id)
  for (const [id, why] of Object.entries(elsewhere)) {
    assert.ok(known.includes(id), id)
    assert.ok(why.length > 20, id)
  }
  assert.equal(rulesHere.length + Object.keys(elsewhere).length, known.length)
})

test('every legal variant is in random histories, or has a reason', () => {
  const all = Array.from({ length: 30 }, (_, i) => `LV-${String(i + 1).padStart(2, '0')}`)
  assert.deepEqual([...Object.keys(variants), ...Object.keys(variantsElsewhere)].sort(), all)
})

test('the page tells of every such rule that it was broken in one history of a hundred, of every transition that it was taken', () => {
  assert.ok(existsSync(PAGE), PAGE)
  const cells = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    )
  const shares = new Map(cells.filter(({ length }) => length === 2).map(([id = '', share = '']) => [id, parseFloat(share) / 100]))
  for (const id of [...rulesHere, ...Object.keys(variants)])
    assert.ok((shares.get(id) ?? 0) >= LEAST_SHARE, `${id}: ${shares.get(id)}`)
  for (const { from, to } of transitions) {
    const row = cells.find(([one, other]) => one === from && other === to)
    assert.ok(Number(row?.at(-1)) > 0, `${from} -> ${to}`)
  }
})
