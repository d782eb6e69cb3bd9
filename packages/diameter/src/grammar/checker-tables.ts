// What a checker of many messages keeps: its grammars made ready, and room for counting. Nothing of any message.
import { MAX_DEPTH } from '../avp-view'
import type { Dictionary } from '../dictionary'
import { KnownRows } from '../flat/known-rows'
import { CompiledGrammar } from './compiled-grammar'
import type { CommandGrammar, GroupGrammar } from './rule'

/** A command's grammar, as it is written and made ready. */
export interface Command {
  readonly grammar: CommandGrammar
  readonly compiled: CompiledGrammar
}

/** Grammars made ready for one dictionary. */
export class CheckerTables {
  readonly known: KnownRows
  /** By number of the group's row. */
  readonly groups: (CompiledGrammar | undefined)[] = []
  /** By depth and number of a rule: in which run of AVPs its AVP was last seen, and how often there. */
  readonly seenIn: readonly Int32Array[]
  readonly counts: readonly Int32Array[]
  /** The number of the newest run of AVPs. */
  run = 0
  readonly #commands = new Map<number, Command>()
  #anyError: Command | undefined

  constructor(grammars: readonly CommandGrammar[], groups: readonly GroupGrammar[], dictionary: Dictionary) {
    const known = KnownRows.of(dictionary)
    this.known = known
    for (const grammar of grammars) this.#take({ grammar, compiled: new CompiledGrammar(grammar, known) })
    for (const group of groups) {
      const row = dictionary.byName(group.avp)
      if (row !== undefined) this.groups[known.find(row.code, row.vendorId)] ??= new CompiledGrammar(group, known)
    }
    // An array without holes is read faster.
    for (let row = 0; row < this.groups.length; row++) this.groups[row] ??= undefined
    const widest = Math.max(0, ...[...grammars, ...groups].map(({ rules }) => rules.length))
    this.seenIn = Array.from({ length: MAX_DEPTH + 1 }, () => new Int32Array(widest))
    this.counts = Array.from({ length: MAX_DEPTH + 1 }, () => new Int32Array(widest))
  }

  /** The first grammar that fits a header. */
  commandOf(commandCode: number, request: boolean, error: boolean): Command | undefined {
    return this.#commands.get(keyOf(commandCode, request, error)) ?? (error && !request ? this.#anyError : undefined)
  }

  /** A number for the next run of AVPs, other than those of all runs before. */
  nextRun(): number {
    if (this.run === 0x7fff_ffff) {
      for (const seen of this.seenIn) seen.fill(0)
      this.run = 0
    }
    return ++this.run
  }

  #take(command: Command): void {
    const { commandCode, request, error } = command.grammar
    if (commandCode === undefined) {
      if (error) this.#anyError ??= command
      return
    }
    const key = keyOf(commandCode, request, error)
    if (!this.#commands.has(key)) this.#commands.set(key, command)
  }
}

function keyOf(commandCode: number, request: boolean, error: boolean): number {
  return commandCode * 4 + (request ? 2 : 0) + (error ? 1 : 0)
}
