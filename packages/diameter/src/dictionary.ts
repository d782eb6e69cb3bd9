// A dictionary: what AVPs are called, which type they have, and what they may contain. Rows are data, one file per specification.

/** The data formats of RFC 6733 §4.2 and §4.3.1, by the specification's names. */
export const AVP_TYPES = [
  'OctetString',
  'Integer32',
  'Integer64',
  'Unsigned32',
  'Unsigned64',
  'Float32',
  'Float64',
  'Grouped',
  'Address',
  'Time',
  'UTF8String',
  'DiameterIdentity',
  'DiameterURI',
  'Enumerated',
  'IPFilterRule',
] as const

/** One of them. */
export type AvpType = (typeof AVP_TYPES)[number]

/** One row of a dictionary. */
export interface AvpDefinition {
  readonly name: string
  readonly code: number
  /** 0 for IETF AVPs; otherwise the V bit is set and the vendor written. */
  readonly vendorId: number
  readonly type: AvpType
  /** The specification's rule for the M bit; the encoder sets M for `must` alone. */
  readonly mandatory: 'must' | 'may' | 'mustNot'
  /** Where the row was read: `RFC 6733 §8.8`; `dictionary (…)` where another program's dictionary is all we have. */
  readonly source: string
  /** Names of the values of an Enumerated (or of a number used like one); values not listed are legal on the wire. */
  readonly values?: Readonly<Record<number, string>>
  /** Names of the AVPs the specification lists inside a Grouped; others are legal where the group is extensible. */
  readonly members?: readonly string[]
}

/** Several files of rows, searchable by name and by (code, vendor). A name or a (code, vendor) given twice is an `Error`. */
export class Dictionary {
  readonly #byName = new Map<string, AvpDefinition>()
  readonly #byVendor = new Map<number, Map<number, AvpDefinition>>()

  constructor(files: readonly (readonly AvpDefinition[])[]) {
    for (const row of files.flat()) this.#add(row)
  }

  /** The row with exactly this name. */
  byName(name: string): AvpDefinition | undefined {
    return this.#byName.get(name)
  }

  /** The row with this code of this vendor (0: IETF). */
  byCode(code: number, vendorId: number): AvpDefinition | undefined {
    return this.#byVendor.get(vendorId)?.get(code)
  }

  /** All rows, in the order in which they were given. */
  get rows(): readonly AvpDefinition[] {
    return [...this.#byName.values()]
  }

  /** A new dictionary that has these rows too, such as a vendor's; this one stays as it is. */
  with(rows: readonly AvpDefinition[]): Dictionary {
    return new Dictionary([this.rows, rows])
  }

  #add(row: AvpDefinition): void {
    const other = this.byName(row.name) ?? this.byCode(row.code, row.vendorId)
    if (other !== undefined)
      throw new Error(`dictionary: ${describe(row)} is already taken by ${describe(other)}; keep one of them`)
    this.#byName.set(row.name, row)
    const codes = this.#byVendor.get(row.vendorId) ?? new Map<number, AvpDefinition>()
    this.#byVendor.set(row.vendorId, codes.set(row.code, row))
  }
}

function describe({ name, code, vendorId, source }: AvpDefinition): string {
  return `${name} (${code}, vendor ${vendorId}, ${source})`
}
