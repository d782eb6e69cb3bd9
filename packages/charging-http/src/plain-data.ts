// Charging data as plain JSON-like values under the names of AVPs: what both ends of the binding speak of, whatever carries it.

/** A value of charging data. Times are ISO 8601 text, octets lower-case hexadecimal text; an AVP that may repeat is a list. */
export type PlainValue = string | number | PlainGroup | readonly PlainItem[]

/** A member of a list: lists do not nest, an AVP repeats or it does not. */
export type PlainItem = string | number | PlainGroup

/** A grouped AVP, or the whole record: AVP name → value, `{ 'Service-Information': { 'IMS-Information': {…} } }`. */
export interface PlainGroup {
  readonly [avpName: string]: PlainValue
}

/** Is this value a group? */
export function isGroup(value: PlainValue | undefined): value is PlainGroup {
  return typeof value === 'object' && !Array.isArray(value)
}

/** A value's occurrences: itself, or the members of a list. */
export function itemsOf(value: PlainValue | undefined): readonly PlainItem[] {
  if (value === undefined) return []
  return typeof value === 'object' && Array.isArray(value) ? (value as readonly PlainItem[]) : [value as PlainItem]
}

/**
 * What stands at a path, in order of appearance: names joined by slashes from the top level; `**` stands for any number of levels.
 * A group is given as it is; a list is given member by member.
 */
export function plainAt(data: PlainGroup, path: string): readonly PlainItem[] {
  return below(data, path.split('/'))
}

/** The scalars at a path: {@link plainAt} without the groups. */
export function scalarsAt(data: PlainGroup, path: string): readonly (string | number)[] {
  return plainAt(data, path).filter((item) => typeof item !== 'object')
}

function below(group: PlainGroup, [name, ...rest]: readonly string[]): readonly PlainItem[] {
  if (name === undefined) return []
  if (name === '**') {
    const deeper = Object.values(group).flatMap((value) => itemsOf(value).filter(isGroup))
    return [...below(group, rest), ...deeper.flatMap((one) => below(one, [name, ...rest]))]
  }
  const items = itemsOf(Object.hasOwn(group, name) ? group[name] : undefined)
  return rest.length === 0 ? items : items.filter(isGroup).flatMap((one) => below(one, rest))
}
