// The four entities SIPp knows, in the attributes in which it undoes them.

const known = new Map([
  ['amp', '&'],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
])

/** An attribute's value as SIPp understands it. */
export function unescapeEntities(value: string): string {
  return value.replace(/&(amp|gt|lt|quot);/g, (_, name: string) => known.get(name) ?? '')
}

/** Entities that SIPp leaves as they are, for example `&#13;` and `&apos;`. */
export function unknownEntities(value: string): readonly string[] {
  return [...value.matchAll(/&(#\w+|[a-z]+);/g)].filter((match) => !known.has(match[1] ?? '')).map((match) => match[0])
}

/**
 * A value for between double quotes. A quote and a backslash get a backslash, which SIPp undoes everywhere; `&` becomes an entity only
 * where SIPp undoes entities and the text looks like one.
 */
export function escapeValue(value: string, undoesEntities: boolean): string {
  const entities = undoesEntities ? value.replace(/&(?=(?:amp|gt|lt|quot);)/g, '&amp;') : value
  return entities.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r')
}
