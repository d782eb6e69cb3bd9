// The fault table: every test that it names exists, and every action and kind of spoiling has a row.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { readRules } from '../../mocks/charging-enabler'
import { actionSchemas } from '../../mocks/charging-enabler/rule-schema'

const ROOT = path.resolve(__dirname, '..', '..')
const PAGE = path.join(ROOT, 'docs', 'charging-enabler-faults.md')

/** The cells of every row but the first two. */
function rows(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )
}

/** The names in test files of this folder, loops over causes, codes and kinds unrolled. */
function testNames(): ReadonlySet<string> {
  const text = readdirSync(__dirname)
    .filter((file) => file.startsWith('charging-enabler') && file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(__dirname, file), 'utf8'))
    .join('\n')
  const names = [...text.matchAll(/^\s*test\((['"`])(.*?)\1, /gm)].map(([, , name = '']) => name.replace(/\\'/g, "'"))
  const spoilings = [...text.matchAll(/^ {2}\['(\w+)', \(bytes\)/gm)].map(([, how = '']) => how)
  const unrolled = (name: string): readonly string[] => {
    if (name.includes('${cause}')) return ['0', '1', '2'].map((cause) => name.replace('${cause}', cause))
    if (name.includes('${resultCode}')) return ['3010', '5010', '5012'].map((code) => name.replace('${resultCode}', code))
    if (name === 'malformed: ${how}') return spoilings.map((how) => name.replace('${how}', how))
    if (name.startsWith('${how}')) return ['close', 'reset'].map((how) => name.replace('${how}', how))
    return [name]
  }
  return new Set(names.flatMap(unrolled))
}

function unknownTests(text: string): readonly string[] {
  const known = testNames()
  return rows(text)
    .map((cells) => /^`(.*)`$/.exec(cells[4] ?? '')?.[1] ?? `no test in: ${cells.join(' | ')}`)
    .filter((name) => !known.has(name))
}

test('every test that the fault table names exists', () => {
  const text = readFileSync(PAGE, 'utf8')
  assert.ok(rows(text).length >= 40)
  assert.deepEqual(unknownTests(text), [])
  // and a row with a test that nobody wrote would be seen
  assert.deepEqual(
    unknownTests(text.replace('`malformed: version`', '`x`').replace('| `malformed: version` ', '| `never written` ')).length,
    1,
  )
})

test('every action and every kind of spoiling has a row', () => {
  const rules = rows(readFileSync(PAGE, 'utf8'))
    .map((cells) => cells[1] ?? '')
    .join('\n')
  const words = [...Object.keys(actionSchemas), ...actionSchemas.malformed.shape.how.unwrap().options]
  assert.deepEqual(
    words.filter((word) => !new RegExp(`\\b${word}\\b`).test(rules)),
    [],
  )
})

test('the rules of the table are words that a rules file takes', () => {
  for (const [, cell = ''] of rows(readFileSync(PAGE, 'utf8'))) {
    const parts = [...cell.matchAll(/`([^`]+)`/g)].map(([, part = '']) => part)
    const isMatch = (part: string): boolean => /^(on|enabler|unknownSession):/.test(part)
    const actions = parts
      .filter((part) => !isMatch(part) && !part.startsWith('--'))
      .map((part) => (part.includes(':') ? `{ ${part} }` : part))
    if (actions.length === 0) continue
    const yaml = `[{ match: { ${parts.filter(isMatch).join(', ')} }, actions: [${actions.join(', ')}] }]`
    const read = readRules(parse(yaml))
    assert.ok(read.ok, `${yaml} ${JSON.stringify(read)}`)
  }
})
