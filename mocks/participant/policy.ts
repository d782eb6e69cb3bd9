// How a participant treats the next invitations: the words of `will`.

/**
 * `accept`: 200 at once · `ring`: 180, and holds · `silent`: holds without a word · `refuse`: `status` at once ·
 * `late`: 180, and 200 after `afterMs`; without a time, when the server's CANCEL comes, as if the 200 had left just before it
 * (RFC 5407 §3.1.2) · `challenge`: 407 to the first, as a device behind a proxy that wants credentials; 200 to the next · `other`: a 2xx other
 * than 200 · `twice`: the 200 leaves two times at once, byte for byte ·
 * `fork`: two devices ring at this address and both accept, two 2xx with To tags of their own (RFC 3261 §13.2.2.4).
 */
export type Policy =
  | { readonly kind: 'accept' | 'ring' | 'silent' | 'twice' | 'fork' | 'challenge' }
  | { readonly kind: 'other'; readonly status: number }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'late'; readonly afterMs: number | undefined }

/** The words that a wrong one is told. */
export const WORDS_OF_WILL = 'accept, ring, refuse [300–699], silent, late [MS], twice, fork, challenge, other [201–299]'

/** RFC 3261 §21.4.24 — what a user who is there and will not answer says. */
const BUSY_HERE = '486'
/** An hour: a test purpose that waits longer does not wait for an answer. */
const LONGEST_MS = 3_600_000

/** The words of `will`: none is `accept`, `refuse` without a code is 486. Undefined for any other word. */
export function policyOf([kind = 'accept', detail]: readonly string[]): Policy | undefined {
  switch (kind) {
    case 'accept':
    case 'ring':
    case 'silent':
    case 'twice':
    case 'fork':
    case 'challenge':
      return detail === undefined ? { kind } : undefined
    case 'late':
      return late(detail)
    case 'other':
      return /^2\d\d$/.test(detail ?? '') && detail !== '200' ? { kind, status: Number(detail) } : undefined
    case 'refuse': {
      const status = refusalOf(detail)
      return status === undefined ? undefined : { kind, status }
    }
    default:
      return undefined
  }
}

/** A status with which an INVITE can be refused; 486 when none is named, undefined for what is no code from 300 to 699. */
export function refusalOf(code: string = BUSY_HERE): number | undefined {
  return /^[3-6]\d\d$/.test(code) ? Number(code) : undefined
}

function late(ms: string | undefined): Policy | undefined {
  if (ms === undefined) return { kind: 'late', afterMs: undefined }
  return /^\d{1,7}$/.test(ms) && Number(ms) <= LONGEST_MS ? { kind: 'late', afterMs: Number(ms) } : undefined
}
