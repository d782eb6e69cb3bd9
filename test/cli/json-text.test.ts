// A document told in pieces is the same text as in one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonText } from '../../cli/json-text'

const as = (document: object): string => [...jsonText(document)].join('')

void test('a document told piece by piece is what JSON.stringify makes of it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything({ withNullPrototype: false, maxDepth: 3 })), (any) => {
      const document = JSON.parse(JSON.stringify(any)) as object
      assert.equal(as(document), JSON.stringify(document, null, 2))
    }),
  )
  assert.equal(as({}), '{}')
  const lines = { a: undefined, b: [1, { c: 'two\nlines' }, []], d: [] }
  assert.equal(as(lines), JSON.stringify(lines, null, 2))
})
