// The URI list of an INVITE to the conference factory (RFC 5366): a resource-lists document in a multipart body.
import { RESOURCE_LISTS, aorOf, bodyParts, readResourceLists, type ResourceEntry, type SipRequest } from '@ch1/sip'

/** The list cannot be used; `status` is what the INVITE is to be refused with. */
export class RecipientListError extends Error {
  override readonly name = 'RecipientListError'
  readonly status: number

  constructor(status: number, what: string) {
    super(what)
    this.status = status
  }
}

const MOST_ENTRIES = 500

/**
 * Addresses of record listed in the INVITE, each once, in order; empty where there is no list.
 * @throws RecipientListError when a list is demanded or given but cannot be read, or is too long
 */
export function recipientsOf(invite: SipRequest): readonly string[] {
  const part = bodyParts(invite).find(({ contentType }) => contentType === RESOURCE_LISTS)
  if (!part) {
    // RFC 5366 §4 — the option tag says that a list is there.
    if (requires(invite, 'recipient-list-invite'))
      throw new RecipientListError(400, 'recipient-list-invite is required but the INVITE carries no URI list')
    return []
  }
  const users = [...new Set(entriesOf(part.body).map(({ uri }) => addressOfRecord(uri)))]
  if (users.length > MOST_ENTRIES) throw new RecipientListError(413, `the URI list has more than ${MOST_ENTRIES} entries`)
  return users
}

/** How many users a URI list names that has no meaning where it stands; none where it cannot be read. */
export function listedIn(request: SipRequest): number {
  try {
    return recipientsOf(request).length
  } catch {
    return 0
  }
}

/** True when the request's Require names the option tag. RFC 3261 §20.32 */
export function requires(request: SipRequest, optionTag: string): boolean {
  return request.list('Require').some((tag) => tag.toLowerCase() === optionTag)
}

/** The bare type/subtype, lower case, of a Content-Type value. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

function entriesOf(document: Uint8Array): readonly ResourceEntry[] {
  try {
    return readResourceLists(document).entries
  } catch (error) {
    throw new RecipientListError(400, `the URI list cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function addressOfRecord(uri: string): string {
  try {
    return aorOf(uri)
  } catch {
    throw new RecipientListError(400, 'an entry of the URI list is no URI')
  }
}
