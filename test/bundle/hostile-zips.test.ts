// Zips that a stranger made to deceive: each is refused, and its trick is called by its name.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { verifyBundle, type Checked } from '../../bundle'
import { forgedZip, type Forged } from './forged-zip'
import { TRICKS, parts, stranger } from './hostile-rows'
import { newFolder } from './run-folder'

async function checked(zip: Buffer): Promise<Checked> {
  const file = path.join(newFolder(), 'forged.zip')
  writeFileSync(file, zip)
  return verifyBundle(file)
}

for (const [trick, zip, where, what] of TRICKS)
  test(`${trick}: altered, said by name`, async () => {
    const found = await checked(zip(await parts()))
    assert.ok(found.state === 'altered', found.state)
    const [first] = found.alterations
    assert.match(first?.where ?? '', where)
    assert.match(first?.what ?? '', what)
  })

test('the parts put together again by hand are a bundle that is intact', async () => {
  assert.equal((await checked(forgedZip(await parts()))).state, 'intact')
})

test('files that are no bundle at all are called so', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), Buffer.alloc(1000), Buffer.from('%PDF-1.4'), forgedZip([stranger])])
    assert.equal((await checked(bytes)).state, 'not-a-bundle')
  assert.equal((await verifyBundle(newFolder())).state, 'not-a-bundle')
})

test('what is read piece by piece is held to the same', async () => {
  const all = await parts({ 'evidence/long.txt': 'a line of a long file\n'.repeat(600_000) })
  const at = all.findIndex(({ name }) => name === 'run/evidence/long.txt')
  const long = all[at]
  assert.ok(long?.packed && long.content.length > 13_000_000)
  const packed = long.packed
  const rows: readonly (readonly [Partial<Forged>, RegExp])[] = [
    [{ packed: deflateRawSync(Buffer.concat([long.content, Buffer.from('!')])) }, /more than the 13200000 bytes it declares/],
    [{ packed: deflateRawSync(long.content.subarray(1)) }, /unpacks to 13199999 bytes/],
    [{ packed: Buffer.concat([packed, Buffer.from('more')]) }, /behind the end of its content/],
    [{ packed: packed.subarray(0, -9) }, /cannot be unpacked/],
    [{ packed: Buffer.alloc(packed.length, 0xff) }, /cannot be unpacked/],
    [
      { content: long.content.fill('b', 100, 101), packed: deflateRawSync(long.content) },
      /another content than when it was signed/,
    ],
  ]
  for (const [more, what] of rows) {
    const found = await checked(forgedZip(all.map((one, i) => (i === at ? { ...one, ...more } : one))))
    assert.ok(found.state === 'altered', String(what))
    assert.match(found.alterations[0]?.what ?? '', what)
  }
})
