// A user's dictionary file, already parsed (YAML, JSON): checked row by row, each fault with its place and its mend.
import { AVP_TYPES, type AvpDefinition, type AvpType, type Dictionary } from './dictionary'
import { standardDictionary } from './dictionaries/standard'

/** What is wrong with a file: where (`avps[2].type`, or `` for the whole), what, and what to write instead. */
export interface DictionaryProblem {
  readonly path: string
  readonly problem: string
  readonly mend: string
}

/** Rows for `Dictionary.with`, or all that keeps the file from giving them. */
export type DictionaryReading =
  | { readonly ok: true; readonly rows: readonly AvpDefinition[] }
  | { readonly ok: false; readonly problems: readonly DictionaryProblem[] }

type Fields = Readonly<Record<string, unknown>>
type Report = (path: string, problem: string, mend: string) => void

const FILE_KEYS = ['vendor', 'source', 'avps']
const ROW_KEYS = ['name', 'code', 'vendor', 'type', 'mandatory', 'source', 'values', 'members']
const M_RULES = ['must', 'may', 'mustNot'] as const
// What may stand in names of AVPs; '/' and '*' would be read as parts of a path.
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]*$/
// The types whose numbers can have names, with the least and the greatest number.
const NUMBERED: Partial<Record<AvpType, readonly [number, number]>> = {
  Enumerated: [-(2 ** 31), 2 ** 31 - 1],
  Integer32: [-(2 ** 31), 2 ** 31 - 1],
  Unsigned32: [0, 2 ** 32 - 1],
}

/**
 * Reads `{ vendor?, source?, avps: [{ name, code, type, vendor?, mandatory?, source?, values?, members? }] }`. Never throws.
 * `beside` is the dictionary that the rows will be added to: they may name its AVPs as members, and must not take its names or codes.
 */
export function dictionaryFrom(data: unknown, beside: Dictionary = standardDictionary): DictionaryReading {
  const problems: DictionaryProblem[] = []
  const report: Report = (path, problem, mend) => void problems.push({ path, problem, mend })
  const rows = rowsOf(data, report)
  checkTaken(rows, beside, report)
  checkMembers(rows, namesIn(data), beside, report)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, rows: rows.flatMap((row) => (row === undefined ? [] : [row])) }
}

// One entry for each of `avps`, undefined where a row is too broken to be compared with others.
function rowsOf(data: unknown, report: Report): readonly (AvpDefinition | undefined)[] {
  if (!isFields(data)) {
    report('', `a dictionary file is a mapping, this is ${kindOf(data)}`, 'begin with the lines `vendor: 32473` and `avps:`')
    return []
  }
  checkKeys(data, FILE_KEYS, '', report)
  if (data['vendor'] !== undefined) checkVendor(data['vendor'], 'vendor', report)
  if (data['source'] !== undefined) checkSource(data['source'], 'source', report)
  const { avps } = data
  if (!Array.isArray(avps) || avps.length === 0) {
    report(
      'avps',
      `must be a list with at least one AVP, this is ${kindOf(avps)}`,
      'list the AVPs below `avps:`, each with `- name:`',
    )
    return []
  }
  return avps.map((row: unknown, i) => rowOf(row, data, `avps[${i}]`, report))
}

function rowOf(row: unknown, file: Fields, path: string, report: Report): AvpDefinition | undefined {
  if (!isFields(row)) {
    report(path, `an AVP is a mapping, this is ${kindOf(row)}`, 'write `- name: …`, and below it `code: …` and `type: …`')
    return undefined
  }
  const faults: string[] = []
  const within: Report = (key, problem, mend) => {
    faults.push(key)
    report(key === '' ? path : `${path}.${key}`, problem, mend)
  }
  checkKeys(row, ROW_KEYS, '', within)
  const vendorId = row['vendor'] === undefined ? file['vendor'] : row['vendor']
  if (vendorId === undefined)
    within('vendor', 'is missing', 'write the vendor id here, or once for all above `avps:`; 0 is the IETF')
  else if (row['vendor'] !== undefined) checkVendor(vendorId, 'vendor', within)
  const { name, code, type, mandatory = 'may', source = file['source'] ?? 'a dictionary file', values, members } = row
  if (typeof name !== 'string' || !NAME.test(name))
    within(
      'name',
      `must be letters, digits and hyphens, this is ${shown(name)}`,
      'write it as its specification does: `Example-Room-Id`',
    )
  // RFC 6733 §11.1.1 — code 0 of the IETF is not used.
  if (!isWhole(code, vendorId === 0 ? 1 : 0, 2 ** 32 - 1))
    within('code', `must be a whole number up to 4294967295, this is ${shown(code)}`, 'write the AVP code of the specification')
  if (!isOneOf(AVP_TYPES, type))
    within('type', `must be a data format of RFC 6733, this is ${shown(type)}`, nearest(type, AVP_TYPES))
  if (!isOneOf(M_RULES, mandatory))
    within(
      'mandatory',
      `must be must, may or mustNot, this is ${shown(mandatory)}`,
      'write `mandatory: must` where the M bit is to be set',
    )
  if (row['source'] !== undefined) checkSource(source, 'source', within)
  if (values !== undefined) checkValues(values, type, within)
  if (members !== undefined) checkMemberList(members, type, within)
  return faults.length === 0 ? made({ name, code, vendorId, type, mandatory, source, values, members }) : undefined
}

// Called when every field was found right.
function made({ values, members, ...rest }: Fields): AvpDefinition {
  const extras = { ...(values === undefined ? {} : { values }), ...(members === undefined ? {} : { members }) }
  return { ...rest, ...extras } as unknown as AvpDefinition
}

function checkKeys(fields: Fields, known: readonly string[], path: string, report: Report): void {
  for (const key of Object.keys(fields))
    if (!known.includes(key)) report(path, `there is no ${shown(key)} here`, nearest(key, known))
}

function checkVendor(vendor: unknown, path: string, report: Report): void {
  if (!isWhole(vendor, 0, 2 ** 32 - 1))
    report(
      path,
      `must be an enterprise number of IANA, this is ${shown(vendor)}`,
      'write the number alone: `vendor: 10415` is 3GPP',
    )
}

function checkSource(source: unknown, path: string, report: Report): void {
  if (typeof source !== 'string' || source.trim() === '')
    report(
      path,
      `must be text, this is ${shown(source)}`,
      'say where the rows were read: `source: Example charging guide 2.1, §4`',
    )
}

function checkValues(values: unknown, type: unknown, report: Report): void {
  const range = isOneOf(AVP_TYPES, type) ? NUMBERED[type] : undefined
  if (range === undefined && isOneOf(AVP_TYPES, type))
    return report(
      'values',
      `a ${type} has no named values`,
      'leave `values` out, or make it an Enumerated, Integer32 or Unsigned32',
    )
  if (!isFields(values))
    return report('values', `must map numbers to names, this is ${kindOf(values)}`, 'write `values: { 0: FIRST, 1: SECOND }`')
  for (const [number, name] of Object.entries(values)) {
    if (range !== undefined && !(/^-?\d+$/.test(number) && isWhole(Number(number), ...range)))
      report('values', `${shown(number)} is not a number that it can have`, `write whole numbers from ${range[0]} to ${range[1]}`)
    if (typeof name !== 'string' || name === '')
      report(`values.${number}`, `must be a name, this is ${shown(name)}`, 'put names that look otherwise in quotes: `1: "YES"`')
  }
}

function checkMemberList(members: unknown, type: unknown, report: Report): void {
  if (type !== 'Grouped' && isOneOf(AVP_TYPES, type))
    report('members', `a ${type} has no members`, 'leave `members` out, or write `type: Grouped`')
  if (!Array.isArray(members) || members.some((member) => typeof member !== 'string'))
    report('members', `must be a list of names of AVPs, this is ${kindOf(members)}`, 'write `members: [First-Avp, Second-Avp]`')
}

function checkTaken(rows: readonly (AvpDefinition | undefined)[], beside: Dictionary, report: Report): void {
  const earlier: AvpDefinition[] = []
  for (const [i, row] of rows.entries()) {
    if (row === undefined) continue
    const same = (other: AvpDefinition): boolean => other.code === row.code && other.vendorId === row.vendorId
    const named = beside.byName(row.name) ?? earlier.find(({ name }) => name === row.name)
    const coded = beside.byCode(row.code, row.vendorId) ?? earlier.find(same)
    if (named !== undefined)
      report(
        `avps[${i}].name`,
        `${row.name} is taken by ${described(named)}`,
        'leave the row out if it is the same AVP, else rename it',
      )
    else if (coded !== undefined)
      report(`avps[${i}].code`, `${row.code} of vendor ${row.vendorId} is taken by ${described(coded)}`, 'leave one of them out')
    else earlier.push(row)
  }
}

// A row that is wrong has been reported; naming it as a member is no second fault.
function namesIn(data: unknown): ReadonlySet<unknown> {
  const avps = isFields(data) && Array.isArray(data['avps']) ? data['avps'] : []
  return new Set(avps.map((row: unknown) => (isFields(row) ? row['name'] : undefined)))
}

function checkMembers(
  rows: readonly (AvpDefinition | undefined)[],
  own: ReadonlySet<unknown>,
  beside: Dictionary,
  report: Report,
): void {
  for (const [i, row] of rows.entries())
    for (const [j, member] of (row?.members ?? []).entries())
      if (!own.has(member) && beside.byName(member) === undefined)
        report(`avps[${i}].members[${j}]`, `no dictionary has an AVP ${shown(member)}`, 'add a row for it, or correct its name')
}

function described({ name, code, vendorId, source }: AvpDefinition): string {
  return `${name} (${code}, vendor ${vendorId}, ${source})`
}

function nearest(given: unknown, known: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const meant = typeof given === 'string' ? known.find((word) => plain(word) === plain(given)) : undefined
  return meant === undefined ? `write one of ${known.join(', ')}` : `write ${meant}`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
}

function isOneOf<T extends string>(words: readonly T[], value: unknown): value is T {
  return (words as readonly unknown[]).includes(value)
}

// Never the inside of an object: it may be large, or contain itself.
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return isFields(value) ? 'a mapping' : shown(value)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' || value === null) return `${value}`
  return value === undefined || typeof value === 'object' ? kindOf(value) : `a ${typeof value}`
}
