// The rows of a dictionary under small numbers, so that a message can be read and checked by tables instead of maps.
import { AVP_FLAG } from '../avp-view'
import type { AvpDefinition, AvpType, Dictionary } from '../dictionary'
import { TROUBLE_MASK } from './flat-table'

/** Codes below this are looked up in an array; the few above it in a map. */
const MOST_TABLED = 0x1_0000
const FIRST_CODES = 1024
const NONE = new Int32Array(0)
const UNKNOWN = -1

/** The data formats as numbers: what a switch over them compiles to a jump. */
export const TYPE = {
  OctetString: 0,
  Integer32: 1,
  Integer64: 2,
  Unsigned32: 3,
  Unsigned64: 4,
  Float32: 5,
  Float64: 6,
  Grouped: 7,
  Address: 8,
  Time: 9,
  UTF8String: 10,
  DiameterIdentity: 11,
  DiameterURI: 12,
  Enumerated: 13,
  IPFilterRule: 14,
} as const satisfies Readonly<Record<AvpType, number>>

const FIXED_BYTES: Readonly<Partial<Record<AvpType, number>>> = {
  Integer32: 4,
  Unsigned32: 4,
  Float32: 4,
  Time: 4,
  Integer64: 8,
  Unsigned64: 8,
  Float64: 8,
}
// P and the reserved bits.
const NO_MEANING = 0x3f
const ALL_BITS = -1

/** The numbers of a dictionary's rows, given as the rows are first met. Codes nobody knows are not remembered, so nothing grows. */
export class KnownRows {
  /** The one numbering of a dictionary. */
  static of(dictionary: Dictionary): KnownRows {
    const known = numberings.get(dictionary) ?? new KnownRows(dictionary)
    numberings.set(dictionary, known)
    return known
  }

  readonly dictionary: Dictionary
  /** Row by number. */
  readonly rows: AvpDefinition[] = []
  /** `TYPE` of a row by its number. */
  readonly types: number[] = []
  /** By a row's number: the bits of a table's `marks` that are decided (trouble, reserved, P, and M by its specification), and how. */
  readonly decided: number[] = []
  readonly wanted: number[] = []
  /** By a row's number: how many bytes of data it must have, where nothing else is asked of them; 0 where more is asked, or less. */
  readonly dataBytes: number[] = []
  /** The names of an Enumerated's values, by the row's number. */
  readonly values: (Readonly<Record<number, string>> | undefined)[] = []
  /** By the row's number: bit `i` is set where the value `i` of an Enumerated has a name; all bits where names are no bound. */
  readonly lowValues: number[] = []
  // Number + 1 by code, 0 where none was asked for yet; one table a vendor.
  readonly #tables = new Map<number, Int32Array>()
  readonly #highCodes = new Map<AvpDefinition, number>()
  #ietf: Int32Array = NONE
  #vendorId = 0
  #vendor: Int32Array = NONE

  private constructor(dictionary: Dictionary) {
    this.dictionary = dictionary
  }

  /** The number of the row with this code of this vendor, signed or not; -1 when the dictionary has none. */
  find(code: number, vendorId: number): number {
    const table = vendorId === 0 ? this.#ietf : vendorId === this.#vendorId ? this.#vendor : this.#choose(vendorId)
    const known = code >= 0 && code < table.length ? (table[code] as number) : 0
    return known !== 0 ? known - 1 : this.#ask(code >>> 0, vendorId >>> 0)
  }

  #choose(vendorId: number): Int32Array {
    this.#vendorId = vendorId
    this.#vendor = this.#tables.get(vendorId >>> 0) ?? NONE
    return this.#vendor
  }

  #ask(code: number, vendorId: number): number {
    const row = this.dictionary.byCode(code, vendorId)
    if (row === undefined) return UNKNOWN
    const before = this.#highCodes.get(row)
    if (before !== undefined) return before
    const number = this.rows.push(row) - 1
    this.types.push(TYPE[row.type])
    this.decided.push(TROUBLE_MASK | NO_MEANING | (row.mandatory === 'may' ? 0 : AVP_FLAG.mandatory))
    this.wanted.push(row.mandatory === 'must' ? AVP_FLAG.mandatory : 0)
    this.dataBytes.push(FIXED_BYTES[row.type] ?? 0)
    this.values.push(row.type === 'Enumerated' ? row.values : undefined)
    this.lowValues.push(row.type === 'Enumerated' ? lowValuesOf(row) : ALL_BITS)
    if (code >= MOST_TABLED) this.#highCodes.set(row, number)
    else this.#table(code, vendorId)[code] = number + 1
    return number
  }

  #table(code: number, vendorId: number): Int32Array {
    const old = this.#tables.get(vendorId) ?? NONE
    if (code < old.length) return old
    const table = new Int32Array(Math.max(FIRST_CODES, 2 ** Math.ceil(Math.log2(code + 1))))
    table.set(old)
    this.#tables.set(vendorId, table)
    if (vendorId === 0) this.#ietf = table
    if (vendorId === this.#vendorId >>> 0) this.#vendor = table
    return table
  }
}

function lowValuesOf({ values }: AvpDefinition): number {
  if (values === undefined) return ALL_BITS
  let bits = 0
  for (let value = 0; value < 32; value++) if (values[value] !== undefined) bits |= 1 << value
  return bits
}

const numberings = new WeakMap<Dictionary, KnownRows>()
