// What RFC 6733 has and 3GPP's Rf does not use.
import type { RecordRule } from './rule'

const unused = [
  'Acct-Session-Id',
  'Acct-Multi-Session-Id',
  'Vendor-Specific-Application-Id',
  'Accounting-Sub-Session-Id',
  'Accounting-Realtime-Required',
] as const

export const unusedAvps: RecordRule = {
  id: 'unused-avps',
  owner: 'TP_CNT_011',
  requirement: 'TS32299_6.2.2_2',
  sees: 'record',
  onlyWarns: true, // RFC 6733 §9.7.1 allows them: whoever sends them only does not follow 3GPP's table
  expected: 'none of the AVPs that Rf does not use',
  binding: 'diameter',
  // 3GPP TS 32.299 T6.2.2.1 — struck out there
  breach: ({ content }) => {
    const seen = unused.filter((name) => content.has(name))
    return seen.length > 0 ? seen.join(', ') : undefined
  },
}
