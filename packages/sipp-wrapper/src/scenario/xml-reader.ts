// Reads the XML dialect of SIPp's own parser, which is not XML: no single quotes, backslashes in attributes, few entities.
import type { Problems } from './problem'

/** One attribute. */
export interface XmlAttribute {
  readonly name: string
  /** Backslashes undone, entities not: which of them are depends on the attribute. */
  readonly value: string
  readonly line: number
}

/** One element with what is in it. */
export interface XmlElement {
  readonly name: string
  readonly line: number
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  /** The first CDATA section in it. */
  readonly cdata: { readonly text: string; readonly line: number } | undefined
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[]
  cdata: { readonly text: string; readonly line: number } | undefined
}

// SIPp keeps a file in a buffer of this size, carriage returns left out.
const maxBytes = 65_535
const maxDepth = 32
const blank = /[ \t\r\n]/

/** The root element; undefined, with a fault among `problems`, where there is none or SIPp could not read on. Never throws. */
export function readXml(text: string, problems: Problems): XmlElement | undefined {
  const reader = new XmlReader(text.replaceAll('\r', ''), problems)
  return reader.root()
}

class XmlReader {
  private readonly text: string
  private readonly problems: Problems
  private at = 0
  private countedTo = 0
  private line = 1

  constructor(text: string, problems: Problems) {
    this.text = text
    this.problems = problems
  }

  root(): XmlElement | undefined {
    const bytes = Buffer.byteLength(this.text)
    if (bytes > maxBytes)
      return this.fault('too-large', `the scenario has ${bytes} bytes, SIPp reads ${maxBytes}`, 'Shorten it, or split it.')
    if (!this.text.startsWith('<?xml'))
      return this.fault(
        'xml-line',
        'it does not begin with <?xml',
        'Put <?xml version="1.0" encoding="ISO-8859-1" ?> at its very beginning.',
      )
    const end = this.text.indexOf('?>')
    if (end < 0) return this.fault('xml-line', 'the <?xml line has no ?>', 'End it with ?>.')
    this.at = end + 2
    return this.elements()
  }

  private elements(): XmlElement | undefined {
    const open: OpenElement[] = []
    let root: XmlElement | undefined
    for (;;) {
      const next = this.text.indexOf('<', this.at)
      this.strayText(this.text.slice(this.at, next < 0 ? undefined : next))
      if (next < 0) break
      this.at = next
      const skipped = this.markup(open.at(-1))
      if (skipped === 'skipped') continue
      if (skipped === 'broken') return undefined
      if (this.text.startsWith('</', this.at)) {
        if (!this.closing(open)) return undefined
        continue
      }
      const found = this.opening()
      if (found === undefined) return undefined
      const parent = open.at(-1)
      if (parent) parent.children.push(found.element)
      else if (root)
        return this.fault('after-scenario', `<${found.element.name}> stands behind the end of <${root.name}>`, 'Remove it.')
      else root = found.element
      if (found.isOpen) open.push(found.element)
      if (open.length > maxDepth) return this.fault('nesting', 'elements are nested too deeply', 'A scenario needs four levels.')
    }
    const unclosed = open.at(-1)
    if (unclosed)
      return this.fault('not-closed', `<${unclosed.name}> of line ${unclosed.line} is not closed`, `Add </${unclosed.name}>.`)
    return root ?? this.fault('no-scenario', 'there is no element', 'Write a <scenario>.')
  }

  // Comments, CDATA and declarations.
  private markup(parent: OpenElement | undefined): 'skipped' | 'broken' | 'element' {
    for (const [begin, end] of [
      ['<!--', '-->'],
      ['<![CDATA[', ']]>'],
      ['<!DOCTYPE', '>'],
      ['<?xml-model', '>'],
    ] as const) {
      if (!this.text.startsWith(begin, this.at)) continue
      const stop = this.text.indexOf(end, this.at)
      if (stop < 0) {
        this.fault('not-closed', `${begin} has no ${end}`, `Add ${end}.`)
        return 'broken'
      }
      const inside = this.at + begin.length
      if (begin === '<![CDATA[' && parent && parent.cdata === undefined)
        parent.cdata = { text: this.text.slice(inside, stop), line: this.lineAt(inside) }
      this.at = stop + end.length
      return 'skipped'
    }
    return 'element'
  }

  private closing(open: OpenElement[]): boolean {
    const match = /^<\/([^ \t\n/>]*)[^>]*>/.exec(this.text.slice(this.at, this.at + 300))
    const expected = open.pop()
    if (match && expected && match[1] === expected.name) {
      this.at += match[0].length
      return true
    }
    const what = expected
      ? `</${match?.[1] ?? ''}> stands where </${expected.name}> should`
      : `</${match?.[1] ?? ''}> closes nothing`
    this.fault('mismatch', what, 'Close every element by its own name, the innermost first.')
    return false
  }

  private opening(): { readonly element: OpenElement; readonly isOpen: boolean } | undefined {
    const line = this.lineAt(this.at)
    const name = /^<([A-Za-z_][\w.:-]{0,200})/.exec(this.text.slice(this.at, this.at + 210))?.[1]
    if (name === undefined)
      return this.fault('markup', 'a < begins no element', 'Write &lt; in an attribute, or put the text into <![CDATA[ ]]>.')
    this.at += name.length + 1
    const attributes: XmlAttribute[] = []
    for (;;) {
      this.blanks()
      const element = (): OpenElement => ({ name, line, attributes, children: [], cdata: undefined })
      if (this.text.startsWith('/>', this.at)) {
        this.at += 2
        return { element: element(), isOpen: false }
      }
      if (this.text[this.at] === '>') {
        this.at += 1
        return { element: element(), isOpen: true }
      }
      const attribute = this.attribute(name)
      if (attribute === undefined) return undefined
      if (attributes.some((one) => one.name === attribute.name))
        this.problems.fault(
          'attribute-twice',
          attribute.line,
          `<${name}> has ${attribute.name} twice`,
          'SIPp takes the first; remove one.',
        )
      attributes.push(attribute)
    }
  }

  private attribute(element: string): XmlAttribute | undefined {
    const line = this.lineAt(this.at)
    const name = /^[^\s=<>/"']{1,200}/.exec(this.text.slice(this.at, this.at + 200))?.[0]
    if (name === undefined)
      return this.fault('attribute', `<${element}> has something in it that is no attribute`, 'Write name="value".')
    this.at += name.length
    this.blanks()
    if (this.text[this.at] !== '=') return this.fault('attribute', `${name} of <${element}> has no value`, `Write ${name}="…".`)
    this.at += 1
    this.blanks()
    if (this.text[this.at] !== '"')
      return this.fault(
        'attribute',
        `the value of ${name} is not in double quotes`,
        `Write ${name}="…"; SIPp knows no single quotes.`,
      )
    this.at += 1
    return this.value(element, name, line)
  }

  private value(element: string, name: string, line: number): XmlAttribute | undefined {
    let value = ''
    for (; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at] ?? ''
      if (character === '"') {
        this.at += 1
        return { name, value, line }
      }
      if (character === '\\') {
        this.at += 1
        const escaped = this.text[this.at] ?? ''
        value += escapes.get(escaped) ?? `\\${escaped}`
      } else value += character
    }
    return this.fault('not-closed', `the value of ${name} of <${element}> in line ${line} has no closing quote`, 'Add it.')
  }

  private blanks(): void {
    while (blank.test(this.text[this.at] ?? '')) this.at += 1
  }

  private strayText(text: string): void {
    const at = text.search(/\S/)
    if (at < 0) return
    const shown = JSON.stringify(text.trim().slice(0, 40))
    this.problems.warning(
      'stray-text',
      this.lineAt(this.at + at),
      `${shown} stands outside of any CDATA`,
      'SIPp ignores it; put it into <![CDATA[ ]]> or a comment.',
    )
  }

  // Positions are asked for in order, so each line end is counted once.
  private lineAt(position: number): number {
    for (; this.countedTo < position; this.countedTo += 1) if (this.text[this.countedTo] === '\n') this.line += 1
    return this.line
  }

  private fault(rule: string, what: string, mend: string): undefined {
    this.problems.fault(rule, this.lineAt(this.at), what, mend)
  }
}

const escapes = new Map([
  ['\\', '\\'],
  ['"', '"'],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
])
