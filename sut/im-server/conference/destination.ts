// What a Request-URI means to the conference server: its factory, a session, a configured group or chat room, or somebody's address.
import { aorOf, parseUri } from '@ch1/sip'
import type { ConferencePolicy, PreArrangedGroup } from './conference-policy'

/** User part of the factory's URI; every session's is `conf-<id>`. RFC 4579 §3.2 */
export const FACTORY_USER = 'factory'

/** Where a request wants to go. */
export type Destination =
  | { readonly kind: 'factory' }
  | { readonly kind: 'session'; readonly name: string }
  | { readonly kind: 'group'; readonly group: PreArrangedGroup; readonly aor: string }
  | { readonly kind: 'chat'; readonly aor: string }
  /** A user of another domain: the other party of a 1-1 session, the recipient of a message. */
  | { readonly kind: 'user'; readonly aor: string }
  | { readonly kind: 'nowhere' }

/** What the server calls its own. */
export interface Premises {
  readonly domain: string
  /** Its domain and the hosts of its Contacts, lower case. */
  readonly hosts: ReadonlySet<string>
  readonly policy: Pick<ConferencePolicy, 'groups' | 'chats'>
  /** Whether a session of this name lives. */
  readonly hasSession: (name: string) => boolean
}

/** Reads a Request-URI; never throws. The factory and living sessions are known by their user part, however a proxy wrote the host. */
export function destinationOf(uri: string, { domain, hosts, policy, hasSession }: Premises): Destination {
  try {
    const { user = '', host, scheme } = parseUri(uri)
    if (user === FACTORY_USER) return { kind: 'factory' }
    if (hasSession(user)) return { kind: 'session', name: user }
    if ((scheme !== 'sip' && scheme !== 'sips') || user === '') return { kind: 'nowhere' }
    if (!hosts.has(host.toLowerCase())) return { kind: 'user', aor: aorOf(uri) }
    const group = policy.groups.find(({ name }) => name === user)
    // One name, one session, by whichever of our hosts it was called.
    if (group) return { kind: 'group', group, aor: `sip:${user}@${domain}` }
    return policy.chats.includes(user) ? { kind: 'chat', aor: `sip:${user}@${domain}` } : { kind: 'nowhere' }
  } catch {
    return { kind: 'nowhere' }
  }
}
