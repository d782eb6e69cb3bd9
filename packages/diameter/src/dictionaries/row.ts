// Writes a dictionary's rows briefly: one call a row, with the vendor and the M rule of its file.
import type { AvpDefinition, AvpType } from '../dictionary'

/** What a row may say beside name, code, type and source. */
export type RowExtras = Partial<Pick<AvpDefinition, 'mandatory' | 'values' | 'members'>>

/** A function that makes the rows of one vendor; M must be set unless the row says otherwise. */
export function rowsOf(
  vendorId: number,
): (name: string, code: number, type: AvpType, source: string, extras?: RowExtras) => AvpDefinition {
  return (name, code, type, source, extras = {}) => ({ name, code, vendorId, type, mandatory: 'must', source, ...extras })
}
