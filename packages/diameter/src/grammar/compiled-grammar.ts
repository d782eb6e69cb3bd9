// A grammar made ready for checking: its rules under small numbers, found by the number of a dictionary's row.
import type { KnownRows } from '../flat/known-rows'
import type { AvpRule, ChoiceRule, Unlisted } from './rule'

const NO_LIMIT = 0x7fff_ffff

/** What a command grammar and a group grammar have in common. */
export interface Grammar {
  readonly clause: string
  readonly unlisted: Unlisted
  readonly rules: readonly AvpRule[]
  readonly choices?: readonly ChoiceRule[]
  readonly opaque?: boolean
}

/** The rules whose AVPs the dictionary has; the others can neither be kept nor broken. */
export class CompiledGrammar {
  readonly source: Grammar
  readonly rules: readonly AvpRule[]
  /** The row of each rule, by the rule's number. */
  readonly rows: readonly number[]
  /** How often at most, by the rule's number. */
  readonly most: Int32Array
  /** Numbers of the rules that ask for at least one. */
  readonly needed: readonly number[]
  /** Rules with a place: place + 1 by the rule's number, 0 for any. */
  readonly places: Int32Array
  readonly hasPlaces: boolean
  readonly allowsUnlisted: boolean
  /** The choices as numbers of rules. */
  readonly choices: readonly (readonly number[])[]
  // Number of the rule + 1 by number of the row.
  readonly #slots: Int16Array

  constructor(source: Grammar, known: KnownRows) {
    const found = source.rules.flatMap((rule) => {
      const row = known.dictionary.byName(rule.avp)
      return row === undefined ? [] : [{ rule, row: known.find(row.code, row.vendorId) }]
    })
    this.source = source
    this.rules = found.map(({ rule }) => rule)
    this.rows = found.map(({ row }) => row)
    this.most = Int32Array.from(this.rules, ({ max }) => Math.min(max, NO_LIMIT))
    this.needed = [...this.rules.keys()].filter((slot) => (this.rules[slot]?.min ?? 0) > 0)
    this.places = Int32Array.from(this.rules, ({ place }) => (place === undefined ? 0 : place + 1))
    this.hasPlaces = this.rules.some(({ place }) => place !== undefined)
    this.allowsUnlisted = source.unlisted === 'allowed'
    this.choices = (source.choices ?? [])
      .map(({ oneOf }) => oneOf.map((avp) => this.rules.findIndex((rule) => rule.avp === avp)))
      .filter((slots) => !slots.includes(-1))
    this.#slots = new Int16Array(Math.max(0, ...this.rows) + 1)
    for (const [slot, row] of this.rows.entries()) this.#slots[row] = slot + 1
  }

  /** The number of the rule about a row; -1 when none is. */
  slotOf(row: number): number {
    return row < this.#slots.length ? (this.#slots[row] as number) - 1 : -1
  }
}
