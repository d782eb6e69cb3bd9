// From charging data to the JSON body and back. Nothing is lost: what has no member of its own travels in the extension's `avps`.
import { EXTENSION, MAPPING, SIP_URI, SUBSCRIBER_PREFIXES, type Form, type MappingRow } from './mapping'
import { isGroup, itemsOf, type PlainGroup, type PlainItem, type PlainValue } from './plain-data'
import type { ChargingDataRequest } from './schema'

/** Charging data that the binding cannot carry: which AVP, and why. */
export class ChargingDataError extends Error {
  override readonly name = 'ChargingDataError'
  readonly avp: string

  constructor(avp: string, why: string) {
    super(`${avp} ${why}`)
    this.avp = avp
  }
}

/** AVPs that the HTTP message itself says: its path, its operation, the binding. */
const SAID_BY_THE_MESSAGE: ReadonlySet<string> = new Set(['Session-Id', 'Accounting-Record-Type', 'Acct-Application-Id'])
const REQUIRED = ['Origin-Host', 'Event-Timestamp', 'Accounting-Record-Number'] as const
const SUBSCRIPTION = ['Service-Information', 'Subscription-Id'] as const

type Json = string | number | boolean | Json[] | { [member: string]: Json }
type JsonObject = { [member: string]: Json }

/** The body that carries `data`. Throws {@link ChargingDataError} where a member that the schema requires has nothing to say. */
export function bodyOf(
  data: PlainGroup,
  o: { readonly resent?: boolean; readonly oneTimeEvent?: boolean } = {},
): ChargingDataRequest {
  for (const name of REQUIRED)
    if (data[name] === undefined) throw new ChargingDataError(name, 'is missing: the binding requires it')
  const rest = copyOf(data)
  for (const name of SAID_BY_THE_MESSAGE) Reflect.deleteProperty(rest, name)
  const body: JsonObject = { nfConsumerIdentification: { nodeFunctionality: 'IMS_Node' } }
  for (const row of MAPPING) {
    const value = jsonOf(valueAt(rest, row.avp), row.form)
    if (value === undefined) continue
    put(body, row.json, value)
    take(rest, row.avp)
  }
  const subscriber = subscriberOf(valueAt(rest, SUBSCRIPTION))
  if (subscriber !== undefined) {
    body['subscriberIdentifier'] = subscriber
    take(rest, SUBSCRIPTION)
  }
  for (const name of REQUIRED)
    if (rest[name] !== undefined)
      throw new ChargingDataError(name, `says nothing the binding can carry: ${JSON.stringify(rest[name])}`)
  if (Object.keys(rest).length > 0) put(body, [EXTENSION, 'avps'], rest as Json)
  if (o.resent) body['retransmissionIndicator'] = true
  if (o.oneTimeEvent) body['oneTimeEvent'] = true
  return body as ChargingDataRequest
}

/** The charging data of a body that keeps the schema; unknown members are left out. */
export function dataOf(body: ChargingDataRequest): PlainGroup {
  const extension = body[EXTENSION]
  const data = plainCopy(extension?.avps)
  for (const row of MAPPING) {
    const value = plainOf(at(body, row.json), row.form)
    if (value !== undefined) put(data as JsonObject, row.avp, value as Json)
  }
  if (body.subscriberIdentifier !== undefined)
    put(data as JsonObject, SUBSCRIPTION, subscriptionOf(body.subscriberIdentifier) as Json)
  return data
}

function jsonOf(value: PlainValue | undefined, form: Form): Json | undefined {
  switch (form.kind) {
    case 'text':
      return typeof value === 'string' ? value : undefined
    case 'time':
      return typeof value === 'string' && TIME.test(value) ? value : undefined
    case 'uint32':
      return isInteger(value, 0, 0xffff_ffff) ? value : undefined
    case 'int32':
      return isInteger(value, -0x8000_0000, 0x7fff_ffff) ? value : undefined
    case 'texts': {
      const items = itemsOf(value)
      return items.length > 0 && items.every((item) => typeof item === 'string') ? [...items] : undefined
    }
    case 'enum':
      return Object.entries(form.names).find(([, number]) => number === value)?.[0]
    case 'groups': {
      const items = itemsOf(value)
      const objects = items.map((item) => objectOf(item, form.members))
      return items.length > 0 && objects.every((one) => one !== undefined) ? objects : undefined
    }
  }
}

/** A group as an object; undefined where something in it has no member, so that the whole list goes among the `avps`. */
function objectOf(item: PlainItem, members: readonly MappingRow[]): JsonObject | undefined {
  if (!isGroup(item)) return undefined
  const rest = copyOf(item)
  const object: JsonObject = {}
  for (const row of members) {
    const value = jsonOf(valueAt(rest, row.avp), row.form)
    if (value === undefined) continue
    put(object, row.json, value)
    take(rest, row.avp)
  }
  return Object.keys(rest).length === 0 ? object : undefined
}

function plainOf(value: unknown, form: Form): PlainValue | undefined {
  switch (form.kind) {
    case 'text':
    case 'time':
      return typeof value === 'string' ? value : undefined
    case 'uint32':
    case 'int32':
      return typeof value === 'number' ? value : undefined
    case 'texts':
      return Array.isArray(value) ? oneOrMore(value.filter((item) => typeof item === 'string')) : undefined
    case 'enum':
      // A word nobody knows stays a word: whoever asks for the AVP sees what came.
      return typeof value === 'string' ? (form.names[value] ?? value) : undefined
    case 'groups':
      return Array.isArray(value)
        ? oneOrMore(
            value.map((item: unknown) => {
              const group: JsonObject = {}
              for (const row of form.members) {
                const member = plainOf(at(item, row.json), row.form)
                if (member !== undefined) put(group, row.avp, member as Json)
              }
              return group as PlainGroup
            }),
          )
        : undefined
  }
}

// One occurrence and a list of one are the same charging data.
function oneOrMore(items: readonly PlainItem[]): PlainValue | undefined {
  return items.length > 1 ? items : items[0]
}

function subscriberOf(value: PlainValue | undefined): string | undefined {
  if (!isGroup(value) || Object.keys(value).length !== 2) return undefined
  const { 'Subscription-Id-Type': type, 'Subscription-Id-Data': data } = value
  if (typeof data !== 'string' || data === '' || typeof type !== 'number') return undefined
  const prefix = SUBSCRIBER_PREFIXES.find(([of]) => of === type)?.[1]
  if (prefix !== undefined) return prefix + data
  return type === SIP_URI && !SUBSCRIBER_PREFIXES.some(([, one]) => data.startsWith(one)) ? data : undefined
}

function subscriptionOf(identifier: string): PlainGroup {
  const [type, prefix] = SUBSCRIBER_PREFIXES.find(([, one]) => identifier.startsWith(one)) ?? [SIP_URI, '']
  return { 'Subscription-Id-Type': type, 'Subscription-Id-Data': identifier.slice(prefix.length) }
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

function isInteger(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high && !Object.is(value, -0)
}

function valueAt(data: PlainGroup, path: readonly string[]): PlainValue | undefined {
  const value = at(data, path) as PlainValue | undefined
  return Array.isArray(value) && value.length === 0 ? undefined : value
}

function at(value: unknown, path: readonly string[]): unknown {
  let here = value
  for (const name of path) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) || !Object.hasOwn(here, name)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[name]
  }
  return here
}

/** Sets a value, making the objects on the way; what stands in the way and is no object is left alone. */
function put(object: JsonObject, [name, ...rest]: readonly string[], value: Json): void {
  if (name === undefined) return
  if (rest.length === 0) {
    define(object, name, value)
    return
  }
  if (!Object.hasOwn(object, name)) define(object, name, {})
  const next = object[name]
  if (typeof next === 'object' && !Array.isArray(next)) put(next, rest, value)
}

// A member called __proto__ is a member like others.
function define(object: JsonObject, name: string, value: Json): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
}

/** Removes a value and the groups that it leaves empty. */
function take(group: { [name: string]: unknown }, [name, ...rest]: readonly string[]): void {
  if (name === undefined || !Object.hasOwn(group, name)) return
  const next = group[name]
  if (rest.length > 0 && typeof next === 'object' && next !== null) {
    take(next as { [name: string]: unknown }, rest)
    if (Object.keys(next).length > 0) return
  }
  Reflect.deleteProperty(group, name)
}

function copyOf(group: PlainGroup): { [name: string]: PlainValue } {
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, isGroup(value) ? copyOf(value) : value]))
}

/** AVPs do not nest deeper in any message a CTF makes; what a hostile body nests deeper is left out. */
const DEEPEST = 16

/** `avps` as it came, without what charging data cannot be (null, booleans, lists in lists). */
function plainCopy(value: unknown, depth = 0): { [name: string]: PlainValue } {
  const group: { [name: string]: PlainValue } = {}
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > DEEPEST) return group
  for (const [name, member] of Object.entries(value)) {
    const members = Array.isArray(member) ? (member as readonly unknown[]) : [member]
    const plain = oneOrMore(members.flatMap((one) => plainItem(one, depth + 1)))
    if (plain !== undefined) define(group as JsonObject, name, plain as Json)
  }
  return group
}

function plainItem(value: unknown, depth: number): readonly PlainItem[] {
  if (typeof value === 'string' || typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? [plainCopy(value, depth)] : []
}
