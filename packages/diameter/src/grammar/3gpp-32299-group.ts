// Writes the grammars of TS 32.299's groups briefly: one call a group, with its clause and its members by how often they may come.
import { rulesOf, type GroupGrammar, type Unlisted } from './rule'

/** Members by quantifier: `{ }`, `1* { }`, `[ ]`, `* [ ]`. */
export interface Members {
  readonly one?: readonly string[]
  readonly some?: readonly string[]
  readonly maybe?: readonly string[]
  readonly any?: readonly string[]
}

/**
 * The grammar of the group that TS 32.299 defines in `§<clause>`. Few of its groups end in `* [ AVP ]`, but every release adds
 * members, so what a list of ours does not have is noted and not refused.
 */
export function tgppGroup(avp: string, clause: string, members: Members, unlisted: Unlisted = 'noted'): GroupGrammar {
  const source = `3GPP TS 32.299 §${clause}`
  const words = rulesOf(source)
  const { one = [], some = [], maybe = [], any = [] } = members
  return {
    avp,
    clause: source,
    unlisted,
    rules: [...words.one(...one), ...words.some(...some), ...words.maybe(...maybe), ...words.any(...any)],
  }
}
