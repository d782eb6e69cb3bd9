// With which key a command signs, and what it says of it.
import { resolve } from 'node:path'
import { BundleError, keyIn, ownKey, ownKeyPath, publicKeyText, type Signing } from '../bundle'
import { UsageError } from './usage-error'

export const signingHelp = `  --key FILE    signs with this Ed25519 private key (PEM, no passphrase); default: your own, below XDG_CONFIG_HOME or ~/.config, which
                is made when there is none and never overwritten
  --by NAME     what the signer calls itself; nobody vouches for it`

const MAX_NAME_CHARS = 200

/** The key given, or one's own, which is made on first use and told of on standard error. */
export function signing({ key, by }: { readonly key?: string | undefined; readonly by?: string | undefined }): Signing {
  if (by !== undefined && (by === '' || by.length > MAX_NAME_CHARS))
    throw new UsageError('this is no name', '--by', `1 to ${MAX_NAME_CHARS} characters`)
  const at = new Date().toISOString()
  if (key !== undefined) return { key: mended(() => keyIn(resolve(key))), name: by, at }
  const own = mended(() => ownKey())
  if (own.made) process.stderr.write(`ch1: made your signing key, ${ownKeyPath()}: ${publicKeyText(own.key)}\n`)
  return { key: own.key, name: by, at }
}

/** What the room of bundles says that the user can mend, as every command says it. */
export function mended<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asUsage(error)
  }
}

export function asUsage(error: unknown): unknown {
  return error instanceof BundleError ? new UsageError(error.what, error.where, error.mend) : error
}
