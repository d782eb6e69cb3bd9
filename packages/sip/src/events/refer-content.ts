// What a REFER says: its target or list of targets, and whether its progress is to be told (RFC 3515, RFC 4488, RFC 5368).
import type { InDialogOptions } from '../dialogs/dialog'
import type { HeaderList } from '../message/header-fields'
import { buildMultipart, type NewBodyPart } from '../message/multipart'
import { RESOURCE_LISTS, writeResourceLists, type ResourceEntry } from '../resource-lists/resource-lists'
import { randomToken } from '../tokens'

/** What a REFER asks. A header of `headers` replaces the one made here. */
export interface ReferTerms {
  /** One target URI, with `;method=` for another method than INVITE; or a list of them, a multiple REFER (RFC 5368). */
  readonly referTo: string | readonly (ResourceEntry | string)[]
  /** False: no implicit subscription (RFC 4488). A list asks for none unless this is true (RFC 5368 §5). */
  readonly subscribe?: boolean | undefined
  /** The Referred-By value (RFC 3892). */
  readonly referredBy?: string | undefined
  readonly headers?: HeaderList | undefined
  /** Parts of the body beside the list of a multiple REFER. */
  readonly parts?: readonly NewBodyPart[] | undefined
}

/** Headers and body of a REFER with these terms. */
export function referContent(o: ReferTerms): InDialogOptions {
  const isList = typeof o.referTo !== 'string'
  const wanted = o.subscribe ?? !isList
  const shared: HeaderList = [
    // RFC 4488 §4 — false asks for no subscription; the option tag makes sure that it is understood.
    ...(wanted ? [] : [['Refer-Sub', 'false'] as const]),
    ...(o.referredBy === undefined ? [] : [['Referred-By', o.referredBy] as const]),
  ]
  if (typeof o.referTo === 'string')
    return {
      headers: over([['Refer-To', `<${o.referTo}>`], ...shared, ...(wanted ? [] : [['Supported', 'norefersub'] as const])], o),
    }
  const id = `${randomToken()}@${randomToken()}`
  const list: NewBodyPart = {
    contentType: RESOURCE_LISTS,
    // RFC 5368 §7 — Refer-To points to the body part by its Content-ID.
    headers: [
      ['Content-Disposition', 'recipient-list'],
      ['Content-ID', `<${id}>`],
    ],
    body: writeResourceLists(o.referTo),
  }
  const required = wanted ? 'multiple-refer' : 'multiple-refer, norefersub'
  return {
    ...buildMultipart([...(o.parts ?? []), list], { boundary: `part-${randomToken()}` }),
    headers: over([['Refer-To', `<cid:${id}>`], ['Require', required], ...shared], o),
  }
}

/** The same list as the only body, without multipart around it: the form of the figure in RFC 5368 §9. */
export function bareReferContent(o: ReferTerms & { readonly referTo: readonly (ResourceEntry | string)[] }): InDialogOptions {
  const { headers = [] } = referContent(o)
  const [, target = ''] = headers.find(([name]) => name === 'Refer-To') ?? []
  return {
    contentType: RESOURCE_LISTS,
    body: writeResourceLists(o.referTo),
    headers: [...headers, ['Content-Disposition', 'recipient-list'], ['Content-ID', target.replace('cid:', '')]],
  }
}

function over(own: HeaderList, o: ReferTerms): HeaderList {
  const names = new Set((o.headers ?? []).map(([name]) => name.toLowerCase()))
  return [...own.filter(([name]) => !names.has(name.toLowerCase())), ...(o.headers ?? [])]
}
