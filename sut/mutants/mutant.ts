// What a mutant is: the reference with exactly one fault, and the findings that must catch it.
import type { Seams } from '../im-server/charging/seams'

/** One fault. `names` are the purposes and rules that must kill it, `touches` those that may also complain. */
export interface Mutant {
  readonly id: string
  /** One sentence: what the server does wrong. */
  readonly description: string
  readonly names: readonly { readonly purpose: string; readonly rule: string }[]
  readonly touches: readonly string[]
  readonly seams: Seams
}
