// Signatures: whose they are, what they are of, and what becomes of a bundle when somebody moves them about.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { countersign, publicKeyText, verifyBundle, type Checked, type Signing } from '../../bundle'
import { canonicalJson } from '../../bundle/canonical-json'
import { manifestText } from '../../bundle/manifest'
import { sha256Hex, signaturesText, signed, type Signatures } from '../../bundle/signatures'
import { forgedZip, type Forged } from './forged-zip'
import { AT, bundled, maker, newFolder, reviewer } from './run-folder'

/** The bundle with other signatures, or another manifest. */
async function forged(
  more: (made: Extract<Checked, { state: 'intact' }>) => { readonly signatures?: string; readonly manifest?: string },
): Promise<Checked> {
  const { file, made } = await bundled()
  const zip = readFileSync(file)
  const own = more(made)
  const entries: Forged[] = []
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const name = zip.toString('utf8', at + 30, at + 30 + zip.readUInt16LE(at + 26))
    const dataAt = at + 30 + Buffer.byteLength(name)
    const end = zip.indexOf(Buffer.from([0x50, 0x4b, 7, 8]), dataAt)
    const text = { 'ch1-manifest.json': own.manifest, 'ch1-signatures.json': own.signatures }[name]
    entries.push({ name, content: text === undefined ? inflateRawSync(zip.subarray(dataAt, end)) : Buffer.from(text) })
    at = end + 16
  }
  const target = path.join(newFolder(), 'forged.zip')
  writeFileSync(target, forgedZip(entries))
  return verifyBundle(target)
}

const said = (checked: Checked): string =>
  checked.state === 'altered' ? checked.alterations.map(({ where, what }) => `${where} ${what}`).join('; ') : checked.state

test('a bundle tells who signed it, as what, when, and what they call themselves', async () => {
  const { file, made } = await bundled()
  const copy = path.join(newFolder(), 'copy.zip')
  const both = await countersign(file, copy, reviewer)
  assert.ok(both.state === 'intact')
  const [first, second] = both.statements
  assert.deepEqual(first, {
    schema: 'ch1-signature/1',
    role: 'maker',
    manifest: made.digest,
    key: publicKeyText(maker.key),
    name: 'the lab',
    at: AT,
  })
  assert.deepEqual([second?.role, second?.key, second?.manifest], ['reviewer', publicKeyText(reviewer.key), made.digest])
  assert.equal(second?.previous, sha256Hex(made.signatures.signatures[0]?.statement ?? ''))
  assert.equal((await verifyBundle(file)).state, 'intact', 'the original stays as it is')
})

test('a reviewer may sign in place; a second time by the same key, or what was altered, is not signed', async () => {
  const { file } = await bundled()
  await countersign(file, file, reviewer)
  const signedOnce = readFileSync(file)
  await assert.rejects(countersign(file, file, reviewer), /this key has signed it already/)
  await assert.rejects(countersign(file, file, maker), /this key has signed it already/)
  const edited = Buffer.from(signedOnce)
  edited[200] = (edited[200] ?? 0) ^ 1
  writeFileSync(file, edited)
  assert.equal((await countersign(file, file, { ...reviewer, key: generateKeyPairSync('ed25519').privateKey })).state, 'altered')
  assert.ok(readFileSync(file).equals(edited))
})

test('eight may sign, and no ninth', async () => {
  const { file } = await bundled()
  const copy = path.join(newFolder(), 'copy.zip')
  copyFileSync(file, copy)
  for (let i = 0; i < 7; i += 1) await countersign(copy, copy, { key: generateKeyPairSync('ed25519').privateKey, at: AT })
  await assert.rejects(countersign(copy, copy, reviewer), /it has 8 signatures/)
})

test('signatures that were changed, moved or made of something else are found', async () => {
  const other = signed(undefined, '0'.repeat(64), maker)
  const change = (text: string, from: RegExp | string, to: string): string => {
    const changed = text.replace(from, to)
    assert.notEqual(changed, text)
    return changed
  }
  const swapped = (made: { digest: string; signatures: Signatures }): string => {
    const both = signed(made.signatures, made.digest, reviewer)
    return signaturesText({ ...both, signatures: [...both.signatures].reverse() })
  }
  const rows: readonly (readonly [RegExp, Parameters<typeof forged>[0]])[] = [
    [
      /signature 1: it was not made by ed25519/,
      ({ signatures }) => ({ signatures: change(signaturesText(signatures), 'the lab', 'the lob') }),
    ],
    [/signature 1: it is of another manifest/, () => ({ signatures: signaturesText(other) })],
    [/signature 1: it says reviewer/, (made) => ({ signatures: swapped(made) })],
    [
      /signature 1: it says reviewer/,
      (made) => ({
        signatures: signaturesText({
          ...made.signatures,
          signatures: signed(made.signatures, made.digest, reviewer).signatures.slice(1),
        }),
      }),
    ],
    [
      /signature 2: it was made behind another signature/,
      (made) => {
        const elsewhere = signed(signed(undefined, made.digest, { ...maker, name: 'another' }), made.digest, reviewer)
        return {
          signatures: signaturesText({
            ...made.signatures,
            signatures: [...made.signatures.signatures, ...elsewhere.signatures.slice(1)],
          }),
        }
      },
    ],
    [
      /ch1-signatures.json is not JSON in canonical form/,
      ({ signatures }) => ({ signatures: JSON.stringify(signatures, null, 1) }),
    ],
    [/ch1-signatures.json is not of schema/, () => ({ signatures: '{"schema":"ch1-signatures/1","signatures":[]}' })],
    [
      /its statement is not of schema/,
      ({ signatures }) => ({ signatures: change(signaturesText(signatures), 'ch1-signature/1', 'ch1-signature/2') }),
    ],
    [/ch1-manifest.json is not JSON in canonical form/, ({ manifest }) => ({ manifest: ` ${manifestText(manifest)}` })],
    [/it is of another manifest/, ({ manifest }) => ({ manifest: manifestText({ ...manifest, aborted: true }) })],
  ]
  for (const [what, more] of rows) assert.match(said(await forged(more)), what)
})

test('a signature has one form: spare bits of base64 are not spare', async () => {
  const table = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const spoiled = await forged(({ signatures: { schema, signatures } }) => {
    const [first] = signatures
    const end = first?.signature.at(-1) ?? 'A'
    const twin = (first?.signature.slice(0, -1) ?? '') + (table[table.indexOf(end) ^ 1] ?? '')
    assert.ok(Buffer.from(twin, 'base64url').equals(Buffer.from(first?.signature ?? '', 'base64url')), 'the same bytes')
    return { signatures: canonicalJson({ schema, signatures: [{ statement: first?.statement ?? '', signature: twin }] }) }
  })
  assert.match(said(spoiled), /it was not made by/)
})

/** A manifest that its maker signed and that should never have been made. */
test('a list that is a trap is refused, whoever signed it', async () => {
  const rows: readonly (readonly [RegExp, (path: string) => string])[] = [
    [/which has a path that leads out/, () => '../report.html'],
    [/which has an absolute path/, () => '/report.html'],
    [/out of order/, () => 'a.html'],
    [/which are one file on some systems/, () => 'verdicts.JSON'],
  ]
  for (const [what, renamed] of rows) {
    const found = await forged(({ manifest }) => {
      const files = manifest.files.map((one) => (one.path === 'report.html' ? { ...one, path: renamed(one.path) } : one))
      if (renamed('') === 'verdicts.JSON') files.sort((a, b) => (a.path < b.path ? -1 : 1))
      return signedManifest(manifestText({ ...manifest, files }))
    })
    assert.match(said(found), what)
  }
  const found = await forged(({ manifest }) => signedManifest(manifestText({ ...manifest, histories: [] })))
  assert.match(said(found), /does not tell of each history in it/)
  const lied = await forged(({ manifest }) => signedManifest(manifestText({ ...manifest, aborted: true })))
  assert.match(said(lied), /ch1-manifest.json says aborted, and the verdicts the reverse/)
  const chain = await forged(({ manifest }) =>
    signedManifest(
      manifestText({ ...manifest, histories: manifest.histories.map((one) => ({ ...one, chain: '0'.repeat(64) })) }),
    ),
  )
  assert.match(said(chain), /run\/history\/w0.ndjson is another history than the manifest tells of/)
})

function signedManifest(manifest: string, by: Signing = maker): { manifest: string; signatures: string } {
  return { manifest, signatures: signaturesText(signed(undefined, sha256Hex(manifest), by)) }
}
