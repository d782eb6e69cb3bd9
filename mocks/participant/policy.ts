// How a participant treats the next invitations: accept, ring, refuse, or stay silent.

/** `ring` sends 180 and holds; `silent` holds without a word; `refuse` answers with `status` at once. */
export type Policy = { readonly kind: 'accept' | 'ring' | 'silent' } | { readonly kind: 'refuse'; readonly status: number }

/** RFC 3261 §21.4.24 — what a user who is there and will not answer says. */
const BUSY_HERE = '486'

/** The words of `will`: none is `accept`, `refuse` without a code is 486. Undefined for any other word. */
export function policyOf([kind = 'accept', code]: readonly string[]): Policy | undefined {
  if (kind === 'accept' || kind === 'ring' || kind === 'silent') return { kind }
  const status = kind === 'refuse' ? refusalOf(code) : undefined
  return status === undefined ? undefined : { kind: 'refuse', status }
}

/** A status with which an INVITE can be refused; 486 when none is named, undefined for what is no code from 300 to 699. */
export function refusalOf(code: string = BUSY_HERE): number | undefined {
  return /^[3-6]\d\d$/.test(code) ? Number(code) : undefined
}
