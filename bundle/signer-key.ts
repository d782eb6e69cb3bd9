// The private key that signs: made on first use and never overwritten, or given as a file.
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { BundleError } from './bundle-error'

const MAX_KEY_BYTES = 16_384
const MAKE_ONE = 'openssl genpkey -algorithm ed25519 -out FILE makes one'

/** Where one's own key is: below XDG_CONFIG_HOME where that is an absolute path, else below ~/.config. */
export function ownKeyPath(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const configured = env['XDG_CONFIG_HOME'] ?? ''
  // XDG Base Directory Specification, "Environment variables" — a relative path there is to be ignored
  return join(isAbsolute(configured) ? configured : join(homedir(), '.config'), 'ch1-conformance', 'signing-key.pem')
}

/** One's own key; made, with mode 0600, where there is none. `made` says so. */
export function ownKey(path = ownKeyPath()): { readonly key: KeyObject; readonly made: boolean } {
  const made = !existsSync(path) && makeKey(path)
  // sshd and others do the same: a key that others may read is no longer one's own
  if ((statSync(path).mode & 0o077) !== 0)
    throw new BundleError('the signing key can be read by others', path, `chmod 600 ${path}`)
  return { key: keyIn(path), made }
}

/** One's own key where there is one that can be read. To verify makes no key. */
export function ownKeyIfAny(path = ownKeyPath()): KeyObject | undefined {
  try {
    return existsSync(path) ? keyIn(path) : undefined
  } catch {
    return undefined
  }
}

/** The Ed25519 private key in a PEM file. */
export function keyIn(path: string): KeyObject {
  const mend = `name a PEM file with an Ed25519 private key without a passphrase; ${MAKE_ONE}`
  let pem: string
  try {
    if (statSync(path).size > MAX_KEY_BYTES) throw new Error(`longer than ${MAX_KEY_BYTES} bytes`)
    pem = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new BundleError(`the key cannot be read: ${(cause as Error).message}`, path, mend, cause)
  }
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new BundleError('this is no private key', path, mend, cause)
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new BundleError(`this is a key for ${key.asymmetricKeyType ?? 'something else'}, not for Ed25519`, path, mend)
  return key
}

// Written beside and linked: whoever comes second finds a whole key, never half of one, and two at once agree on one.
function makeKey(path: string): boolean {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    try {
      const fd = openSync(beside, 'wx', 0o600)
      try {
        writeSync(fd, pem.toString())
        fsyncSync(fd)
      } finally {
        closeSync(fd)
      }
      linkSync(beside, path)
      return true
    } finally {
      rmSync(beside, { force: true })
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === 'link' && existsSync(path)) return false
    throw new BundleError(
      `the signing key cannot be made: ${(cause as Error).message}`,
      path,
      `let that folder be written, set XDG_CONFIG_HOME, or give a key with --key; ${MAKE_ONE}`,
      cause,
    )
  }
}
