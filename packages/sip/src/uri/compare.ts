// When two URIs are the same (RFC 3261 §19.1.4, RFC 3966 §5).
import { bareNumber, parseUri, plainEscapes, type SipUri } from './sip-uri'

// RFC 3261 §19.1.4 — these parameters count even when only one of the URIs has them; others are then ignored.
const DECISIVE = ['user', 'ttl', 'method', 'maddr', 'transport']

/** Whether two URIs name the same resource. Not transitive, by the clause. Throws SipParseError on text that is no URI. */
export function sameUri(a: string, b: string): boolean {
  const left = parseUri(a)
  const right = parseUri(b)
  if (left.scheme !== right.scheme) return false
  if (left.scheme === 'tel') return sameNumber(left, right)
  if (left.host === '') return left.text === right.text
  return (
    // RFC 3261 §19.1.4 — the user part is compared by case, the host not; a given port never equals an omitted one.
    escaped(left.user) === escaped(right.user) &&
    escaped(left.password) === escaped(right.password) &&
    left.host.toLowerCase() === right.host.toLowerCase() &&
    left.port === right.port &&
    sameParams(left, right) &&
    sameHeaders(left.headers, right.headers)
  )
}

function sameParams(left: SipUri, right: SipUri): boolean {
  for (const name of new Set([...left.params.keys(), ...right.params.keys()])) {
    const both = left.params.has(name) && right.params.has(name)
    if (!both && DECISIVE.includes(name)) return false
    if (both && folded(left.params.get(name)) !== folded(right.params.get(name))) return false
  }
  return true
}

// RFC 3261 §19.1.4 — headers are never ignored; their order does not matter.
function sameHeaders(left: string | undefined, right: string | undefined): boolean {
  return sortedHeaders(left) === sortedHeaders(right)
}

function sortedHeaders(text: string | undefined): string {
  const pairs = (text ?? '').split('&').map((pair) => {
    const equals = pair.indexOf('=')
    return equals < 0 ? pair.toLowerCase() : pair.slice(0, equals).toLowerCase() + plainEscapes(pair.slice(equals))
  })
  return pairs.sort().join('&')
}

// RFC 3966 §5 — numbers without separators; every parameter of one must be in the other, without regard to case.
function sameNumber(left: SipUri, right: SipUri): boolean {
  if (bareNumber(left.user ?? '') !== bareNumber(right.user ?? '')) return false
  if (left.params.size !== right.params.size) return false
  return [...left.params].every(([name, value]) => right.params.has(name) && folded(right.params.get(name)) === folded(value))
}

function escaped(text: string | undefined): string | undefined {
  return text === undefined ? undefined : plainEscapes(text)
}

function folded(text: string | undefined): string | undefined {
  return escaped(text)?.toLowerCase()
}
