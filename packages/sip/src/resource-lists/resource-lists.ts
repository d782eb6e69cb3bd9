// URI lists in bodies: resource-lists documents (RFC 4826 §3) as URI-list services use them (RFC 5363, RFC 5364, RFC 5366).
import { SipParseError } from '../errors'
import { childOf, readXml, type XmlElement } from '../xml/xml-reader'
import { writeXml } from '../xml/xml-writer'

/** Content-Type of such a body. */
export const RESOURCE_LISTS = 'application/resource-lists+xml'

/** One entry of a list. Text holds one character per byte. */
export interface ResourceEntry {
  readonly uri: string
  readonly displayName?: string | undefined
  /** RFC 5364 §4 — how the recipient is told to the others. A value that is none of these is left out. */
  readonly copyControl?: 'to' | 'cc' | 'bcc' | undefined
  /** RFC 5364 §4 — the others must not see who it is. */
  readonly anonymize?: boolean | undefined
}

/** What a document holds. */
export interface ResourceLists {
  /** In the order of the document; entries of nested lists stand where their list stands. */
  readonly entries: readonly ResourceEntry[]
  /** References (`entry-ref`, `external`) that were left out: RFC 5366 §4 wants a server to discard them. */
  readonly references: number
}

const NAMESPACE = 'urn:ietf:params:xml:ns:resource-lists'
const COPY_CONTROL = 'urn:ietf:params:xml:ns:copyControl'
const CLAUSE = 'RFC 4826 §3.2'
const MOST_ENTRIES = 2000

/** Reads a document. Throws {@link SipParseError}: no XML, another document, an entry without URI, or too many entries. */
export function readResourceLists(bytes: Uint8Array, o: { readonly maxEntries?: number | undefined } = {}): ResourceLists {
  const root = readXml(bytes)
  if (root.name !== 'resource-lists' || root.namespace !== NAMESPACE)
    throw fault(`<${root.name}> of namespace ${root.namespace || '(none)'}, where resource-lists is expected`, root)
  const entries: ResourceEntry[] = []
  const maxEntries = o.maxEntries ?? MOST_ENTRIES
  let references = 0
  // Nesting is bounded by the reader.
  const take = (element: XmlElement): void => {
    for (const child of element.children) {
      if (child.namespace !== NAMESPACE) continue
      if (child.name === 'list') take(child)
      if (child.name === 'entry-ref' || child.name === 'external') references += 1
      if (child.name !== 'entry') continue
      if (entries.length >= maxEntries) throw fault(`more than ${maxEntries} entries`, child)
      entries.push(entryOf(child))
    }
  }
  take(root)
  return { entries, references }
}

/** Writes a flat list (RFC 5366 §4). */
export function writeResourceLists(entries: readonly (ResourceEntry | string)[]): Uint8Array {
  const given = entries.map((entry) => (typeof entry === 'string' ? { uri: entry } : entry))
  const hasControl = given.some((entry) => entry.copyControl !== undefined || entry.anonymize !== undefined)
  return writeXml({
    name: 'resource-lists',
    attributes: { xmlns: NAMESPACE, 'xmlns:cp': hasControl ? COPY_CONTROL : undefined },
    children: [
      {
        name: 'list',
        children: given.map((entry) => ({
          name: 'entry',
          attributes: {
            uri: entry.uri,
            'cp:copyControl': entry.copyControl,
            'cp:anonymize': entry.anonymize === undefined ? undefined : String(entry.anonymize),
          },
          children: entry.displayName === undefined ? [] : [{ name: 'display-name', text: entry.displayName }],
        })),
      },
    ],
  })
}

function entryOf(element: XmlElement): ResourceEntry {
  const uri = element.attributes.get('uri')?.trim()
  // RFC 4826 §3.2 — the uri attribute is what an entry is.
  if (uri === undefined || uri === '') throw fault('an entry without uri', element)
  const displayName = childOf(element, 'display-name')?.text
  const copyControl = element.attributes.get(`${COPY_CONTROL} copyControl`)
  const anonymize = element.attributes.get(`${COPY_CONTROL} anonymize`)
  return {
    uri,
    ...(displayName === undefined ? {} : { displayName }),
    ...(copyControl === 'to' || copyControl === 'cc' || copyControl === 'bcc' ? { copyControl } : {}),
    ...(anonymize === undefined ? {} : { anonymize: anonymize === 'true' || anonymize === '1' }),
  }
}

function fault(what: string, element: XmlElement): SipParseError {
  return new SipParseError(what, { offset: element.offset, clause: CLAUSE })
}
