// Builds HTML as text. What is not an element made here goes through `text`: foreign strings become harmless words.
import { harmless, xmlText } from '../harmless-text'

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Markup that is safe by construction; only this file makes it. */
export type Markup = string & { readonly markup: unique symbol }

const voids: ReadonlySet<string> = new Set(['br', 'hr', 'input', 'meta'])

/** One element. Children are markup, or plain strings, which are escaped; `undefined` and empty ones are left out. */
export function tag(name: string, attributes: Attributes = {}, ...children: readonly (Markup | Text | undefined)[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${xmlText(harmless(String(value), 2_000))}"`))
    .join('')
  if (voids.has(name)) return `<${name}${written}>` as Markup
  return `<${name}${written}>${children.map((one) => (one === undefined ? '' : one instanceof Text ? one.escaped : one)).join('')}</${name}>` as Markup
}

/** Foreign or own words on their way into the page. */
export class Text {
  readonly escaped: string

  constructor(words: string, maxChars: number) {
    this.escaped = xmlText(harmless(words, maxChars))
  }
}

/** Words, at most `maxChars` of them. */
export function text(words: string | number, maxChars = 600): Text {
  return new Text(String(words), maxChars)
}

/** Pieces in a row. */
export function all(...parts: readonly (Markup | Text | undefined)[]): Markup {
  return parts.map((one) => (one === undefined ? '' : one instanceof Text ? one.escaped : one)).join('') as Markup
}

/** A picture or script this suite made itself. */
export function ownMarkup(made: string): Markup {
  return made as Markup
}

/** Data for the page's script: inert, and unable to end its element. Foreign strings in it must be harmless already. */
export function data(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return `<script type="application/json" id="${xmlText(id)}">${json}</script>` as Markup
}

/** A table with its caption; wide ones can be scrolled, by keyboard too. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (Markup | Text)[])[],
  o: {
    readonly rowHead?: boolean
    readonly attributes?: (row: number) => Attributes
    readonly numbers?: readonly number[]
    /** It may be long: it scrolls in a window of its own. */
    readonly tall?: boolean
  } = {},
): Markup {
  const cellClass = (column: number): Attributes => (o.numbers?.includes(column) ? { class: 'number' } : {})
  return tag(
    'div',
    { class: o.tall === true ? 'scroll tall' : 'scroll', role: 'group', tabindex: 0, 'aria-label': caption },
    tag(
      'table',
      {},
      tag('caption', {}, text(caption)),
      tag(
        'thead',
        {},
        tag('tr', {}, ...head.map((name, column) => tag('th', { scope: 'col', ...cellClass(column) }, text(name)))),
      ),
      tag(
        'tbody',
        {},
        ...rows.map((cells, row) =>
          tag(
            'tr',
            o.attributes?.(row) ?? {},
            ...cells.map((cell, column) =>
              column === 0 && o.rowHead === true ? tag('th', { scope: 'row' }, cell) : tag('td', cellClass(column), cell),
            ),
          ),
        ),
      ),
    ),
  )
}
