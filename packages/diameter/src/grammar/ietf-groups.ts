// The grammars of the grouped AVPs of RFC 6733 and of RFC 8506's Subscription-Id.
import { rulesOf, type GroupGrammar } from './rule'

const proxyInfo = rulesOf('RFC 6733 §6.7.2')
const vendorApplication = rulesOf('RFC 6733 §6.11')
const experimental = rulesOf('RFC 6733 §7.6')
const subscription = rulesOf('RFC 8506 §8.46')
const equipment = rulesOf('RFC 8506 §8.49')

/** Proxy-Info, Vendor-Specific-Application-Id, Failed-AVP, Experimental-Result, Subscription-Id and User-Equipment-Info. */
export const ietfGroups: readonly GroupGrammar[] = [
  {
    avp: 'Proxy-Info',
    clause: 'RFC 6733 §6.7.2',
    unlisted: 'allowed',
    rules: proxyInfo.one('Proxy-Host', 'Proxy-State'),
  },
  {
    avp: 'Vendor-Specific-Application-Id',
    clause: 'RFC 6733 §6.11',
    unlisted: 'refused',
    rules: [...vendorApplication.one('Vendor-Id'), ...vendorApplication.maybe('Auth-Application-Id', 'Acct-Application-Id')],
    choices: [{ oneOf: ['Auth-Application-Id', 'Acct-Application-Id'], clause: 'RFC 6733 §6.11' }],
  },
  { avp: 'Failed-AVP', clause: 'RFC 6733 §7.5', unlisted: 'allowed', rules: [], opaque: true },
  {
    avp: 'Experimental-Result',
    clause: 'RFC 6733 §7.6',
    unlisted: 'refused',
    rules: experimental.one('Vendor-Id', 'Experimental-Result-Code'),
  },
  {
    avp: 'Subscription-Id',
    clause: 'RFC 8506 §8.46',
    unlisted: 'refused',
    rules: subscription.one('Subscription-Id-Type', 'Subscription-Id-Data'),
  },
  {
    avp: 'User-Equipment-Info',
    clause: 'RFC 8506 §8.49',
    unlisted: 'refused',
    rules: equipment.one('User-Equipment-Info-Type', 'User-Equipment-Info-Value'),
  },
]
