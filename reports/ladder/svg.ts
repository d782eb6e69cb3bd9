// Builds SVG as text: every attribute and every piece of text goes through the same escaping.
import { harmless, xmlText } from '../harmless-text'

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** One element; `children` are elements made by this function or by `words`. */
export function el(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${xmlText(typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value))}"`,
    )
    .join('')
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`
}

/** Foreign text as text content: harmless, escaped, at most `maxChars`. */
export function words(text: string, maxChars = 400): string {
  return xmlText(harmless(text, maxChars))
}

/** A line of text at a point; `classes` decide font, colour and anchor. */
export function label(x: number, y: number, classes: string, content: string): string {
  return el('text', { x, y, class: classes }, words(content))
}

export function line(x1: number, y1: number, x2: number, y2: number, classes: string): string {
  return el('line', { x1, y1, x2, y2, class: classes })
}

/** A filled arrow head whose tip is at `x`, pointing right or left. */
export function head(x: number, y: number, pointing: 'right' | 'left', size: number, classes: string): string {
  const back = pointing === 'right' ? x - size * 1.5 : x + size * 1.5
  return el('polygon', { points: `${x},${y} ${back},${y - size * 0.62} ${back},${y + size * 0.62}`, class: classes })
}

/** A cross of two strokes around a point. */
export function cross(x: number, y: number, size: number, classes: string): string {
  const s = size / 2
  return el('path', { d: `M${x - s} ${y - s}L${x + s} ${y + s}M${x + s} ${y - s}L${x - s} ${y + s}`, class: classes })
}

/** Breaks text at spaces into lines of at most `chars`, at most `maxLines` of them; what does not fit ends in `…`. */
export function wrapped(text: string, chars: number, maxLines: number): readonly string[] {
  const lines: string[] = []
  let rest = harmless(text, chars * maxLines + 1).trim()
  while (rest !== '' && lines.length < maxLines) {
    if (rest.length <= chars) {
      lines.push(rest)
      return lines
    }
    const space = rest.lastIndexOf(' ', chars)
    const cut = space > chars / 3 ? space : chars
    lines.push(rest.slice(0, cut))
    rest = rest.slice(cut).trim()
  }
  const last = lines.at(-1)
  if (rest !== '' && last !== undefined) lines[lines.length - 1] = harmless(last + ' …', chars)
  return lines
}
