// The fault table: every test that it names exists, does what its row says over a connection, and every action and kind of spoiling has a row.
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

/** Every test of the enabler's test files, loops over causes, codes and kinds unrolled: its name, and its text with the head of its loop. */
function testTexts(): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const file of readdirSync(__dirname).filter((name) => name.startsWith('charging-enabler') && name.endsWith('.test.ts'))) {
    const text = readFileSync(path.join(__dirname, file), 'utf8')
    const spoilings = [...text.matchAll(/^ {2}\['(\w+)', \(bytes\)/gm)].map(([, how = '']) => how)
    const heads = [...text.matchAll(/^( *)test\((['"`])(.*?)\2, /gm)]
    for (const [i, head] of heads.entries()) {
      const [, indent = '', , name = ''] = head
      const begin = indent === '' ? head.index : text.lastIndexOf('\nfor (', head.index)
      const body = text.slice(begin, heads[i + 1]?.index ?? text.length).replace(head[0], '')
      for (const one of unrolled(name.replace(/\\'/g, "'"), spoilings)) texts.set(one, body)
    }
  }
  return texts
}

function unrolled(name: string, spoilings: readonly string[]): readonly string[] {
  if (name.includes('${cause}')) return ['0', '1', '2'].map((cause) => name.replace('${cause}', cause))
  if (name.includes('${resultCode}')) return ['3010', '5010', '5012'].map((code) => name.replace('${resultCode}', code))
  if (name === 'malformed: ${how}') return spoilings.map((how) => name.replace('${how}', how))
  if (name.startsWith('${how}')) return ['close', 'reset'].map((how) => name.replace('${how}', how))
  return [name]
}

/** The rules that a test sets, and what its loop puts into them. */
function rulesIn(body: string): string {
  const built = [...body.matchAll(/\.on\([^]*?\n(?! +[.}\])]| {6})/g)].map(([rule]) => rule)
  const asData = [...body.matchAll(/.*kind: '\w+'.*/g)].map(([rule]) => rule)
  return [...built, ...asData, body.includes('[how]()') ? body : ''].join('\n')
}

/** What a row's rule has and the test that it names does not do over a connection; empty when nothing. */
function missingIn(cells: readonly string[], texts: ReadonlyMap<string, string>): readonly string[] {
  const [fault = '', cell = '', , , named = ''] = cells
  const name = /^`(.*)`$/.exec(named)?.[1]
  const body = name === undefined ? undefined : texts.get(name)
  if (body === undefined) return [`${fault}: there is no test ${named}`]
  const rules = rulesIn(body)
  const words = [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, part = '']) => wordsOf(part))
  const onTheWire = /\bawait (raw|ctf|client|RawCtf\.\w+|Promise)\b/.test(body) ? [] : [`${fault}: no client in ${named}`]
  return [...onTheWire, ...words.filter((word) => !word.test(rules)).map((word) => `${fault}: no ${word.source} in ${named}`)]
}

// `answer: { hopByHop: wrong }` → .answer( and hopByHop; `on: cer` → on: 'cer'.
function wordsOf(part: string): readonly RegExp[] {
  if (part.startsWith('--')) return []
  const said = (part.includes(':') ? parse(`{ ${part} }`) : { [part]: undefined }) as Readonly<Record<string, unknown>>
  return Object.entries(said).flatMap(([word, value]) => {
    if (word === 'on' || word === 'enabler') return [new RegExp(`${word}: '${String(value)}'`)]
    if (word === 'unknownSession') return [/unknownSession: true/]
    const more = word === 'answer' && typeof value === 'object' ? Object.keys(value ?? {}) : []
    return [new RegExp(`\\.${word}\\(|'${word}'`), ...more.map((key) => new RegExp(`\\b${key}:`))]
  })
}

test('every test that the fault table names exists, and sets the rule of its row against a connected client', () => {
  const text = readFileSync(PAGE, 'utf8')
  const texts = testTexts()
  const missing = (page: string): readonly string[] => rows(page).flatMap((cells) => missingIn(cells, texts))
  assert.ok(rows(text).length >= 40)
  assert.deepEqual(missing(text), [])
  // a row with a test that nobody wrote, or with a test of something else, would be seen
  const withTest = (name: string): string => text.replace(/^(\|.*\| )`malformed: version` +\|$/m, `$1\`${name}\` |`)
  assert.deepEqual(missing(withTest('never written')), ['header version 2: there is no test `never written`'])
  assert.deepEqual(missing(withTest('answer: with a wrong end-to-end')), [
    "header version 2: no \\.malformed\\(|'malformed' in `answer: with a wrong end-to-end`",
  ])
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
