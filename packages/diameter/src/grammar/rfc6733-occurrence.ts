// RFC 6733 §10.1: which of the base AVPs must not be present in which base command.
import { rulesOf, type AvpRule } from './rule'

/** The columns of the table. */
export type BaseCommand = 'CER' | 'CEA' | 'DPR' | 'DPA' | 'DWR' | 'DWA' | 'RAR' | 'RAA' | 'ASR' | 'ASA' | 'STR' | 'STA'

const SESSION_REQUESTS = ['RAR', 'ASR', 'STR'] as const
const SESSION_ANSWERS = ['RAA', 'ASA', 'STA'] as const
const SESSION = [...SESSION_REQUESTS, ...SESSION_ANSWERS] as const
const CAPABILITIES = ['CER', 'CEA'] as const
const PEER_ANSWERS = ['CEA', 'DPA', 'DWA'] as const

// The commands in which the table allows the AVP; in all others its entry is 0. Left out are the rows without a 0, and
// Inband-Security-Id, which the table forbids in CER and CEA although their grammars list it.
const ALLOWED_IN: Readonly<Record<string, readonly BaseCommand[]>> = {
  'Acct-Interim-Interval': ['RAR'],
  'Accounting-Realtime-Required': ['RAR'],
  'Acct-Application-Id': CAPABILITIES,
  'Auth-Application-Id': [...CAPABILITIES, ...SESSION_REQUESTS],
  'Auth-Grace-Period': [],
  'Auth-Request-Type': [],
  'Auth-Session-State': [],
  'Authorization-Lifetime': [],
  Class: ['STR', 'STA'],
  'Destination-Host': SESSION_REQUESTS,
  'Destination-Realm': SESSION_REQUESTS,
  'Disconnect-Cause': ['DPR'],
  'Error-Message': [...PEER_ANSWERS, ...SESSION_ANSWERS],
  'Error-Reporting-Host': SESSION_ANSWERS,
  'Failed-AVP': [...PEER_ANSWERS, ...SESSION_ANSWERS],
  'Firmware-Revision': CAPABILITIES,
  'Host-IP-Address': CAPABILITIES,
  'Multi-Round-Time-Out': [],
  'Origin-State-Id': [...CAPABILITIES, 'DWR', 'DWA', ...SESSION],
  'Product-Name': CAPABILITIES,
  'Proxy-Info': SESSION,
  'Redirect-Host': SESSION_ANSWERS,
  'Redirect-Host-Usage': SESSION_ANSWERS,
  'Redirect-Max-Cache-Time': SESSION_ANSWERS,
  'Result-Code': [...PEER_ANSWERS, ...SESSION_ANSWERS],
  'Re-Auth-Request-Type': ['RAR'],
  'Route-Record': SESSION_REQUESTS,
  'Session-Binding': [],
  'Session-Id': SESSION,
  'Session-Server-Failover': [],
  'Session-Timeout': [],
  'Supported-Vendor-Id': CAPABILITIES,
  'Termination-Cause': ['STR'],
  'User-Name': SESSION,
  'Vendor-Id': CAPABILITIES,
  'Vendor-Specific-Application-Id': CAPABILITIES,
}

const { never } = rulesOf('RFC 6733 §10.1')

/** The 0 entries of a command's column. */
export function forbiddenIn(command: BaseCommand): readonly AvpRule[] {
  return never(...Object.keys(ALLOWED_IN).filter((avp) => ALLOWED_IN[avp]?.includes(command) === false))
}
