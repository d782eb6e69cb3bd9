// What a requirement is: a clause we rest on, who owes it, how firmly, and how sure we are of it.
import type { Grade } from '../verdict'

export interface Requirement {
  readonly id: string
  readonly document: string
  readonly clause: string
  readonly level: 'MUST' | 'SHOULD' | 'MAY'
  readonly actor: 'CTF' | 'CDF' | 'focus'
  readonly text: string
  readonly grade: Grade
  /** Why no test purpose covers it, where none does. */
  readonly untested?: string
}
