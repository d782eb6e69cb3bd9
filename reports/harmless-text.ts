// Makes foreign text harmless to show: control, direction and half characters become visible escapes, long text is cut.

// C0 and C1 controls, DEL, direction and invisible format marks, line separators, non-characters, lone surrogates.
const unshowable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** One line of text without any character that could move, hide or recolour its neighbours; at most `maxChars`, cut with `…`. */
export function harmless(text: string, maxChars = Number.POSITIVE_INFINITY): string {
  // Cut first: a hostile megabyte must not be escaped only to be thrown away. An escape is at most six characters.
  const shown = text.slice(0, maxChars === Number.POSITIVE_INFINITY ? undefined : maxChars + 1).replace(unshowable, escaped)
  return shown.length <= maxChars ? shown : shown.slice(0, Math.max(0, maxChars - 1)) + '…'
}

/** As `harmless`, but line ends and tabs stay: for whole messages shown as text. Carriage returns before line feeds vanish. */
export function harmlessLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) =>
      line
        .split('\t')
        .map((cell) => harmless(cell))
        .join('\t'),
    )
    .join('\n')
}

/** Text for XML content or a quoted attribute: escaped, and without the characters XML 1.0 §2.2 forbids. */
export function xmlText(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function escaped(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
