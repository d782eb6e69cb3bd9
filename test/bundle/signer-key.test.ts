// One's own key: made once, for oneself alone, and never made anew.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { BundleError, keyIn, ownKey, ownKeyIfAny, ownKeyPath, publicKeyText } from '../../bundle'
import { newFolder } from './run-folder'

test('the key lies below XDG_CONFIG_HOME where that is an absolute path, else below ~/.config', () => {
  assert.equal(ownKeyPath({ XDG_CONFIG_HOME: '/x' }), '/x/ch1-conformance/signing-key.pem')
  const home = path.join(homedir(), '.config', 'ch1-conformance', 'signing-key.pem')
  for (const env of [{}, { XDG_CONFIG_HOME: '' }, { XDG_CONFIG_HOME: 'x' }]) assert.equal(ownKeyPath(env), home)
})

test('it is made on first use, for its owner alone, and stays', () => {
  const file = path.join(newFolder(), 'new', 'folder', 'signing-key.pem')
  assert.equal(ownKeyIfAny(file), undefined)
  assert.equal(existsSync(path.dirname(file)), false, 'to look for it makes nothing')
  const first = ownKey(file)
  assert.equal(first.made, true)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(path.dirname(file)), ['signing-key.pem'])
  const bytes = readFileSync(file)
  const second = ownKey(file)
  assert.equal(second.made, false)
  assert.equal(publicKeyText(second.key), publicKeyText(first.key))
  assert.ok(readFileSync(file).equals(bytes))
})

test('what stands in its place is never overwritten, and not used when others may read it', () => {
  const file = path.join(newFolder(), 'signing-key.pem')
  writeFileSync(file, 'a shopping list', { mode: 0o600 })
  assert.throws(() => ownKey(file), { name: 'BundleError', what: 'this is no private key' })
  assert.equal(readFileSync(file, 'utf8'), 'a shopping list')
  const good = path.join(newFolder(), 'signing-key.pem')
  ownKey(good)
  chmodSync(good, 0o640)
  assert.throws(() => ownKey(good), {
    name: 'BundleError',
    what: 'the signing key can be read by others',
    mend: `chmod 600 ${good}`,
  })
})

test('where no key can be made, that is said', () => {
  const file = path.join(newFolder(), 'file')
  writeFileSync(file, '')
  assert.throws(
    () => ownKey(path.join(file, 'signing-key.pem')),
    (error) => error instanceof BundleError && /cannot be made: (ENOTDIR|EEXIST)/.test(error.what) && /--key/.test(error.mend),
  )
})

test('a key that is given is an Ed25519 private key in PEM, and nothing else', () => {
  const folder = newFolder()
  const rows: readonly (readonly [string, string, RegExp])[] = [
    ['rsa.pem', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), /a key for rsa, not for Ed25519/],
    ['public.pem', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(), /no private key/],
    ['long.pem', 'x'.repeat(20_000), /longer than 16384 bytes/],
    ['half.pem', pem(generateKeyPairSync('ed25519').privateKey).slice(0, 60), /no private key/],
  ]
  for (const [name, text, what] of rows) {
    writeFileSync(path.join(folder, name), text)
    assert.throws(
      () => keyIn(path.join(folder, name)),
      (error) => error instanceof BundleError && what.test(error.what),
      name,
    )
  }
  assert.throws(() => keyIn(path.join(folder, 'none.pem')), /cannot be read/)
  mkdirSync(path.join(folder, 'folder.pem'))
  assert.throws(() => keyIn(path.join(folder, 'folder.pem')), /cannot be read/)
})

function pem(key: ReturnType<typeof keyIn>): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}
