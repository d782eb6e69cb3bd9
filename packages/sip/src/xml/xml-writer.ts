// Writes XML elements with their text escaped; what goes in is text with one character per byte, as in messages.
import { bytesOf } from '../message/text'

/** An element to write; undefined attributes and children are left out. */
export interface NewElement {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string | undefined>> | undefined
  readonly children?: readonly (NewElement | undefined)[] | undefined
  readonly text?: string | undefined
}

/** The document's bytes, in UTF-8 when the text given was. Throws SipBuildError on characters that are no bytes. */
export function writeXml(root: NewElement): Uint8Array {
  return bytesOf(`<?xml version="1.0" encoding="UTF-8"?>\r\n${written(root, '')}`)
}

function written(element: NewElement, indent: string): string {
  const attributes = Object.entries(element.attributes ?? {})
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(value)}"`))
    .join('')
  const children = (element.children ?? []).filter((child) => child !== undefined)
  const open = `${indent}<${element.name}${attributes}`
  if (element.text !== undefined) return `${open}>${escaped(element.text)}</${element.name}>\r\n`
  if (children.length === 0) return `${open}/>\r\n`
  const inner = children.map((child) => written(child, `${indent}  `)).join('')
  return `${open}>\r\n${inner}${indent}</${element.name}>\r\n`
}

// XML 1.0 §2.4, §3.3.3 — markup, quotes and line breaks keep their meaning only as references; other controls are no characters.
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\r\n]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/[^ -\uffff]/g, '?')
}
