// From `host:port` of a history to addresses of a capture.
import { isIPv4, isIPv6 } from 'node:net'
import { endText } from '../../judge/history/capture-note'
import type { Flow } from '../../judge/history/events'
import type { End } from './internet'

/** Both ends of a flow in one address family: an IPv4 end beside an IPv6 one is written IPv4-mapped. */
export function endsOf(flow: Flow): { readonly local: End; readonly remote: End } {
  const local = endOf(flow.local)
  const remote = endOf(flow.remote)
  if (local.address.length === remote.address.length) return { local, remote }
  return { local: mapped(local), remote: mapped(remote) }
}

/** Both ends as a capture's packets tell them. */
export function endsText(flow: Flow): { readonly local: string; readonly remote: string } {
  const { local, remote } = endsOf(flow)
  return { local: endText(local.address, local.port), remote: endText(remote.address, remote.port) }
}

// A host that is no address gets one of TEST-NET-1 (RFC 5737), the same for the same name: a capture has no room for names.
function endOf(text: string): End {
  const match = /^(?:\[([^\]]*)\]|(.*)):(\d{1,5})$/.exec(text)
  const host = (match?.[1] ?? match?.[2] ?? text).replace(/%.*$/, '')
  const port = Number(match?.[3] ?? 0) & 0xffff
  if (isIPv4(host)) return { address: Uint8Array.from(host.split('.'), Number), port }
  if (isIPv6(host)) return { address: ipv6Octets(host), port }
  const sum = Array.from(host).reduce((total, character) => (total * 31 + (character.codePointAt(0) ?? 0)) % 253, 7)
  return { address: Uint8Array.of(192, 0, 2, sum + 1), port }
}

function mapped(end: End): End {
  if (end.address.length === 16) return end
  return { address: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...end.address), port: end.port }
}

// RFC 4291 §2.2 — groups of hex, one `::` for a run of zeros, perhaps an IPv4 address at the end. `host` is already known to be valid.
function ipv6Octets(host: string): Uint8Array {
  const [head = '', tail] = host.split('::')
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  return Uint8Array.from([...left, ...new Array<number>(16 - left.length - right.length).fill(0), ...right])
}

function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number)
    const word = Number.parseInt(group, 16)
    return [word >> 8, word & 0xff]
  })
}
