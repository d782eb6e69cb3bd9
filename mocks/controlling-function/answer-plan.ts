// How the controlling function treats the next INVITEs: accept, ring, refuse, answer late, or never.

/** `ring` sends 180 and holds; `silent` holds without a word, for ever if nobody says otherwise; `late` accepts after `ms`. */
export type AnswerPlan =
  | { readonly kind: 'accept' | 'ring' | 'silent' }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'late'; readonly ms: number }

// RFC 3261 §21.4.4 — what a focus says to whom its policy does not let in.
const FORBIDDEN = '403'
const MOST_LATE_MS = 600_000

/** The words of `will`: none is `accept`, `refuse` without a code is 403. Undefined for any other word. */
export function answerPlanOf([kind = 'accept', value]: readonly string[]): AnswerPlan | undefined {
  if (kind === 'accept' || kind === 'ring' || kind === 'silent') return value === undefined ? { kind } : undefined
  if (kind === 'late') {
    const ms = /^\d{1,6}$/.test(value ?? '') ? Number(value) : NaN
    return ms <= MOST_LATE_MS ? { kind, ms } : undefined
  }
  const status = kind === 'refuse' ? refusalOf(value) : undefined
  return status === undefined ? undefined : { kind: 'refuse', status }
}

/** A status with which an INVITE can be refused; 403 when none is named, undefined for what is no code from 300 to 699. */
export function refusalOf(code: string = FORBIDDEN): number | undefined {
  return /^[3-6]\d\d$/.test(code) ? Number(code) : undefined
}
