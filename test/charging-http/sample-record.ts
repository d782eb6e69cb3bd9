// Charging data of one record, with everything the reference server says, for the tests of the HTTP binding.
import type { PlainGroup } from '@ch1/charging-http'

/** An INTERIM for a user who joined. */
export const INTERIM: PlainGroup = {
  'Origin-Host': 'im1.im.example',
  'Origin-Realm': 'im.example',
  'Destination-Realm': 'charging.example',
  'Accounting-Record-Number': 3,
  'Origin-State-Id': 1_790_000_000,
  'Event-Timestamp': '2026-11-23T10:00:00Z',
  'Service-Context-Id': '1.SIMPLE_IM@openmobilealliance.org',
  'Service-Information': {
    'Subscription-Id': { 'Subscription-Id-Type': 2, 'Subscription-Id-Data': 'sip:carol@home.example' },
    'IMS-Information': {
      'Event-Type': { 'SIP-Method': 'INVITE' },
      'Node-Functionality': 6,
      'User-Session-Id': 'call-3@home.example',
      'Calling-Party-Address': 'sip:carol@home.example',
      'Called-Party-Address': 'sip:conf-1@im.example',
      'Time-Stamps': { 'SIP-Request-Timestamp': '2026-11-23T10:00:00Z', 'SIP-Response-Timestamp': '2026-11-23T10:00:01Z' },
      'IMS-Charging-Identifier': 'icid-carol',
    },
    'PoC-Information': { 'Number-Of-Participants': 3 },
    'Service-Generic-Information': { 'Application-Service-Type': 105 },
  },
}

/** Bytes of text. */
export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Text of bytes. */
export function text(octets: Uint8Array): string {
  return new TextDecoder().decode(octets)
}
