// Reads conference-info documents (RFC 4575 §4, §5), strictly in what orders and identifies, tolerantly in the rest.
import { SipParseError } from '../errors'
import { childOf, childrenOf, readXml, type XmlElement } from '../xml/xml-reader'
import {
  CONFERENCE_NAMESPACE,
  type ConferenceDescription,
  type ConferenceEndpoint,
  type ConferenceInfo,
  type ConferenceState,
  type ConferenceUser,
  type ConferenceUsers,
  type ElementState,
} from './conference-info'

const MOST_USERS = 5000

/** Reads a document. Throws {@link SipParseError}: no XML, another document, no entity, no version, an unknown state. */
export function readConferenceInfo(bytes: Uint8Array): ConferenceInfo {
  const root = readXml(bytes)
  if (root.name !== 'conference-info' || root.namespace !== CONFERENCE_NAMESPACE)
    throw fault(`<${root.name}> of namespace ${root.namespace || '(none)'}, where conference-info is expected`, root, '§4.2')
  const description = childOf(root, 'conference-description')
  const conferenceState = childOf(root, 'conference-state')
  const users = childOf(root, 'users')
  return {
    entity: entityOf(root),
    state: stateOf(root),
    version: versionOf(root),
    ...(description === undefined ? {} : { description: descriptionOf(description) }),
    ...(conferenceState === undefined ? {} : { conferenceState: conferenceStateOf(conferenceState) }),
    ...(users === undefined ? {} : { users: usersOf(users) }),
  }
}

function descriptionOf(element: XmlElement): ConferenceDescription {
  const maximum = textIn(element, 'maximum-user-count')
  return {
    ...given('displayText', textIn(element, 'display-text')),
    ...given('subject', textIn(element, 'subject')),
    ...(maximum === undefined ? {} : { maximumUserCount: countOf(maximum, element) }),
  }
}

function conferenceStateOf(element: XmlElement): ConferenceState {
  const count = textIn(element, 'user-count')
  const active = textIn(element, 'active')
  const locked = textIn(element, 'locked')
  return {
    ...(count === undefined ? {} : { userCount: countOf(count, element) }),
    ...(active === undefined ? {} : { active: active === 'true' || active === '1' }),
    ...(locked === undefined ? {} : { locked: locked === 'true' || locked === '1' }),
  }
}

function usersOf(element: XmlElement): ConferenceUsers {
  const users = childrenOf(element, 'user')
  if (users.length > MOST_USERS) throw fault(`more than ${MOST_USERS} users`, element, '§5.6')
  return { state: stateOf(element), users: once(users.map(userOf), element) }
}

function userOf(element: XmlElement): ConferenceUser {
  const roles = childOf(element, 'roles')
  return {
    entity: entityOf(element),
    state: stateOf(element),
    ...given('displayText', textIn(element, 'display-text')),
    ...(roles === undefined ? {} : { roles: childrenOf(roles, 'entry').map((entry) => entry.text.trim()) }),
    endpoints: once(childrenOf(element, 'endpoint').map(endpointOf), element),
  }
}

function endpointOf(element: XmlElement): ConferenceEndpoint {
  return {
    entity: entityOf(element),
    state: stateOf(element),
    ...given('displayText', textIn(element, 'display-text')),
    ...given('status', textIn(element, 'status')),
    ...given('joiningMethod', textIn(element, 'joining-method')),
    ...given('disconnectionMethod', textIn(element, 'disconnection-method')),
  }
}

// RFC 4575 §4.5 — the entity is the key of its element, so it is there, and once.
function entityOf(element: XmlElement): string {
  const entity = element.attributes.get('entity')?.trim()
  if (entity === undefined || entity === '') throw fault(`<${element.name}> without entity`, element, '§4.5')
  return entity
}

function once<T extends { readonly entity: string }>(elements: readonly T[], parent: XmlElement): readonly T[] {
  const seen = new Set<string>()
  for (const { entity } of elements) {
    if (seen.has(entity)) throw fault(`entity ${entity} twice in <${parent.name}>`, parent, '§4.5')
    seen.add(entity)
  }
  return elements
}

// RFC 4575 §4.4 — without the attribute an element is full.
function stateOf(element: XmlElement): ElementState {
  const state = element.attributes.get('state') ?? 'full'
  if (state === 'full' || state === 'partial' || state === 'deleted') return state
  throw fault(`state ${JSON.stringify(state)}, which is none of full, partial, deleted`, element, '§4.4')
}

// RFC 4575 §4.3 — without a version nobody knows which document is newer.
function versionOf(element: XmlElement): number {
  const text = element.attributes.get('version') ?? ''
  if (!/^\d{1,10}$/.test(text) || Number(text) > 0xffffffff)
    throw fault(`version ${JSON.stringify(text)}, where an unsigned number is expected`, element, '§4.3')
  return Number(text)
}

function countOf(text: string, element: XmlElement): number {
  if (!/^\d{1,10}$/.test(text)) throw fault(`${JSON.stringify(text.slice(0, 20))}, where a count is expected`, element, '§5')
  return Number(text)
}

function textIn(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text.trim()
}

function given<K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: string })
}

function fault(what: string, element: XmlElement, clause: string): SipParseError {
  return new SipParseError(what, { offset: element.offset, clause: `RFC 4575 ${clause}` })
}
