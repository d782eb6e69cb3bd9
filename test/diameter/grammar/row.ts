// A row of the table of grammar.test.ts.
import type { FindingRule, Level } from '@ch1/diameter'

/** What a row expects of the first finding. `failed` is Failed-AVP as the tree shows it, one name and value after the other. */
export interface Expected {
  readonly rule: FindingRule
  readonly path: string
  readonly clause: string
  readonly offset: number
  readonly resultCode: number
  readonly failed?: string
  readonly level?: Level
}

/** What is wrong, the message, the finding. */
export type Row = readonly [name: string, bytes: Uint8Array, expected: Expected]

/** A finding of the header's flags. */
export function headerRow(clause: string, resultCode: number): Expected {
  return { rule: 'header-flags', path: 'header', clause, offset: 4, resultCode }
}
