// RFC 6733 §5: the grammars of the commands between neighbours, CER, CEA, DPR, DPA, DWR and DWA.
import { forbiddenIn } from './rfc6733-occurrence'
import { rulesOf, type CommandGrammar } from './rule'

// RFC 6733 §2.5 — they carry application 0; none is proxiable.
const peerCommand = { error: false, proxiable: false, applicationId: 0, unlisted: 'allowed' } as const
const cer = rulesOf('RFC 6733 §5.3.1')
const cea = rulesOf('RFC 6733 §5.3.2')
const dpr = rulesOf('RFC 6733 §5.4.1')
const dpa = rulesOf('RFC 6733 §5.4.2')
const dwr = rulesOf('RFC 6733 §5.5.1')
const dwa = rulesOf('RFC 6733 §5.5.2')

/** Capabilities-Exchange, Disconnect-Peer and Device-Watchdog. */
export const rfc6733PeerCommands: readonly CommandGrammar[] = [
  {
    ...peerCommand,
    name: 'CER',
    commandCode: 257,
    request: true,
    clause: 'RFC 6733 §5.3.1',
    rules: [
      ...cer.one('Origin-Host', 'Origin-Realm'),
      ...cer.some('Host-IP-Address'),
      ...cer.one('Vendor-Id', 'Product-Name'),
      ...cer.maybe('Origin-State-Id'),
      ...cer.any('Supported-Vendor-Id', 'Auth-Application-Id', 'Inband-Security-Id', 'Acct-Application-Id'),
      ...cer.any('Vendor-Specific-Application-Id'),
      ...cer.maybe('Firmware-Revision'),
      ...forbiddenIn('CER'),
    ],
  },
  {
    ...peerCommand,
    name: 'CEA',
    commandCode: 257,
    request: false,
    clause: 'RFC 6733 §5.3.2',
    rules: [
      ...cea.one('Result-Code', 'Origin-Host', 'Origin-Realm'),
      ...cea.some('Host-IP-Address'),
      ...cea.one('Vendor-Id', 'Product-Name'),
      ...cea.maybe('Origin-State-Id', 'Error-Message', 'Failed-AVP'),
      ...cea.any('Supported-Vendor-Id', 'Auth-Application-Id', 'Inband-Security-Id', 'Acct-Application-Id'),
      ...cea.any('Vendor-Specific-Application-Id'),
      ...cea.maybe('Firmware-Revision'),
      ...forbiddenIn('CEA'),
    ],
  },
  {
    ...peerCommand,
    name: 'DPR',
    commandCode: 282,
    request: true,
    clause: 'RFC 6733 §5.4.1',
    rules: [...dpr.one('Origin-Host', 'Origin-Realm', 'Disconnect-Cause'), ...forbiddenIn('DPR')],
  },
  {
    ...peerCommand,
    name: 'DPA',
    commandCode: 282,
    request: false,
    clause: 'RFC 6733 §5.4.2',
    rules: [
      ...dpa.one('Result-Code', 'Origin-Host', 'Origin-Realm'),
      ...dpa.maybe('Error-Message', 'Failed-AVP'),
      ...forbiddenIn('DPA'),
    ],
  },
  {
    ...peerCommand,
    name: 'DWR',
    commandCode: 280,
    request: true,
    clause: 'RFC 6733 §5.5.1',
    rules: [...dwr.one('Origin-Host', 'Origin-Realm'), ...dwr.maybe('Origin-State-Id'), ...forbiddenIn('DWR')],
  },
  {
    ...peerCommand,
    name: 'DWA',
    commandCode: 280,
    request: false,
    clause: 'RFC 6733 §5.5.2',
    rules: [
      ...dwa.one('Result-Code', 'Origin-Host', 'Origin-Realm'),
      ...dwa.maybe('Error-Message', 'Failed-AVP', 'Origin-State-Id'),
      ...forbiddenIn('DWA'),
    ],
  },
]
