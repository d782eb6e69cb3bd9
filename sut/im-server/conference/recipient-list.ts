// Reads the URI list of an INVITE to the conference factory (RFC 5366): a resource-lists document in a multipart body.
import { aorOf, bodyParts, type SipRequest } from '@ch1/sip'

/** The list cannot be used; `status` is what the INVITE is to be refused with. */
export class RecipientListError extends Error {
  override readonly name = 'RecipientListError'
  readonly status: number

  constructor(status: number, what: string) {
    super(what)
    this.status = status
  }
}

const RESOURCE_LISTS = 'application/resource-lists+xml'
const MOST_ENTRIES = 500

/**
 * Addresses of record listed in the INVITE, each once, in order; empty where there is no list.
 * @throws RecipientListError when a list is demanded or given but cannot be read, or is too long
 */
export function recipientsOf(invite: SipRequest): readonly string[] {
  const part = bodyParts(invite).find((candidate) => mediaType(candidate.contentType) === RESOURCE_LISTS)
  if (!part) {
    // RFC 5366 §4 — the option tag says that a list is there.
    if (requires(invite, 'recipient-list-invite'))
      throw new RecipientListError(400, 'recipient-list-invite is required but the INVITE carries no URI list')
    return []
  }
  return entriesOf(Buffer.from(part.body).toString('latin1')) // one character a byte, as all text of a SipMessage
}

/** True when the request's Require names the option tag. RFC 3261 §20.32 */
export function requires(request: SipRequest, optionTag: string): boolean {
  return request.list('Require').some((tag) => tag.toLowerCase() === optionTag)
}

/** The bare type/subtype, lower case, of a Content-Type value. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

// RFC 5366 §4 — a flat list; hierarchies are not needed, so nesting is read as if it were flat. RFC 4826 §3.2 names the elements.
function entriesOf(xml: string): readonly string[] {
  const document = xml.replace(/<!--[^]*?-->/g, '')
  if (!/<(?:[\w.-]+:)?resource-lists[\s>/]/.test(document))
    throw new RecipientListError(400, 'the URI list is no resource-lists document')
  const users = new Set<string>()
  for (const [, attributes] of document.matchAll(/<(?:[\w.-]+:)?entry\b([^>]*)>/g)) {
    const uri = /\buri\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes ?? '')
    const text = unescapeXml(uri?.[1] ?? uri?.[2] ?? '')
    if (text === '') throw new RecipientListError(400, 'an entry of the URI list has no uri')
    users.add(addressOfRecord(text))
    if (users.size > MOST_ENTRIES) throw new RecipientListError(413, `the URI list has more than ${MOST_ENTRIES} entries`)
  }
  return [...users]
}

function addressOfRecord(uri: string): string {
  try {
    return aorOf(uri)
  } catch {
    throw new RecipientListError(400, 'an entry of the URI list is no URI')
  }
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES.get(name) ?? '')
}
