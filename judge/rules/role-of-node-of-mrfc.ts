// An MRFC has no role between caller and called party.
import type { RecordRule } from './rule'

const IMS = 'Service-Information/IMS-Information'
const MRFC = 3

export const roleOfNodeOfMrfc: RecordRule = {
  id: 'role-of-node-of-mrfc',
  owner: 'TP_CNT_007',
  requirement: 'TS32260_6.3.2_1',
  sees: 'record',
  expected: 'no Role-Of-Node where Node-Functionality is MRFC',
  about: { what: 'a Node-Functionality', isIn: ({ content }) => content.has(`${IMS}/Node-Functionality`) },
  // 3GPP TS 32.260 T6.3.2.1 — the field is not used by an MRFC
  breach: ({ content }) =>
    content.scalars(`${IMS}/Node-Functionality`).includes(MRFC) && content.has(`${IMS}/Role-Of-Node`)
      ? 'Role-Of-Node beside Node-Functionality 3'
      : undefined,
}
