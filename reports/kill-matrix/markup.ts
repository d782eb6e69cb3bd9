// HTML by text, escaped where text of others goes in.
import type { KillMatrixCell } from '../verdicts-schema'

/** Text as it may stand in an element or between quotes. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** How a cell looks, and what that means. */
export const LOOKS = {
  killed: { mark: '✕', says: 'killed as named: the purpose fails by the rule the mutant names' },
  warned: { mark: '!', says: 'killed as named, by a warning: the rule rests on inference and fails nobody' },
  touched: { mark: '·', says: 'complains too, as foreseen: the fault reaches what this purpose looks at' },
  survived: { mark: 'S', says: 'survived: named, and the rule did not see it' },
  stranger: { mark: '?', says: 'a stranger: complains without being named, a finding about our own tests' },
} as const

export function lookOf({ is, byWarning }: KillMatrixCell): keyof typeof LOOKS {
  return is === 'killed' && byWarning ? 'warned' : is
}

/** Where the cell is explained on the page. */
export function anchorOf(mutant: string, purpose?: string): string {
  return purpose === undefined ? `m-${mutant}` : `m-${mutant}-${purpose}`
}

/** `ARR` of `TP_ARR_001`. */
export function familyOf(purpose: string): string {
  return purpose.split('_')[1] ?? ''
}
