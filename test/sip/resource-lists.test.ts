// URI lists, and the XML reader below them: what is read, what is refused and where, and that nothing grows or stalls.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asBytesText, readResourceLists, readXml, SipParseError, utf8, writeResourceLists, type ResourceEntry } from '@ch1/sip'

const NS = 'urn:ietf:params:xml:ns:resource-lists'
const CP = 'urn:ietf:params:xml:ns:copyControl'
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
const listOf = (inner: string, attributes = `xmlns="${NS}"`): Uint8Array =>
  bytes(`<?xml version="1.0" encoding="UTF-8"?>\n<resource-lists ${attributes}>${inner}</resource-lists>`)
const uris = (document: Uint8Array): readonly string[] => readResourceLists(document).entries.map(({ uri }) => uri)

test('entries are read in order, nested lists where they stand, references counted and left out', () => {
  const document = listOf(
    '<list name="a"><entry uri="sip:a@h"/><list><entry uri="sip:b@h"/></list><entry-ref ref="x"/><external anchor="y"/></list>' +
      '<list><entry uri="sip:c@h"></entry></list>',
  )
  assert.deepEqual(readResourceLists(document), {
    entries: [{ uri: 'sip:a@h' }, { uri: 'sip:b@h' }, { uri: 'sip:c@h' }],
    references: 2,
  })
})

test('prefixes, comments, CDATA, single quotes and foreign elements are understood', () => {
  const document = bytes(
    `\ufeff<!-- <entry uri="sip:no@h"/> --><rl:resource-lists xmlns:rl='${NS}' xmlns:x='urn:x'><rl:list><?go on?>` +
      `<rl:entry uri = 'sip:a@h;method=BYE' ><rl:display-name><![CDATA[A <&> B]]></rl:display-name></rl:entry>` +
      `<x:entry uri="sip:foreign@h"/></rl:list></rl:resource-lists>\n`,
  )
  assert.deepEqual(readResourceLists(document).entries, [{ uri: 'sip:a@h;method=BYE', displayName: 'A <&> B' }])
})

test('the five entities and character references are resolved, others refused', () => {
  assert.deepEqual(uris(listOf('<list><entry uri="sip:a&amp;b&lt;&gt;&quot;&apos;&#x41;&#66;@h"/></list>')), [`sip:a&b<>"'AB@h`])
  for (const bad of ['&nbsp;', '&', '& amp;', '&#0;', '&#xD800;', '&#x110000;', '&#;']) {
    assert.throws(() => uris(listOf(`<list><entry uri="sip:${bad}@h"/></list>`)), /stands for nothing/, bad)
  }
})

test('copyControl and anonymize are read; what they cannot say is left out', () => {
  const row = (attributes: string): ResourceEntry | undefined =>
    readResourceLists(listOf(`<list><entry uri="sip:a@h" ${attributes}/></list>`, `xmlns="${NS}" xmlns:cp="${CP}"`)).entries[0]
  assert.deepEqual(row('cp:copyControl="bcc" cp:anonymize="true"'), { uri: 'sip:a@h', copyControl: 'bcc', anonymize: true })
  assert.deepEqual(row('cp:copyControl="all" cp:other="x"'), { uri: 'sip:a@h' })
  assert.deepEqual(row('copyControl="to"'), { uri: 'sip:a@h' }, 'of no namespace, it is another attribute')
})

test('what is written reads back, whatever the text', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map((s) => asBytesText(`x${s.replace(/[^ -\uffff]|[\ud800-\udfff\ufffe\uffff]/gu, '')}x`))
  const entry = fc.record<ResourceEntry>({
    uri: text,
    displayName: fc.option(text, { nil: undefined }),
    copyControl: fc.constantFrom('to', 'cc', 'bcc', undefined),
    anonymize: fc.constantFrom(true, false, undefined),
  })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const defined = (o: ResourceEntry): object =>
        Object.fromEntries(Object.entries(o).filter(([, value]) => value !== undefined))
      assert.deepEqual(readResourceLists(writeResourceLists(entries)), { entries: entries.map(defined), references: 0 })
    }),
  )
})

test('a name in UTF-8 stays what it is, byte for byte', () => {
  const [entry] = readResourceLists(
    listOf('<list><entry uri="sip:a@h"><display-name>Zoë &#x20AC;</display-name></entry></list>'),
  ).entries
  assert.equal(utf8(entry?.displayName ?? ''), 'Zoë €')
})

for (const [what, document, message, clause] of [
  ['a document type', '<!DOCTYPE r [<!ENTITY a "b">]><r/>', /never read, at offset 0/, 'XML 1.0 §2.1'],
  ['an entity declared inside', '<r><!ENTITY a "b"></r>', /never read, at offset 3/, 'XML 1.0 §2.1'],
  ['nothing', '', /no root element/, 'XML 1.0 §2.1'],
  ['text alone', 'sip:a@h', /outside the root/, 'XML 1.0 §2.1'],
  ['two roots', '<a/><b/>', /second root element, at offset 4/, 'XML 1.0 §2.1'],
  ['an end tag of another', '<a><b></a></b>', /<\/a> where <b> is open, at offset 6/, 'XML 1.0 §2.1'],
  ['no end tag', '<a><b/>', /<a> without its end tag/, 'XML 1.0 §2.1'],
  ['an end tag too many', '<a/></a>', /where nothing is open/, 'XML 1.0 §2.1'],
  ['an attribute twice', '<a b="1" b="2"/>', /attribute b twice/, 'XML 1.0 §2.1'],
  ['an attribute without quotes', '<a b=1/>', /does not end/, 'XML 1.0 §2.1'],
  ['a bare < in an attribute', '<a b="<"/>', /does not end/, 'XML 1.0 §2.1'],
  ['a prefix of nobody', '<x:a/>', /prefix x is not declared/, 'XML 1.0 §2.1'],
  ['a comment without end', '<a><!-- </a>', /a comment that does not end/, 'XML 1.0 §2.1'],
  ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>', /encoding UTF-16/, 'XML 1.0 §2.1'],
  ['a control character', '<a>\u0001</a>', /control character, at offset 3/, 'XML 1.0 §2.1'],
  ['another document', '<a/>', /<a> of namespace \(none\)/, 'RFC 4826 §3.2'],
  ['a list of no namespace', '<resource-lists/>', /of namespace \(none\)/, 'RFC 4826 §3.2'],
  [
    'an entry without uri',
    `<resource-lists xmlns="${NS}"><list><entry/></list></resource-lists>`,
    /without uri/,
    'RFC 4826 §3.2',
  ],
] as const) {
  test(`refused: ${what}`, () => {
    assert.throws(
      () => readResourceLists(bytes(document)),
      (error) => error instanceof SipParseError && message.test(error.message) && error.clause === clause,
    )
  })
}

test('refused: bytes that are no UTF-8', () => {
  assert.throws(() => readXml(new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e])), /no UTF-8/)
})

test('bounds: bytes, depth, elements, attributes and entries', () => {
  const limits = { bytes: 200, elements: 3, depth: 2, attributes: 2 }
  const row =
    (text: string): (() => unknown) =>
    () =>
      readXml(bytes(text), limits)
  assert.doesNotThrow(row('<a x="1" y="2"><b/><b/></a>'))
  assert.throws(row(`<a>${' '.repeat(200)}</a>`), /more than 200/)
  assert.throws(row('<a><b><c/></b></a>'), /more than 2 deep/)
  assert.throws(row('<a><b/><b/><b/></a>'), /more than 3 elements/)
  assert.throws(row('<a x="1" y="2" z="3"/>'), /more than 2 attributes/)
  assert.throws(
    () => readResourceLists(listOf('<list><entry uri="a"/><entry uri="b"/></list>'), { maxEntries: 1 }),
    /more than 1 entries/,
  )
  assert.throws(() => readResourceLists(listOf('<list><entry uri="a"/>'.padEnd(40_000, '<list>'))), /more than 32 deep/)
})

test('law: whatever bytes come, a value or a SipParseError', () => {
  const whole = Buffer.from(writeResourceLists([{ uri: 'sip:a@h', displayName: 'A', copyControl: 'to' }]))
  const broken = fc
    .tuple(fc.nat(whole.length), fc.nat(8), fc.uint8Array({ maxLength: 8 }))
    .map(([at, drop, put]) => new Uint8Array(Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + drop)])))
  fc.assert(
    fc.property(fc.oneof(broken, fc.uint8Array({ maxLength: 200 })), (document) => {
      try {
        readResourceLists(document)
      } catch (error) {
        assert.ok(error instanceof SipParseError, String(error))
      }
    }),
    { numRuns: 2000 },
  )
})

test('a megabyte made to be slow is refused in the time of a look', () => {
  const size = 1_000_000
  for (const start of ['<a ', '<a b="', '<a>&', '<!--', '<a'.padEnd(3, ' '), '<a>'.padEnd(20, '<b '), '<?xml ']) {
    const before = process.cpuUsage().user
    assert.throws(() => readXml(bytes(start + ' '.repeat(size - start.length))), SipParseError)
    assert.throws(() => readXml(bytes(start.repeat(Math.floor(size / start.length)))), SipParseError)
    assert.ok(process.cpuUsage().user - before < 5_000_000, `${JSON.stringify(start)} took seconds`)
  }
})
