// Foreign text made harmless.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { harmless, harmlessLines, xmlText } from '../../reports/harmless-text'
import { elementsOf } from './fixtures/well-formed'

test('controls, direction marks and half characters become visible escapes', () => {
  assert.equal(harmless('a\u001b[31m\u0000\u009f\u202e\u200b\ud800b'), 'a\\x1b[31m\\x00\\x9f\\u202e\\u200b\\ud800b')
  assert.equal(harmless('José 😀 →'), 'José 😀 →')
})

test('long text is cut to the length asked for', () => {
  assert.equal(harmless('abcdefgh', 5), 'abcd…')
  assert.equal(harmless('abcde', 5), 'abcde')
})

test('lines keep their line ends and tabs, and nothing else', () => {
  assert.equal(harmlessLines('a\r\nb\tc\rd\u0007'), 'a\nb\tc\\x0dd\\x07')
})

test('whatever the text, XML made with it is well-formed and the text harmless', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, max) => {
      assert.deepEqual(elementsOf(`<a b="${xmlText(text)}">${xmlText(text)}</a>`), ['a'])
      assert.ok(harmless(text, max).length <= max)
      assert.doesNotMatch(harmless(text), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
    }),
    { numRuns: 200 },
  )
})

test('the well-formedness check of these tests rejects what is broken', () => {
  for (const broken of [
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>\u0000</a>',
    '<a b=1/>',
    '<a/>x',
    '<a>]]></a>',
  ]) {
    assert.throws(() => elementsOf(broken), Error, broken)
  }
})
