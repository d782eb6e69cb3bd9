// RFC 8506 §8: the grammars of the groups of credit control, which 3GPP's charging borrows.
import { rulesOf, type GroupGrammar, type Unlisted } from './rule'

/** Groups of credit control. */
export const creditControlGroups: readonly GroupGrammar[] = [
  group('Cost-Information', '8.7', 'refused', { one: ['Unit-Value', 'Currency-Code'], maybe: ['Cost-Unit'] }),
  group('Unit-Value', '8.8', 'refused', { one: ['Value-Digits'], maybe: ['Exponent'] }),
  group('Multiple-Services-Credit-Control', '8.16', 'allowed', {
    maybe: [
      'Granted-Service-Unit',
      'Requested-Service-Unit',
      'Tariff-Change-Usage',
      'Rating-Group',
      'Validity-Time',
      'Result-Code',
      'Final-Unit-Indication',
      'QoS-Final-Unit-Indication',
    ],
    any: ['Used-Service-Unit', 'Service-Identifier', 'G-S-U-Pool-Reference'],
  }),
  group('Granted-Service-Unit', '8.17', 'allowed', {
    maybe: [
      'Tariff-Time-Change',
      'CC-Time',
      'CC-Money',
      'CC-Total-Octets',
      'CC-Input-Octets',
      'CC-Output-Octets',
      'CC-Service-Specific-Units',
    ],
  }),
  group('Requested-Service-Unit', '8.18', 'allowed', {
    maybe: ['CC-Time', 'CC-Money', 'CC-Total-Octets', 'CC-Input-Octets', 'CC-Output-Octets', 'CC-Service-Specific-Units'],
  }),
  group('Used-Service-Unit', '8.19', 'allowed', {
    maybe: [
      'Tariff-Change-Usage',
      'CC-Time',
      'CC-Money',
      'CC-Total-Octets',
      'CC-Input-Octets',
      'CC-Output-Octets',
      'CC-Service-Specific-Units',
    ],
  }),
  group('CC-Money', '8.22', 'refused', { one: ['Unit-Value'], maybe: ['Currency-Code'] }),
  group('G-S-U-Pool-Reference', '8.30', 'refused', { one: ['G-S-U-Pool-Identifier', 'CC-Unit-Type', 'Unit-Value'] }),
  group('Final-Unit-Indication', '8.34', 'refused', {
    one: ['Final-Unit-Action'],
    maybe: ['Redirect-Server'],
    any: ['Restriction-Filter-Rule', 'Filter-Id'],
  }),
  group('Redirect-Server', '8.37', 'refused', { one: ['Redirect-Address-Type', 'Redirect-Server-Address'] }),
  group('Service-Parameter-Info', '8.43', 'refused', { one: ['Service-Parameter-Type', 'Service-Parameter-Value'] }),
  group('User-Equipment-Info-Extension', '8.52', 'allowed', {
    maybe: [
      'User-Equipment-Info-IMEISV',
      'User-Equipment-Info-MAC',
      'User-Equipment-Info-EUI64',
      'User-Equipment-Info-ModifiedEUI64',
      'User-Equipment-Info-IMEI',
    ],
  }),
  group('Subscription-Id-Extension', '8.58', 'allowed', {
    maybe: [
      'Subscription-Id-E164',
      'Subscription-Id-IMSI',
      'Subscription-Id-SIP-URI',
      'Subscription-Id-NAI',
      'Subscription-Id-Private',
    ],
  }),
  group('Redirect-Server-Extension', '8.64', 'allowed', {
    maybe: ['Redirect-Address-IPAddress', 'Redirect-Address-URL', 'Redirect-Address-SIP-URI'],
  }),
  group('QoS-Final-Unit-Indication', '8.68', 'allowed', {
    one: ['Final-Unit-Action'],
    maybe: ['Redirect-Server-Extension'],
    any: ['Filter-Rule', 'Filter-Id'],
  }),
]

interface Members {
  readonly one?: readonly string[]
  readonly maybe?: readonly string[]
  readonly any?: readonly string[]
}

function group(avp: string, clause: string, unlisted: Unlisted, { one = [], maybe = [], any = [] }: Members): GroupGrammar {
  const words = rulesOf(`RFC 8506 §${clause}`)
  return {
    avp,
    clause: `RFC 8506 §${clause}`,
    unlisted,
    rules: [...words.one(...one), ...words.maybe(...maybe), ...words.any(...any)],
  }
}
