// The grammar checker: made once for a dictionary and a choice of grammars, used for many messages.
import type { Dictionary } from '../dictionary'
import { standardDictionary } from '../dictionaries/standard'
import { FlatMessage } from '../flat/flat-message'
import { CheckerTables } from './checker-tables'
import { CleanShapes } from './clean-shapes'
import type { GrammarFinding } from './finding'
import { checkHeaderBits } from './header-bits'
import { checkRelations } from './relations'
import { Report } from './report'
import type { CommandGrammar, GroupGrammar } from './rule'
import { baseGrammars, standardGroups } from './standard'
import { checkAvps } from './walk'

/** How a message is checked. */
export interface CheckOptions {
  /** Default `baseGrammars`. The first that fits a message is its grammar; AVPs of a message without one are checked all the same. */
  readonly grammars?: readonly CommandGrammar[]
  /** Default `standardGroups`. Members of other groups are checked one by one only. */
  readonly groups?: readonly GroupGrammar[]
  readonly dictionary?: Dictionary
  /** At most so many findings; default 100. */
  readonly most?: number
}

const DEFAULT_MOST = 100
const NOTHING_FOUND: readonly GrammarFinding[] = Object.freeze([])

/** Checks messages one after the other and keeps nothing of them. */
export class MessageChecker {
  readonly #tables: CheckerTables
  readonly #most: number
  readonly #dictionary: Dictionary
  readonly #clean = new CleanShapes()

  constructor({
    grammars = baseGrammars,
    groups = standardGroups,
    dictionary = standardDictionary,
    most = DEFAULT_MOST,
  }: CheckOptions = {}) {
    this.#tables = new CheckerTables(grammars, groups, dictionary)
    this.#dictionary = dictionary
    this.#most = most
  }

  /** What is wrong with a message that was read, in order of appearance; an empty list when nothing is. Throws nothing. */
  check(message: FlatMessage): readonly GrammarFinding[] {
    const tables = this.#tables
    // A message that was read with another dictionary is read with ours.
    if (message.known !== tables.known) {
      return message.bytes.length === 0 ? [] : this.check(new FlatMessage(this.#dictionary).read(message.bytes))
    }
    if (this.#clean.has(message)) return NOTHING_FOUND
    const report = new Report(message, this.#most)
    const command = tables.commandOf(message.commandCode, message.request, message.error)
    checkHeaderBits(message, command?.grammar, report)
    checkAvps(tables, message, command?.compiled, report)
    checkRelations(message, report)
    const { findings } = report
    if (findings.length === 0) this.#clean.found(message)
    return findings
  }
}
