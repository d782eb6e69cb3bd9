// IP addresses as text and as bytes; the canonical text of IPv6 is that of RFC 5952.

/** `192.0.2.1` of four bytes. */
export function ipv4Text(octets: Uint8Array): string {
  return octets.join('.')
}

/** `2001:db8::1` of sixteen bytes: lower case, the longest run of two or more zero groups shortened. */
export function ipv6Text(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0))
  const { start, length } = longestRunOfZeros(groups)
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  // RFC 5952 §4.2.2 — a single zero group is not shortened.
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`
}

/** Four or sixteen bytes of an address in text; undefined when it is neither IPv4 nor IPv6. */
export function ipOctets(text: string): Uint8Array | undefined {
  return text.includes(':') ? ipv6Octets(text) : ipv4Octets(text)
}

function ipv4Octets(text: string): Uint8Array | undefined {
  const parts = text.split('.')
  const legal = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  return legal ? Uint8Array.from(parts, Number) : undefined
}

function ipv6Octets(text: string): Uint8Array | undefined {
  const sides = withoutDottedTail(text)?.split('::')
  if (sides === undefined || sides.length > 2) return undefined
  const [head = [], tail] = sides.map((side) => (side === '' ? [] : side.split(':')))
  const written = head.length + (tail?.length ?? 0)
  if (tail === undefined ? written !== 8 : written > 7) return undefined
  const groups = tail === undefined ? head : [...head, ...Array<string>(8 - written).fill('0'), ...tail]
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  return Uint8Array.from(groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]))
}

// ::ffff:192.0.2.1 → ::ffff:c000:201
function withoutDottedTail(text: string): string | undefined {
  const at = text.lastIndexOf(':') + 1
  if (!text.includes('.')) return text
  const [a = 0, b = 0, c = 0, d = 0] = ipv4Octets(text.slice(at)) ?? []
  const known = ipv4Octets(text.slice(at)) !== undefined
  return known ? `${text.slice(0, at)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}` : undefined
}

function longestRunOfZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  return best
}
