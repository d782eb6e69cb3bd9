// 3GPP TS 32.299 §7.2: Advice of charge and real-time tariffs: what a call costs, as told to the user and to the network.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** AoC-Information and Real-Time-Tariff-Information with what stands inside them. */
export const adviceOfCharge: readonly AvpDefinition[] = [
  row('AoC-Information', 2054, 'Grouped', '3GPP TS 32.299 §7.2.15', {
    members: ['AoC-Cost-Information', 'Tariff-Information', 'AoC-Subscription-Information'],
  }),
  row('AoC-Cost-Information', 2053, 'Grouped', '3GPP TS 32.299 §7.2.13', {
    members: ['Accumulated-Cost', 'Incremental-Cost', 'Currency-Code'],
  }),
  row('Accumulated-Cost', 2052, 'Grouped', '3GPP TS 32.299 §7.2.3', { members: ['Value-Digits', 'Exponent'] }),
  row('Incremental-Cost', 2062, 'Grouped', '3GPP TS 32.299 §7.2.70', { members: ['Value-Digits', 'Exponent'] }),
  row('Tariff-Information', 2060, 'Grouped', '3GPP TS 32.299 §7.2.223', {
    members: ['Current-Tariff', 'Tariff-Time-Change', 'Next-Tariff'],
  }),
  row('Current-Tariff', 2056, 'Grouped', '3GPP TS 32.299 §7.2.47', {
    members: ['Currency-Code', 'Scale-Factor', 'Rate-Element'],
  }),
  row('Scale-Factor', 2059, 'Grouped', '3GPP TS 32.299 §7.2.178', { members: ['Value-Digits', 'Exponent'] }),
  row('Rate-Element', 2058, 'Grouped', '3GPP TS 32.299 §7.2.161', {
    members: ['CC-Unit-Type', 'Charge-Reason-Code', 'Unit-Value', 'Unit-Cost', 'Unit-Quota-Threshold'],
  }),
  row('Charge-Reason-Code', 2118, 'Enumerated', '3GPP TS 32.299 §7.2.38A', {
    values: { 0: 'UNKNOWN', 1: 'USAGE', 2: 'COMMUNICATION-ATTEMPT-CHARGE', 3: 'SETUP-CHARGE', 4: 'ADD-ON-CHARGE' },
  }),
  row('Unit-Cost', 2061, 'Grouped', '3GPP TS 32.299 §7.2.239', { members: ['Value-Digits', 'Exponent'] }),
  row('Unit-Quota-Threshold', 1226, 'Unsigned32', '3GPP TS 32.299 §7.2.240'),
  row('Next-Tariff', 2057, 'Grouped', '3GPP TS 32.299 §7.2.112', { members: ['Currency-Code', 'Scale-Factor', 'Rate-Element'] }),
  row('AoC-Subscription-Information', 2314, 'Grouped', '3GPP TS 32.299 §7.2.20', {
    members: ['AoC-Service', 'AoC-Format', 'Preferred-AoC-Currency'],
  }),
  row('AoC-Service', 2311, 'Grouped', '3GPP TS 32.299 §7.2.17', { members: ['AoC-Service-Obligatory-Type', 'AoC-Service-Type'] }),
  row('AoC-Service-Obligatory-Type', 2312, 'Enumerated', '3GPP TS 32.299 §7.2.18', {
    values: { 0: 'NON_BINDING', 1: 'BINDING' },
  }),
  row('AoC-Service-Type', 2313, 'Enumerated', '3GPP TS 32.299 §7.2.19', {
    values: { 0: 'NONE', 1: 'AOC-S', 2: 'AOC-D', 3: 'AOC-E' },
  }),
  row('AoC-Format', 2310, 'Enumerated', '3GPP TS 32.299 §7.2.14', { values: { 0: 'MONETARY', 1: 'NON_MONETARY', 2: 'CAI' } }),
  row('Preferred-AoC-Currency', 2315, 'Unsigned32', '3GPP TS 32.299 §7.2.153'),
  row('Real-Time-Tariff-Information', 2305, 'Grouped', '3GPP TS 32.299 §7.2.164', {
    members: ['Tariff-Information', 'Tariff-XML'],
  }),
  row('Tariff-XML', 2306, 'UTF8String', '3GPP TS 32.299 §7.2.224'),
  row('AoC-Request-Type', 2055, 'Enumerated', '3GPP TS 32.299 §7.2.16', {
    values: { 0: 'AoC_NOT_REQUESTED', 1: 'AoC_FULL', 2: 'AoC_COST_ONLY', 3: 'AoC_TARIFF_ONLY' },
  }),
]
