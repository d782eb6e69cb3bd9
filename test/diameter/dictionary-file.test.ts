// A user's dictionary file: the example is read and used on the wire, and each fault has one message with place and mend.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { compileFunction } from 'node:vm'
import {
  Dictionary,
  decodeMessage,
  dictionaryFrom,
  encodeMessage,
  formatMessage,
  scalarAt,
  standardDictionary,
} from '@ch1/diameter'
import ts from 'typescript'
import { parse } from 'yaml'

const root = path.join(__dirname, '..', '..')
const example = readFileSync(path.join(root, 'examples', 'dictionary.yaml'), 'utf8')
const guide = readFileSync(path.join(root, 'docs', 'diameter-dictionary.md'), 'utf8')

const ACR = { commandCode: 271, applicationId: 3, request: true, hopByHop: 1, endToEnd: 2 }

test('the example file gives its rows, with the defaults of the file', () => {
  const reading = dictionaryFrom(parse(example))
  assert.ok(reading.ok)
  assert.equal(reading.rows.length, 5)
  assert.deepEqual(reading.rows[2], {
    name: 'Example-Admission',
    code: 3,
    vendorId: 32473,
    type: 'Enumerated',
    mandatory: 'may',
    source: 'Example conferencing, charging guide 2.1',
    values: { 0: 'OPEN', 1: 'BY_INVITATION', 2: 'BY_MODERATOR' },
  })
  assert.deepEqual([reading.rows[4]?.vendorId, reading.rows[4]?.source], [0, 'RFC 7155 §4.2.6'])
})

test('vendor AVPs go onto the wire and come back, beside those of the standard', () => {
  const reading = dictionaryFrom(parse(example))
  assert.ok(reading.ok)
  const dictionary = standardDictionary.with(reading.rows)
  const bytes = encodeMessage(
    {
      ...ACR,
      avps: [
        ['Session-Id', 'im.example;1;1'],
        ['Service-Information', [['IMS-Information', [['Node-Functionality', 6]]]]],
        [
          'Example-Conference',
          [
            ['Example-Room-Name', 'Größe 8'],
            ['Example-Admission', 1],
            ['Example-Seat-Count', 12],
            ['Called-Party-Address', 'sip:room@im.example'],
          ],
        ],
      ],
    },
    dictionary,
  )
  const message = decodeMessage(bytes, dictionary)
  assert.deepEqual(message.faults, [])
  assert.equal(scalarAt(message, 'Example-Conference/Example-Room-Name'), 'Größe 8')
  assert.equal(scalarAt(message, 'Example-Conference/Example-Seat-Count'), 12)
  assert.equal(scalarAt(message, 'Service-Information/**/Node-Functionality'), 6)
  const group = message.avps[2]
  // RFC 6733 §4.1 — the V bit says that a vendor id follows; `may` leaves M clear.
  assert.deepEqual([group?.code, group?.vendorId, group?.flags], [1, 32473, 0x80])
  assert.match(formatMessage(message), /Example-Admission \(3, vendor 32473\) V-- BY_INVITATION \(1\)/)
  // Without the file the same bytes have the same AVPs, without names.
  const stranger = decodeMessage(bytes)
  assert.deepEqual(stranger.faults, [])
  assert.equal(stranger.avps[2]?.name, 'AVP 1 (vendor 32473)')
})

test('adding rows makes a new dictionary and leaves the old one as it is', () => {
  const rows = standardDictionary.rows.length
  const more = standardDictionary.with([
    { name: 'Example', code: 9, vendorId: 32473, type: 'Time', mandatory: 'must', source: 'here' },
  ])
  assert.equal(more.byCode(9, 32473)?.name, 'Example')
  assert.equal(more.rows.length, rows + 1)
  assert.equal(more.byName('Session-Id'), standardDictionary.byName('Session-Id'))
  assert.equal(standardDictionary.byName('Example'), undefined)
  assert.equal(standardDictionary.rows.length, rows)
  assert.throws(() => more.with(more.rows.slice(-1)), /Example \(9, vendor 32473, here\) is already taken/)
})

const good = { name: 'Example-A', code: 1, type: 'Unsigned32' }
const file = (...avps: readonly unknown[]): unknown => ({ vendor: 32473, source: 'here', avps })
const looped: Record<string, unknown> = {}
looped['self'] = looped

// name, file, and its one problem: place, what is wrong, a part of the mend.
const bad: readonly (readonly [string, unknown, string, string, string])[] = [
  ['an empty file', null, '', 'a dictionary file is a mapping, this is null', 'vendor: 32473'],
  ['a list as file', [good], '', 'a dictionary file is a mapping, this is a list', 'avps:'],
  ['a text as file', 'avps', '', 'a dictionary file is a mapping, this is "avps"', 'avps:'],
  ['no avps', { vendor: 1 }, 'avps', 'must be a list with at least one AVP, this is missing', '- name:'],
  ['empty avps', file(), 'avps', 'must be a list with at least one AVP, this is an empty list', '- name:'],
  ['a key of the file misspelt', { vendor: 1, AVPs: 1, avps: [good] }, '', 'there is no "AVPs" here', 'write avps'],
  [
    'a vendor by name',
    { vendor: '3GPP', avps: [good] },
    'vendor',
    'must be an enterprise number of IANA, this is "3GPP"',
    '10415',
  ],
  [
    'a source that is a number',
    { vendor: 1, source: 6733, avps: [good] },
    'source',
    'must be text, this is 6733',
    'charging guide',
  ],
  ['an AVP that is a text', file('Example-A'), 'avps[0]', 'an AVP is a mapping, this is "Example-A"', 'code: …'],
  ['a key of a row misspelt', file({ ...good, Mandatory: 'must' }), 'avps[0]', 'there is no "Mandatory" here', 'write mandatory'],
  ['an unknown key', file({ ...good, length: 4 }), 'avps[0]', 'there is no "length" here', 'one of name, code'],
  ['no vendor at all', { avps: [good] }, 'avps[0].vendor', 'is missing', '0 is the IETF'],
  [
    'a row with an empty vendor',
    file({ ...good, vendor: null }),
    'avps[0].vendor',
    'must be an enterprise number of IANA, this is null',
    '10415',
  ],
  [
    'no name',
    file({ ...good, name: undefined }),
    'avps[0].name',
    'must be letters, digits and hyphens, this is missing',
    'Example-Room-Id',
  ],
  [
    'a name with a slash',
    file({ ...good, name: 'A/B' }),
    'avps[0].name',
    'must be letters, digits and hyphens, this is "A/B"',
    'Room',
  ],
  [
    'a code in quotes',
    file({ ...good, code: '1' }),
    'avps[0].code',
    'must be a whole number up to 4294967295, this is "1"',
    'AVP code',
  ],
  [
    'a code too large',
    file({ ...good, code: 2 ** 32 }),
    'avps[0].code',
    'must be a whole number up to 4294967295, this is 4294967296',
    'AVP code',
  ],
  [
    'code 0 of the IETF',
    file({ ...good, vendor: 0, code: 0 }),
    'avps[0].code',
    'must be a whole number up to 4294967295, this is 0',
    'AVP code',
  ],
  [
    'a type in small letters',
    file({ ...good, type: 'utf8string' }),
    'avps[0].type',
    'must be a data format of RFC 6733, this is "utf8string"',
    'write UTF8String',
  ],
  [
    'a type of another language',
    file({ ...good, type: 'int' }),
    'avps[0].type',
    'must be a data format of RFC 6733, this is "int"',
    'one of OctetString',
  ],
  [
    'M as true',
    file({ ...good, mandatory: true }),
    'avps[0].mandatory',
    'must be must, may or mustNot, this is true',
    'mandatory: must',
  ],
  ['an empty source of a row', file({ ...good, source: ' ' }), 'avps[0].source', 'must be text, this is " "', 'charging guide'],
  [
    'values of a text',
    file({ ...good, type: 'UTF8String', values: { 0: 'A' } }),
    'avps[0].values',
    'a UTF8String has no named values',
    'Enumerated',
  ],
  [
    'values as a list',
    file({ ...good, values: ['A'] }),
    'avps[0].values',
    'must map numbers to names, this is a list',
    '0: FIRST',
  ],
  [
    'a value that is no number',
    file({ ...good, values: { A: 'A' } }),
    'avps[0].values',
    '"A" is not a number that it can have',
    '0 to 4294967295',
  ],
  [
    'a value out of range',
    file({ ...good, values: { '-1': 'A' } }),
    'avps[0].values',
    '"-1" is not a number that it can have',
    '0 to 4294967295',
  ],
  ['a value without name', file({ ...good, values: { 1: true } }), 'avps[0].values.1', 'must be a name, this is true', 'quotes'],
  [
    'members of a number',
    file({ ...good, members: ['Session-Id'] }),
    'avps[0].members',
    'a Unsigned32 has no members',
    'type: Grouped',
  ],
  [
    'members as a text',
    file({ ...good, type: 'Grouped', members: 'A' }),
    'avps[0].members',
    'must be a list of names of AVPs, this is "A"',
    '[First-Avp',
  ],
  [
    'a member nobody knows',
    file({ ...good, type: 'Grouped', members: ['Session-Id', 'Sesion-Id'] }),
    'avps[0].members[1]',
    'no dictionary has an AVP "Sesion-Id"',
    'correct its name',
  ],
  [
    'a name of the standard',
    file({ ...good, name: 'Session-Id' }),
    'avps[0].name',
    'Session-Id is taken by Session-Id (263, vendor 0, RFC 6733 §8.8)',
    'rename',
  ],
  [
    'a code of the standard',
    file({ ...good, vendor: 10415, code: 885 }),
    'avps[0].code',
    '885 of vendor 10415 is taken by Number-Of-Participants (885, vendor 10415, 3GPP TS 32.299 §7.2.117)',
    'leave one',
  ],
  [
    'a name twice in the file',
    file(good, { ...good, code: 2 }),
    'avps[1].name',
    'Example-A is taken by Example-A (1, vendor 32473, here)',
    'rename',
  ],
  [
    'a code twice in the file',
    file(good, { ...good, name: 'Example-B' }),
    'avps[1].code',
    '1 of vendor 32473 is taken by Example-A (1, vendor 32473, here)',
    'leave one',
  ],
  [
    'a name that contains itself',
    file({ ...good, name: looped }),
    'avps[0].name',
    'must be letters, digits and hyphens, this is a mapping',
    'Room',
  ],
]

for (const [name, data, place, problem, mend] of bad) {
  test(`${name}: one problem that says where, what, and how to mend it`, () => {
    const reading = dictionaryFrom(data)
    assert.ok(!reading.ok)
    assert.deepEqual(
      reading.problems.map((found) => [found.path, found.problem]),
      [[place, problem]],
    )
    assert.ok(reading.problems[0]?.mend.includes(mend), reading.problems[0]?.mend)
  })
}

test('all problems of a file are told at once', () => {
  const reading = dictionaryFrom(file({ ...good, type: 'int', code: -1 }, { ...good, name: '' }, good))
  assert.ok(!reading.ok)
  assert.deepEqual(
    reading.problems.map((problem) => problem.path),
    ['avps[0].code', 'avps[0].type', 'avps[1].name'],
  )
})

test('a broken row that a group names is told once', () => {
  const reading = dictionaryFrom(
    file({ ...good, code: -1 }, { name: 'Example-G', code: 2, type: 'Grouped', members: ['Example-A'] }),
  )
  assert.ok(!reading.ok)
  assert.deepEqual(
    reading.problems.map((problem) => problem.path),
    ['avps[0].code'],
  )
})

test('a file may be read beside another dictionary than the standard one', () => {
  const row = { name: 'Session-Id', code: 263, vendor: 0, type: 'UTF8String' }
  assert.equal(dictionaryFrom(file(row)).ok, false)
  assert.equal(dictionaryFrom(file(row), new Dictionary([])).ok, true)
})

const block = (fence: string): string => new RegExp('^' + fence + '\\n([^]*?)^```$', 'm').exec(guide)?.[1] ?? ''

test('the guide shows the example file as it is', () => {
  const shown = block('```yaml')
  assert.ok(shown.length > 100)
  assert.ok(example.includes(shown), 'docs/diameter-dictionary.md: copy the part of examples/dictionary.yaml again')
})

test('the code of the guide prints what it says', () => {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(block('```ts'), { compilerOptions })
  const code: { main?: (file: string) => string } = {}
  const run = compileFunction(outputText, ['require', 'exports']) as (...given: readonly unknown[]) => void
  run(require, code)
  assert.ok(code.main !== undefined)
  assert.equal(`${code.main(path.join(root, 'examples', 'dictionary.yaml'))}\n`, block('It prints:\n\n```'))
})

test('the problem that the guide shows is the one it is', () => {
  const reading = dictionaryFrom(file({ ...good, type: 'utf8string' }))
  assert.ok(!reading.ok)
  const told = reading.problems.map(({ path: place, problem, mend }) => `${place}: ${problem}; ${mend}\n`).join('')
  assert.ok(guide.includes(told), told)
})
