// docs/charging-over-http.md names every limit with its default, and tests that there are.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { HTTP_LIMITS } from '../../mocks/charging-enabler/doors/http/http-limits'

const root = path.resolve(__dirname, '..', '..')
const page = readFileSync(path.join(root, 'docs', 'charging-over-http.md'), 'utf8')
const tests = readFileSync(path.join(__dirname, 'charging-enabler-http-limits.test.ts'), 'utf8')
const rows = [...page.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\| [^|]+\| ([^|]+?) +\|$/gm)].map(
  ([, name = '', value = '', named = '']) => ({ name, value, named }),
)

test('every limit stands on the page, with its default', () => {
  assert.deepEqual(rows.map(({ name }) => name).sort(), Object.keys(HTTP_LIMITS).sort())
  for (const { name, value } of rows) {
    const [, number = '', unit = ''] = /^(\d+) ?(KiB|MiB|s)?/.exec(value) ?? []
    const scale = { KiB: 1024, MiB: 1024 * 1024, s: 1000 }[unit] ?? 1
    assert.equal(Number(number) * scale, HTTP_LIMITS[name as keyof typeof HTTP_LIMITS], name)
  }
})

test('the tests that the page names exist', () => {
  assert.ok(rows.length > 0)
  for (const { named } of rows) for (const name of named.split('; ')) assert.ok(tests.includes(name), name)
})
