// `ch1-signatures.json`: who signed a manifest. What is signed is the text of a statement, byte for byte, so nobody has to write it anew.
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson, readCanonicalJson } from './canonical-json'
import { MAX_NAME_CHARS, MAX_SIGNATURES } from './limits'

/** Its entry in the zip, the second one. */
export const SIGNATURES = 'ch1-signatures.json'

const keyText = z.string().regex(/^ed25519:[A-Za-z0-9_-]{43}$/)

const statement = z.strictObject({
  schema: z.literal('ch1-signature/1'),
  /** The maker signs first; a reviewer signs what is there. */
  role: z.enum(['maker', 'reviewer']),
  /** SHA-256 of the bytes of `ch1-manifest.json`. */
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
  /** `ed25519:` and the 32 bytes of the public key, base64url. */
  key: keyText,
  /** What the signer calls itself. Nobody vouches for it. */
  name: z.string().min(1).max(MAX_NAME_CHARS).optional(),
  /** By the signer's clock. */
  at: z.iso.datetime(),
  /** SHA-256 of the text of the statement before this one; absent in the maker's. */
  previous: z.string().optional(),
})

const signatures = z.strictObject({
  schema: z.literal('ch1-signatures/1'),
  signatures: z
    .array(z.strictObject({ statement: z.string(), signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/) }))
    .min(1)
    .max(MAX_SIGNATURES),
})

export type Statement = z.output<typeof statement>
export type Signatures = z.output<typeof signatures>

export interface Signing {
  readonly key: KeyObject
  readonly name?: string | undefined
  /** ISO 8601, UTC. */
  readonly at: string
}

/** The file with one more signature on this manifest. */
export function signed(before: Signatures | undefined, manifest: string, { key, name, at }: Signing): Signatures {
  const last = before?.signatures.at(-1)
  const text = canonicalJson({
    schema: 'ch1-signature/1',
    role: last === undefined ? 'maker' : 'reviewer',
    manifest,
    key: publicKeyText(key),
    name,
    at,
    previous: last === undefined ? undefined : sha256Hex(last.statement),
  })
  const signature = sign(null, Buffer.from(text), key).toString('base64url')
  return { schema: 'ch1-signatures/1', signatures: [...(before?.signatures ?? []), { statement: text, signature }] }
}

export function signaturesText(value: Signatures): string {
  return canonicalJson(value)
}

/** The file, or what is wrong with its form. */
export function readSignatures(text: string): Signatures | string {
  const value = readCanonicalJson(text)
  if (value === undefined) return 'is not JSON in canonical form'
  const read = signatures.safeParse(value)
  return read.success ? read.data : `is not of schema ch1-signatures/1: ${read.error.issues[0]?.path.join('.') ?? ''}`
}

/** Each statement in order, and what is wrong with any of them. A statement is given only if its own key signed its text. */
export function checkSignatures(
  file: Signatures,
  manifest: string,
): { readonly statements: readonly Statement[]; readonly faults: readonly string[] } {
  const statements: Statement[] = []
  const faults: string[] = []
  let previous: string | undefined
  for (const [i, { statement: text, signature }] of file.signatures.entries()) {
    const read = statement.safeParse(readCanonicalJson(text))
    const which = `signature ${i + 1}`
    if (!read.success) {
      faults.push(`${which}: its statement is not of schema ch1-signature/1`)
      continue
    }
    const said = read.data
    if (!isSignedBy(said.key, text, signature))
      faults.push(`${which}: it was not made by ${said.key}, or what it signs was changed`)
    else if (said.manifest !== manifest) faults.push(`${which}: it is of another manifest`)
    else if (said.role !== (i === 0 ? 'maker' : 'reviewer'))
      faults.push(`${which}: it says ${said.role}, and the maker signs first, once`)
    else if (said.previous !== previous) faults.push(`${which}: it was made behind another signature than the one before it`)
    else statements.push(said)
    previous = sha256Hex(text)
  }
  return { statements, faults }
}

/** `ed25519:…` of a public or private key. */
export function publicKeyText(key: KeyObject): string {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  return `ed25519:${x ?? ''}`
}

/** Is this text a public key as we write it? */
export function isKeyText(text: string): boolean {
  return keyText.safeParse(text).success && canonicalBase64(text.slice('ed25519:'.length))
}

export function sha256Hex(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

// RFC 8032 §5.1.7 — OpenSSL refuses an S that is not below the group's order, so a signature has one form; base64 has to have one, too.
function isSignedBy(key: string, text: string, signature: string): boolean {
  const x = key.slice('ed25519:'.length)
  if (!canonicalBase64(x) || !canonicalBase64(signature)) return false
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
  } catch {
    return false // 32 bytes that are no point of the curve
  }
}

function canonicalBase64(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text
}
