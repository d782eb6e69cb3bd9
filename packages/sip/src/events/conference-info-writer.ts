// Writes conference-info documents (RFC 4575 §4, §5).
import { writeXml, type NewElement } from '../xml/xml-writer'
import {
  CONFERENCE_NAMESPACE,
  type ConferenceDescription,
  type ConferenceEndpoint,
  type ConferenceInfo,
  type ConferenceState,
  type ConferenceUser,
} from './conference-info'

/** The document's bytes; what is undefined is not written. */
export function writeConferenceInfo(info: ConferenceInfo): Uint8Array {
  return writeXml({
    name: 'conference-info',
    attributes: { xmlns: CONFERENCE_NAMESPACE, entity: info.entity, state: info.state, version: String(info.version) },
    children: [
      info.description && descriptionOf(info.description),
      info.conferenceState && conferenceStateOf(info.conferenceState),
      info.users && { name: 'users', attributes: { state: info.users.state }, children: info.users.users.map(userOf) },
    ],
  })
}

function descriptionOf(description: ConferenceDescription): NewElement {
  const { displayText, subject, maximumUserCount } = description
  return {
    name: 'conference-description',
    children: [leaf('display-text', displayText), leaf('subject', subject), leaf('maximum-user-count', maximumUserCount)],
  }
}

function conferenceStateOf(state: ConferenceState): NewElement {
  return {
    name: 'conference-state',
    children: [leaf('user-count', state.userCount), leaf('active', state.active), leaf('locked', state.locked)],
  }
}

function userOf(user: ConferenceUser): NewElement {
  return {
    name: 'user',
    attributes: { entity: user.entity, state: user.state },
    children: [
      leaf('display-text', user.displayText),
      user.roles && { name: 'roles', children: user.roles.map((role) => ({ name: 'entry', text: role })) },
      ...user.endpoints.map(endpointOf),
    ],
  }
}

function endpointOf(endpoint: ConferenceEndpoint): NewElement {
  return {
    name: 'endpoint',
    attributes: { entity: endpoint.entity, state: endpoint.state },
    children: [
      leaf('display-text', endpoint.displayText),
      leaf('status', endpoint.status),
      leaf('joining-method', endpoint.joiningMethod),
      leaf('disconnection-method', endpoint.disconnectionMethod),
    ],
  }
}

function leaf(name: string, value: string | number | boolean | undefined): NewElement | undefined {
  return value === undefined ? undefined : { name, text: String(value) }
}
