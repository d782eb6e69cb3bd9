// A small strict XML reader for bodies from the wire: UTF-8, elements, attributes, namespaces; no DTD, and a bound on everything.
import { SipParseError } from '../errors'
import { asBytesText, textOf } from '../message/text'

/** One element. Text holds one character per byte, as all text of a message; `utf8()` shows it. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string
  /** Empty where none is declared. */
  readonly namespace: string
  /** By name; of another namespace by `namespace name`. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Its own character data, that of its children left out. */
  readonly text: string
  /** Byte offset of its start tag. */
  readonly offset: number
}

/** How much is read before a document is refused. */
export interface XmlLimits {
  readonly bytes: number
  readonly elements: number
  readonly depth: number
  readonly attributes: number
}

/** Generous for lists and rosters, and nothing that could stall or bloat. */
export const DEFAULT_XML_LIMITS: XmlLimits = { bytes: 1_048_576, elements: 20_000, depth: 32, attributes: 32 }

interface Open {
  readonly tag: string
  readonly name: string
  readonly namespace: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  readonly scope: ReadonlyMap<string, string>
  readonly offset: number
  text: string
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const NAME = '[A-Za-z_\\x80-\\xff][A-Za-z0-9._\\x80-\\xff-]*'
const START = new RegExp(`<((?:${NAME}:)?${NAME})`, 'y')
const ATTRIBUTE = new RegExp(`[ \\t\\r\\n]+((?:${NAME}:)?${NAME})[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const START_END = /[ \t\r\n]*(\/?)>/y
const END = new RegExp(`</((?:${NAME}:)?${NAME})[ \\t\\r\\n]*>`, 'y')
const DECLARATION = /^<\?xml[ \t\r\n][^>]*?\?>/
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Reads a document to its root element. Throws {@link SipParseError} and nothing else. */
export function readXml(bytes: Uint8Array, limits: XmlLimits = DEFAULT_XML_LIMITS): XmlElement {
  if (bytes.length > limits.bytes) throw fault(`a document of ${bytes.length} bytes, more than ${limits.bytes}`, limits.bytes, '')
  return new Reader(documentText(bytes), limits).read()
}

/** The first child element of that name and its parent's namespace. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name && child.namespace === element.namespace)
}

/** The child elements of that name and their parent's namespace. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && child.namespace === element.namespace)
}

class Reader {
  readonly #text: string
  readonly #limits: XmlLimits
  readonly #open: Open[] = []
  #root: XmlElement | undefined
  #elements = 0
  #at = 0

  constructor(text: string, limits: XmlLimits) {
    this.#text = text
    this.#limits = limits
  }

  read(): XmlElement {
    this.#at = this.#prologue()
    while (this.#at < this.#text.length) this.#step()
    const left = this.#open.at(-1)
    if (left !== undefined) throw this.#fault(`<${left.tag}> without its end tag`, left.offset)
    if (this.#root === undefined) throw this.#fault('no root element', this.#at)
    return this.#root
  }

  #prologue(): number {
    const start = this.#text.startsWith('\xef\xbb\xbf') ? 3 : 0
    const [declaration] = DECLARATION.exec(this.#text.slice(start, start + 200)) ?? []
    if (declaration === undefined) return start
    const [, encoding] = /encoding[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']/.exec(declaration) ?? []
    // XML 1.0 §4.3.3 — what is not UTF-8 says so; others are not read here.
    if (encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding))
      throw this.#fault(`encoding ${encoding}, where UTF-8 is read`, start)
    return start + declaration.length
  }

  #step(): void {
    const next = this.#text.indexOf('<', this.#at)
    this.#characters(this.#at, next < 0 ? this.#text.length : next)
    if (next < 0) return void (this.#at = this.#text.length)
    this.#at = next
    const text = this.#text
    if (text.startsWith('<!--', next)) return this.#skip('-->', 4, 'a comment')
    if (text.startsWith('<?', next)) return this.#skip('?>', 2, 'a processing instruction')
    if (text.startsWith('<![CDATA[', next)) return this.#cdata(next)
    // XML 1.0 §2.8 — a document type declares entities, which are an attack and never part of these bodies.
    if (text.startsWith('<!', next)) throw this.#fault('a declaration: document types are never read', next)
    if (text.startsWith('</', next)) return this.#endTag(next)
    this.#startTag(next)
  }

  #skip(end: string, from: number, what: string): void {
    const close = this.#text.indexOf(end, this.#at + from)
    if (close < 0) throw this.#fault(`${what} that does not end`, this.#at)
    this.#at = close + end.length
  }

  #cdata(start: number): void {
    const open = this.#open.at(-1)
    if (open === undefined) throw this.#fault('text outside the root element', start)
    this.#skip(']]>', 9, 'a CDATA section')
    open.text += this.#text.slice(start + 9, this.#at - 3)
  }

  #characters(from: number, to: number): void {
    if (from === to) return
    const open = this.#open.at(-1)
    // XML 1.0 §2.11 — a line break is one line feed.
    if (open !== undefined) open.text += this.#unescaped(this.#text.slice(from, to).replace(/\r\n?/g, '\n'), from)
    else if (/[^ \t\r\n]/.test(this.#text.slice(from, to))) throw this.#fault('text outside the root element', from)
  }

  #startTag(offset: number): void {
    const { depth, elements } = this.#limits
    const tag = this.#match(START, 'no start tag')[1] ?? ''
    if (this.#root !== undefined && this.#open.length === 0) throw this.#fault('a second root element', offset)
    if (this.#open.length >= depth) throw this.#fault(`elements more than ${depth} deep`, offset)
    this.#elements += 1
    if (this.#elements > elements) throw this.#fault(`more than ${elements} elements`, offset)
    const written = this.#attributes()
    const isEmpty = this.#match(START_END, 'a start tag that does not end')[1] === '/'
    const scope = this.#scope(written, offset)
    const { name, namespace } = this.#resolved(tag, scope, offset, true)
    this.#open.push({
      tag,
      name,
      namespace,
      attributes: this.#named(written, scope, offset),
      children: [],
      scope,
      offset,
      text: '',
    })
    if (isEmpty) this.#close()
  }

  #attributes(): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (;;) {
      ATTRIBUTE.lastIndex = this.#at
      const match = ATTRIBUTE.exec(this.#text)
      if (match === null) return found
      const [, name = '', double, single] = match
      // XML 1.0 §3.1 — each attribute once.
      if (found.has(name)) throw this.#fault(`attribute ${name} twice`, this.#at)
      if (found.size >= this.#limits.attributes) throw this.#fault(`more than ${this.#limits.attributes} attributes`, this.#at)
      found.set(name, this.#unescaped((double ?? single ?? '').replace(/\r\n|[\t\r\n]/g, ' '), this.#at))
      this.#at = ATTRIBUTE.lastIndex
    }
  }

  #scope(written: ReadonlyMap<string, string>, offset: number): ReadonlyMap<string, string> {
    const outer = this.#open.at(-1)?.scope ?? new Map<string, string>()
    const declared = [...written].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    if (declared.length === 0) return outer
    const scope = new Map(outer)
    for (const [name, uri] of declared) scope.set(name.slice(6), uri)
    if (scope.size > this.#limits.attributes) throw this.#fault(`more than ${this.#limits.attributes} namespaces`, offset)
    return scope
  }

  #named(written: ReadonlyMap<string, string>, scope: ReadonlyMap<string, string>, offset: number): ReadonlyMap<string, string> {
    const named = new Map<string, string>()
    for (const [tag, value] of written) {
      if (tag === 'xmlns' || tag.startsWith('xmlns:')) continue
      // Namespaces in XML §6.2 — an attribute without prefix is in no namespace.
      const { name, namespace } = this.#resolved(tag, scope, offset, false)
      named.set(namespace === '' ? name : `${namespace} ${name}`, value)
    }
    return named
  }

  #resolved(
    tag: string,
    scope: ReadonlyMap<string, string>,
    offset: number,
    isElement: boolean,
  ): { readonly name: string; readonly namespace: string } {
    const colon = tag.indexOf(':')
    if (colon < 0) return { name: tag, namespace: (isElement ? scope.get('') : undefined) ?? '' }
    const prefix = tag.slice(0, colon)
    const namespace = prefix === 'xml' ? XML_NAMESPACE : scope.get(prefix)
    // Namespaces in XML §5 — a prefix is declared before it is used.
    if (namespace === undefined || namespace === '') throw this.#fault(`prefix ${prefix} is not declared`, offset)
    return { name: tag.slice(colon + 1), namespace }
  }

  #endTag(offset: number): void {
    const tag = this.#match(END, 'an end tag that cannot be read')[1]
    const open = this.#open.at(-1)
    if (open === undefined || open.tag !== tag)
      throw this.#fault(`</${tag ?? ''}> where ${open === undefined ? 'nothing' : `<${open.tag}>`} is open`, offset)
    this.#close()
  }

  #close(): void {
    const open = this.#open.pop()
    if (open === undefined) return
    const { name, namespace, attributes, children, text, offset } = open
    const element: XmlElement = { name, namespace, attributes, children, text, offset }
    const parent = this.#open.at(-1)
    if (parent === undefined) this.#root = element
    else parent.children.push(element)
  }

  // XML 1.0 §4.6, §4.1 — the five entities and character references; an `&` of another kind is an error.
  #unescaped(text: string, offset: number): string {
    if (!text.includes('&')) return text
    return text.replace(/&(?:#(\d{1,7}|x[0-9A-Fa-f]{1,6});|([A-Za-z]{1,8});)?/g, (whole, code?: string, name?: string) => {
      const value = name !== undefined ? ENTITIES.get(name) : code === undefined ? undefined : character(code)
      if (value === undefined) throw this.#fault(`${whole === '&' ? 'a bare &' : whole} stands for nothing`, offset)
      return value
    })
  }

  #match(pattern: RegExp, otherwise: string): RegExpExecArray {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) throw this.#fault(otherwise, this.#at)
    this.#at = pattern.lastIndex
    return match
  }

  #fault(what: string, offset: number): SipParseError {
    return fault(what, offset, this.#text.slice(offset, offset + 80))
  }
}

function documentText(bytes: Uint8Array): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw fault('bytes that are no UTF-8', 0, '')
  }
  const text = textOf(bytes)
  // XML 1.0 §2.2 — of the control characters only tab and line breaks are characters.
  const control = text.search(/[^\t\r\n -\xff]/)
  if (control >= 0) throw fault('a control character', control, text.slice(control, control + 20))
  return text
}

function character(code: string): string | undefined {
  const point = code.startsWith('x') ? parseInt(code.slice(1), 16) : Number(code)
  const isText = point === 9 || point === 10 || point === 13 || (point >= 0x20 && point <= 0x10ffff)
  if (!isText || (point >= 0xd800 && point <= 0xdfff)) return undefined
  return asBytesText(String.fromCodePoint(point))
}

function fault(what: string, offset: number, near: string): SipParseError {
  return new SipParseError(what, { offset, clause: 'XML 1.0 §2.1', ...(near === '' ? {} : { near }) })
}
