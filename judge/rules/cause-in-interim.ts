// A record that goes on says nothing of an end.
import type { RecordRule } from './rule'

const IMS = 'Service-Information/IMS-Information'

export const causeInInterim: RecordRule = {
  id: 'cause-in-interim',
  owner: 'TP_DEP_008',
  requirement: 'TS32260_6.3.2_2',
  sees: 'record',
  expected: 'neither Cause-Code nor Reason-Header in an INTERIM',
  about: { what: 'INTERIM', isIn: ({ type }) => type === 'interim' },
  // 3GPP TS 32.260 T6.3.2.1 — both stand in STOP and EVENT only
  breach: ({ content }) => {
    const seen = ['Cause-Code', 'Reason-Header'].filter((name) => content.has(`${IMS}/${name}`))
    return seen.length > 0 ? seen.join(' and ') : undefined
  },
}
