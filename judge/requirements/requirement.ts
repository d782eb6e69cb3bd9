// What a requirement is: a clause we rest on, who owes it, how firmly, and how sure we are of it.
import type { Grade } from '../verdict'

export interface Requirement {
  readonly id: string
  readonly document: string
  readonly clause: string
  /** How firmly the clause speaks. FACT: it says what something is or means, and demands no record. */
  readonly level: 'MUST' | 'SHOULD' | 'MAY' | 'FACT'
  /** Who owes it: the Charging Enabler User (CTF), the Charging Enabler (CDF), or the conference server as a SIP element (focus). */
  readonly actor: 'CTF' | 'CDF' | 'focus'
  /** Our paraphrase: the clause itself binds. */
  readonly text: string
  readonly grade: Grade
  /** Why no test purpose covers it, where none does; `not yet: …` where one could. */
  readonly untested?: string
  /** Rows of the catalogue that are set aside (catalogue-gaps.ts) and would cover it, or more of it. */
  readonly gaps?: readonly string[]
  /**
   * Why a MUST that is tested has no test purpose where it is kept (positive), none where it could be overdone (negative), or no
   * mutant that breaks it; `not yet: …` where it could have.
   */
  readonly without?: { readonly positive?: string; readonly negative?: string; readonly mutant?: string }
}

export const FORM =
  'the form of a message: one without it is the breach, which mutants make; no stimulus asks for a message that must not have it'
export const CONTENT =
  'what a record says: one that says otherwise is the breach, which mutants make; no stimulus asks for a record that must not say it'
export const PROHIBITION =
  'it forbids: it is kept where nothing of the kind comes, and what is owed instead is a requirement of its own'
