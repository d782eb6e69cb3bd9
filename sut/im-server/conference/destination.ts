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
  | { readonly kind: 'chat'; readonly name: string; readonly aor: string }
  /** A user of another domain: the other party of a 1-1 session, the recipient of a message. */
  | { readonly kind: 'user'; readonly aor: string }
  | { readonly kind: 'nowhere' }

/** Reads a Request-URI. @param ownHosts the server's domain and the hosts of its Contacts, lower case; never throws */
export function destinationOf(
  uri: string,
  policy: Pick<ConferencePolicy, 'groups' | 'chats'>,
  ownHosts: ReadonlySet<string>,
): Destination {
  try {
    const { user = '', host, scheme } = parseUri(uri)
    const group = policy.groups.find(({ name }) => name === user)
    if (user === FACTORY_USER) return { kind: 'factory' }
    if (user.startsWith('conf-')) return { kind: 'session', name: user }
    if (scheme !== 'sip' && scheme !== 'sips') return { kind: 'nowhere' }
    if (!ownHosts.has(host.toLowerCase())) return user === '' ? { kind: 'nowhere' } : { kind: 'user', aor: aorOf(uri) }
    if (group) return { kind: 'group', group, aor: aorOf(uri) }
    return policy.chats.includes(user) ? { kind: 'chat', name: user, aor: aorOf(uri) } : { kind: 'nowhere' }
  } catch {
    return { kind: 'nowhere' }
  }
}
