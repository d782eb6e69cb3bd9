// An IM server is an application server, or the resource function of a conference.
import type { RecordRule } from './rule'

const PATH = 'Service-Information/IMS-Information/Node-Functionality'
const MRFC = 3
const AS = 6

export const nodeFunctionalityValue: RecordRule = {
  id: 'node-functionality-value',
  owner: 'TP_CNT_006',
  requirement: 'TS32299_7.2.77_1',
  sees: 'record',
  onlyWarns: true, // 3GPP TS 32.299 §7.2.77 lists the nodes; which of them an IM server is, is inferred
  expected: 'Node-Functionality 6 (AS) or 3 (MRFC)',
  about: { what: 'a Node-Functionality', isIn: ({ content }) => content.has(PATH) },
  breach: ({ content }) => {
    const strange = content.scalars(PATH).filter((value) => value !== AS && value !== MRFC)
    return strange.length > 0 ? `Node-Functionality ${strange.join(', ')}` : undefined
  },
}
