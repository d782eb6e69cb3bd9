// JSON in one form only, so that a text and its meaning are the same thing: keys sorted, no white space, no other number than whole ones.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** The text. RFC 8785 §3.2 — of values without fractions this is its form: members sorted by UTF-16 code units. Absent members are left out. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.entries(value).filter((one): one is [string, Json] => one[1] !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`
}

/** The value of a text in this form; `undefined` of any other text, also of one that means the same. */
export function readCanonicalJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json
    return canonicalJson(value) === text ? value : undefined
  } catch {
    return undefined // no JSON, nested beyond the stack, or a number with a fraction
  }
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}
