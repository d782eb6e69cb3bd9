// Two dictionaries side by side: every AVP that both know, in code, name, type and flags.
import type { AvpDefinition } from '@ch1/diameter'
import type { ForeignAvp } from './free-diameter-dictionary'

/** One property in which the two differ for one AVP. */
export interface Difference {
  /** Our name of the AVP. */
  readonly avp: string
  readonly what: 'code' | 'name' | 'type' | 'V' | 'M'
  readonly ours: string
  readonly theirs: string
}

/** What the comparison found: how many AVPs both know, and all differences in the order of our rows. */
export interface Comparison {
  readonly compared: number
  readonly differences: readonly Difference[]
}

/** An AVP is the same when vendor and code are; when only vendor and name are, letter case apart, the codes differ. */
export function compareDictionaries(ours: readonly AvpDefinition[], theirs: readonly ForeignAvp[]): Comparison {
  const byCode = new Map(theirs.map((row) => [`${row.vendorId}/${row.code}`, row]))
  const byName = new Map(theirs.map((row) => [`${row.vendorId}/${row.name.toLowerCase()}`, row]))
  const differences: Difference[] = []
  let compared = 0
  for (const row of ours) {
    const other = byCode.get(`${row.vendorId}/${row.code}`)
    const namesake = byName.get(`${row.vendorId}/${row.name.toLowerCase()}`)
    if (other === undefined && namesake === undefined) continue
    compared += 1
    const differ = (what: Difference['what'], mine: string | number, its: string | number): void => {
      if (mine !== its) differences.push({ avp: row.name, what, ours: String(mine), theirs: String(its) })
    }
    if (namesake !== undefined) differ('code', row.code, namesake.code)
    if (other === undefined) continue
    differ('name', row.name, other.name)
    differ('type', row.type, other.type)
    // RFC 6733 §4.1 — the V bit is set where a vendor id stands in the AVP, and nowhere else.
    differ('V', row.vendorId === 0 ? 'mustNot' : 'must', other.vendorFlag)
    differ('M', row.mandatory, other.mandatory)
  }
  return { compared, differences }
}
