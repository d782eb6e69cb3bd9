// The session description of a messaging user agent that sends no media of its own.
import { isIPv6 } from 'node:net'

const NOWHERE = { host: '127.0.0.1', port: 9 }

/**
 * MSRP over TCP. `token` is the session part of the path; `at` is where the path leads, the discard port where none listens.
 * @param setup who connects (RFC 4145 §4): in an offer the participant, as RFC 4975 §5.4 has it; in an answer what the offer leaves
 */
export function messagingSdp(
  token: string,
  at: { readonly host: string; readonly port: number } = NOWHERE,
  setup: 'active' | 'passive' = 'active',
): string {
  const six = isIPv6(at.host)
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    `c=IN ${six ? 'IP6' : 'IP4'} ${at.host}`,
    't=0 0',
    `m=message ${at.port} TCP/MSRP *`,
    'a=accept-types:text/plain message/cpim',
    `a=path:msrp://${six ? `[${at.host}]` : at.host}:${at.port}/${token};tcp`,
    `a=setup:${setup}`,
    '',
  ].join('\r\n')
}
