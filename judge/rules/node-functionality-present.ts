// IMS-Information says first of all which node writes it.
import type { RecordRule } from './rule'

const IMS = 'Service-Information/IMS-Information'

export const nodeFunctionalityPresent: RecordRule = {
  id: 'node-functionality-present',
  owner: 'TP_CNT_006',
  requirement: 'TS32299_7.2.77_1',
  sees: 'record',
  expected: 'Node-Functionality once in IMS-Information',
  about: { what: 'an IMS-Information', isIn: ({ content }) => content.has(IMS) },
  // 3GPP TS 32.299 §7.2.77 — the one member that IMS-Information must have
  breach: ({ content }) => {
    const count = content.scalars(`${IMS}/Node-Functionality`).length
    if (count === 1) return undefined
    return count === 0 ? 'IMS-Information without a readable Node-Functionality' : `Node-Functionality ${count} times`
  },
}
