// Golden messages: each file is read, written and mirrored from one row.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { decodeMessage, encodeMessage } from '@ch1/diameter'
import { goldenMessages, readGolden } from './golden-messages'
import { toInput } from './message-input'

for (const [file, content] of goldenMessages) {
  test(`${file} is decoded to its content and encoded to its bytes`, () => {
    const bytes = readGolden(file)
    const message = decodeMessage(bytes)
    assert.deepEqual(message.faults, [])
    assert.deepEqual(toInput(message), content)
    assert.deepEqual(encodeMessage(content), bytes)
  })
}

test('every golden file has a row, and every row a file', () => {
  const files = readdirSync(join(__dirname, '..', 'golden', 'diameter')).sort()
  assert.deepEqual(goldenMessages.map(([file]) => file).sort(), files)
})
