// RFC 8506: the AVPs of credit control; offline charging borrows its identities, equipment, units and money.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(0)

/** Credit control, IETF AVPs, in the order of the clauses. The RFC asks for M nowhere where it says that M may be set. */
export const creditControl: readonly AvpDefinition[] = [
  row('CC-Correlation-Id', 411, 'OctetString', 'RFC 8506 §8.1', { mandatory: 'may' }),
  row('CC-Request-Number', 415, 'Unsigned32', 'RFC 8506 §8.2'),
  row('CC-Request-Type', 416, 'Enumerated', 'RFC 8506 §8.3', {
    values: { 1: 'INITIAL_REQUEST', 2: 'UPDATE_REQUEST', 3: 'TERMINATION_REQUEST', 4: 'EVENT_REQUEST' },
  }),
  row('CC-Session-Failover', 418, 'Enumerated', 'RFC 8506 §8.4', {
    values: { 0: 'FAILOVER_NOT_SUPPORTED', 1: 'FAILOVER_SUPPORTED' },
  }),
  row('CC-Sub-Session-Id', 419, 'Unsigned64', 'RFC 8506 §8.5'),
  row('Check-Balance-Result', 422, 'Enumerated', 'RFC 8506 §8.6', { values: { 0: 'ENOUGH_CREDIT', 1: 'NO_CREDIT' } }),
  row('Cost-Information', 423, 'Grouped', 'RFC 8506 §8.7', { members: ['Unit-Value', 'Currency-Code', 'Cost-Unit'] }),
  row('Unit-Value', 445, 'Grouped', 'RFC 8506 §8.8', { members: ['Value-Digits', 'Exponent'] }),
  row('Exponent', 429, 'Integer32', 'RFC 8506 §8.9'),
  row('Value-Digits', 447, 'Integer64', 'RFC 8506 §8.10'),
  row('Currency-Code', 425, 'Unsigned32', 'RFC 8506 §8.11'),
  row('Cost-Unit', 424, 'UTF8String', 'RFC 8506 §8.12'),
  row('Credit-Control', 426, 'Enumerated', 'RFC 8506 §8.13', { values: { 0: 'CREDIT_AUTHORIZATION', 1: 'RE_AUTHORIZATION' } }),
  row('Credit-Control-Failure-Handling', 427, 'Enumerated', 'RFC 8506 §8.14', {
    values: { 0: 'TERMINATE', 1: 'CONTINUE', 2: 'RETRY_AND_TERMINATE' },
  }),
  row('Direct-Debiting-Failure-Handling', 428, 'Enumerated', 'RFC 8506 §8.15', {
    values: { 0: 'TERMINATE_OR_BUFFER', 1: 'CONTINUE' },
  }),
  row('Multiple-Services-Credit-Control', 456, 'Grouped', 'RFC 8506 §8.16', {
    members: [
      'Granted-Service-Unit',
      'Requested-Service-Unit',
      'Used-Service-Unit',
      'Tariff-Change-Usage',
      'Service-Identifier',
      'Rating-Group',
      'G-S-U-Pool-Reference',
      'Validity-Time',
      'Result-Code',
      'Final-Unit-Indication',
      'QoS-Final-Unit-Indication',
    ],
  }),
  row('Granted-Service-Unit', 431, 'Grouped', 'RFC 8506 §8.17', {
    members: [
      'Tariff-Time-Change',
      'CC-Time',
      'CC-Money',
      'CC-Total-Octets',
      'CC-Input-Octets',
      'CC-Output-Octets',
      'CC-Service-Specific-Units',
    ],
  }),
  row('Requested-Service-Unit', 437, 'Grouped', 'RFC 8506 §8.18', {
    members: ['CC-Time', 'CC-Money', 'CC-Total-Octets', 'CC-Input-Octets', 'CC-Output-Octets', 'CC-Service-Specific-Units'],
  }),
  row('Used-Service-Unit', 446, 'Grouped', 'RFC 8506 §8.19', {
    members: [
      'Tariff-Change-Usage',
      'CC-Time',
      'CC-Money',
      'CC-Total-Octets',
      'CC-Input-Octets',
      'CC-Output-Octets',
      'CC-Service-Specific-Units',
    ],
  }),
  row('Tariff-Time-Change', 451, 'Time', 'RFC 8506 §8.20'),
  row('CC-Time', 420, 'Unsigned32', 'RFC 8506 §8.21'),
  row('CC-Money', 413, 'Grouped', 'RFC 8506 §8.22', { members: ['Unit-Value', 'Currency-Code'] }),
  row('CC-Total-Octets', 421, 'Unsigned64', 'RFC 8506 §8.23'),
  row('CC-Input-Octets', 412, 'Unsigned64', 'RFC 8506 §8.24'),
  row('CC-Output-Octets', 414, 'Unsigned64', 'RFC 8506 §8.25'),
  row('CC-Service-Specific-Units', 417, 'Unsigned64', 'RFC 8506 §8.26'),
  row('Tariff-Change-Usage', 452, 'Enumerated', 'RFC 8506 §8.27', {
    values: { 0: 'UNIT_BEFORE_TARIFF_CHANGE', 1: 'UNIT_AFTER_TARIFF_CHANGE', 2: 'UNIT_INDETERMINATE' },
  }),
  row('Service-Identifier', 439, 'Unsigned32', 'RFC 8506 §8.28'),
  row('Rating-Group', 432, 'Unsigned32', 'RFC 8506 §8.29'),
  row('G-S-U-Pool-Reference', 457, 'Grouped', 'RFC 8506 §8.30', {
    members: ['G-S-U-Pool-Identifier', 'CC-Unit-Type', 'Unit-Value'],
  }),
  row('G-S-U-Pool-Identifier', 453, 'Unsigned32', 'RFC 8506 §8.31'),
  row('CC-Unit-Type', 454, 'Enumerated', 'RFC 8506 §8.32', {
    values: { 0: 'TIME', 1: 'MONEY', 2: 'TOTAL-OCTETS', 3: 'INPUT-OCTETS', 4: 'OUTPUT-OCTETS', 5: 'SERVICE-SPECIFIC-UNITS' },
  }),
  row('Validity-Time', 448, 'Unsigned32', 'RFC 8506 §8.33'),
  row('Final-Unit-Indication', 430, 'Grouped', 'RFC 8506 §8.34', {
    members: ['Final-Unit-Action', 'Restriction-Filter-Rule', 'Filter-Id', 'Redirect-Server'],
  }),
  row('Final-Unit-Action', 449, 'Enumerated', 'RFC 8506 §8.35', {
    values: { 0: 'TERMINATE', 1: 'REDIRECT', 2: 'RESTRICT_ACCESS' },
  }),
  row('Restriction-Filter-Rule', 438, 'IPFilterRule', 'RFC 8506 §8.36'),
  row('Redirect-Server', 434, 'Grouped', 'RFC 8506 §8.37', { members: ['Redirect-Address-Type', 'Redirect-Server-Address'] }),
  row('Redirect-Address-Type', 433, 'Enumerated', 'RFC 8506 §8.38', {
    values: { 0: 'IPv4 Address', 1: 'IPv6 Address', 2: 'URL', 3: 'SIP URI' },
  }),
  row('Redirect-Server-Address', 435, 'UTF8String', 'RFC 8506 §8.39'),
  row('Multiple-Services-Indicator', 455, 'Enumerated', 'RFC 8506 §8.40', {
    values: { 0: 'MULTIPLE_SERVICES_NOT_SUPPORTED', 1: 'MULTIPLE_SERVICES_SUPPORTED' },
  }),
  row('Requested-Action', 436, 'Enumerated', 'RFC 8506 §8.41', {
    values: { 0: 'DIRECT_DEBITING', 1: 'REFUND_ACCOUNT', 2: 'CHECK_BALANCE', 3: 'PRICE_ENQUIRY' },
  }),
  row('Service-Context-Id', 461, 'UTF8String', 'RFC 8506 §8.42'),
  row('Service-Parameter-Info', 440, 'Grouped', 'RFC 8506 §8.43', {
    mandatory: 'may',
    members: ['Service-Parameter-Type', 'Service-Parameter-Value'],
  }),
  row('Service-Parameter-Type', 441, 'Unsigned32', 'RFC 8506 §8.44', { mandatory: 'may' }),
  row('Service-Parameter-Value', 442, 'OctetString', 'RFC 8506 §8.45', { mandatory: 'may' }),
  row('Subscription-Id', 443, 'Grouped', 'RFC 8506 §8.46', { members: ['Subscription-Id-Type', 'Subscription-Id-Data'] }),
  row('Subscription-Id-Type', 450, 'Enumerated', 'RFC 8506 §8.47', {
    values: { 0: 'END_USER_E164', 1: 'END_USER_IMSI', 2: 'END_USER_SIP_URI', 3: 'END_USER_NAI', 4: 'END_USER_PRIVATE' },
  }),
  row('Subscription-Id-Data', 444, 'UTF8String', 'RFC 8506 §8.48'),
  row('User-Equipment-Info', 458, 'Grouped', 'RFC 8506 §8.49', {
    mandatory: 'may',
    members: ['User-Equipment-Info-Type', 'User-Equipment-Info-Value'],
  }),
  row('User-Equipment-Info-Type', 459, 'Enumerated', 'RFC 8506 §8.50', {
    mandatory: 'may',
    values: { 0: 'IMEISV', 1: 'MAC', 2: 'EUI64', 3: 'MODIFIED_EUI64' },
  }),
  row('User-Equipment-Info-Value', 460, 'OctetString', 'RFC 8506 §8.51', { mandatory: 'may' }),
  row('User-Equipment-Info-Extension', 653, 'Grouped', 'RFC 8506 §8.52', {
    mandatory: 'may',
    members: [
      'User-Equipment-Info-IMEISV',
      'User-Equipment-Info-MAC',
      'User-Equipment-Info-EUI64',
      'User-Equipment-Info-ModifiedEUI64',
      'User-Equipment-Info-IMEI',
    ],
  }),
  row('User-Equipment-Info-IMEISV', 654, 'OctetString', 'RFC 8506 §8.53', { mandatory: 'may' }),
  row('User-Equipment-Info-MAC', 655, 'OctetString', 'RFC 8506 §8.54', { mandatory: 'may' }),
  row('User-Equipment-Info-EUI64', 656, 'OctetString', 'RFC 8506 §8.55', { mandatory: 'may' }),
  row('User-Equipment-Info-ModifiedEUI64', 657, 'OctetString', 'RFC 8506 §8.56', { mandatory: 'may' }),
  row('User-Equipment-Info-IMEI', 658, 'OctetString', 'RFC 8506 §8.57', { mandatory: 'may' }),
  row('Subscription-Id-Extension', 659, 'Grouped', 'RFC 8506 §8.58', {
    mandatory: 'may',
    members: [
      'Subscription-Id-E164',
      'Subscription-Id-IMSI',
      'Subscription-Id-SIP-URI',
      'Subscription-Id-NAI',
      'Subscription-Id-Private',
    ],
  }),
  row('Subscription-Id-E164', 660, 'UTF8String', 'RFC 8506 §8.59', { mandatory: 'may' }),
  row('Subscription-Id-IMSI', 661, 'UTF8String', 'RFC 8506 §8.60', { mandatory: 'may' }),
  row('Subscription-Id-SIP-URI', 662, 'UTF8String', 'RFC 8506 §8.61', { mandatory: 'may' }),
  row('Subscription-Id-NAI', 663, 'UTF8String', 'RFC 8506 §8.62', { mandatory: 'may' }),
  row('Subscription-Id-Private', 664, 'UTF8String', 'RFC 8506 §8.63', { mandatory: 'may' }),
  row('Redirect-Server-Extension', 665, 'Grouped', 'RFC 8506 §8.64', {
    mandatory: 'may',
    members: ['Redirect-Address-IPAddress', 'Redirect-Address-URL', 'Redirect-Address-SIP-URI'],
  }),
  row('Redirect-Address-IPAddress', 666, 'Address', 'RFC 8506 §8.65', { mandatory: 'may' }),
  row('Redirect-Address-URL', 667, 'UTF8String', 'RFC 8506 §8.66', { mandatory: 'may' }),
  row('Redirect-Address-SIP-URI', 668, 'UTF8String', 'RFC 8506 §8.67', { mandatory: 'may' }),
  row('QoS-Final-Unit-Indication', 669, 'Grouped', 'RFC 8506 §8.68', {
    mandatory: 'may',
    members: ['Final-Unit-Action', 'Filter-Rule', 'Filter-Id', 'Redirect-Server-Extension'],
  }),
]
