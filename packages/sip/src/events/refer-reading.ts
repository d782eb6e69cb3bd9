// Reads a REFER that reached us: its targets, or the status it is to be refused with (RFC 3515 §2.4.2, RFC 5368 §8).
import { SipParseError } from '../errors'
import type { HeaderList } from '../message/header-fields'
import { formatParams } from '../message/lists'
import { bodyParts, type BodyPart } from '../message/multipart'
import type { SipRequest } from '../message/message'
import { readResourceLists, RESOURCE_LISTS } from '../resource-lists/resource-lists'
import { parseNameAddr } from '../uri/name-addr'
import { parseUri } from '../uri/sip-uri'

/** One whom a REFER names. */
export interface ReferTarget {
  /** Without its method parameter and headers, ready to be a Request-URI (RFC 3261 §19.1.5). */
  readonly uri: string
  /** INVITE unless the URI named another one. */
  readonly method: string
  /** As written. */
  readonly text: string
}

/** What a REFER says. */
export type ReferReading =
  | {
      readonly kind: 'targets'
      readonly targets: readonly ReferTarget[]
      /** Whether they came in a list (RFC 5368). */
      readonly isList: boolean
      /** False when Refer-Sub: false asks for no subscription (RFC 4488 §4). */
      readonly wantsSubscription: boolean
    }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string; readonly headers: HeaderList }

/** Reads it; never throws. */
export function readRefer(request: SipRequest): ReferReading {
  try {
    // RFC 3515 §2.4.2 — exactly one Refer-To.
    const given = request.list('Refer-To')
    if (given.length !== 1) return refused(`${given.length} Refer-To values, where one is due`)
    const { uri } = parseNameAddr(given[0] ?? '')
    const requiresList = request.list('Require').some((tag) => tag.toLowerCase() === 'multiple-refer')
    const isList = /^cid:/i.test(uri)
    // RFC 5368 §4, §7 — the option tag and the pointer to a list belong together.
    if (isList !== requiresList)
      return refused(isList ? 'a list without Require: multiple-refer' : 'multiple-refer without a cid: URI')
    const wantsSubscription = !refusesSubscription(request.header('Refer-Sub'))
    if (!isList) return { kind: 'targets', targets: [targetOf(uri)], isList, wantsSubscription }
    const part = partOf(request, uri)
    if (part === undefined) return refused('Refer-To points to no part of the body')
    if (part.contentType !== RESOURCE_LISTS)
      return { kind: 'refused', status: 415, reason: 'Unsupported Media Type', headers: [['Accept', RESOURCE_LISTS]] }
    const { entries } = readResourceLists(part.body)
    if (entries.length === 0) return refused('an empty list of targets')
    return { kind: 'targets', targets: entries.map((entry) => targetOf(entry.uri)), isList, wantsSubscription }
  } catch (error) {
    if (error instanceof SipParseError) return refused('a target or a list that cannot be read')
    throw error
  }
}

/** RFC 4488 §4 — whether a Refer-Sub value says false. */
export function refusesSubscription(value: string | undefined): boolean {
  return value !== undefined && /^false[ \t]*(;|$)/i.test(value)
}

function targetOf(text: string): ReferTarget {
  const uri = parseUri(text)
  const method = uri.params.get('method') ?? 'INVITE'
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') return { uri: text, method, text }
  const params = new Map([...uri.params].filter(([name]) => name !== 'method'))
  const user = uri.user === undefined ? '' : `${uri.user}${uri.password === undefined ? '' : `:${uri.password}`}@`
  const port = uri.port === undefined ? '' : `:${uri.port}`
  return { uri: `${uri.scheme}:${user}${uri.host}${port}${formatParams(params)}`, method, text }
}

// RFC 2392 §2 — cid: is the Content-ID without its angle brackets, escaped.
function partOf(request: SipRequest, uri: string): BodyPart | undefined {
  const id = unescaped(uri.slice(4))
  return bodyParts(request).find(({ headers }) => {
    const value = headers.find((field) => field.key === 'content-id')?.value ?? ''
    return value.replace(/^<(.*)>$/, '$1') === id
  })
}

function unescaped(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

function refused(why: string): ReferReading {
  return { kind: 'refused', status: 400, reason: `Bad REFER: ${why}`, headers: [] }
}
