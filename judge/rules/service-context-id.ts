// Service-Context-Id, where a record has one: which service, by whose rules.
import type { RecordRule } from './rule'

const PATH = 'Service-Context-Id'
// 3GPP TS 32.299 §7.1.12 — release and context before the at-sign; the string of OMA SIMPLE IM was not found, so this only warns
const IM_OR_IMS = /^(?:.+\.)?(?:SIMPLE_IM@openmobilealliance\.org|32260@3gpp\.org)$/

export const serviceContextId: RecordRule = {
  id: 'service-context-id',
  owner: 'TP_CNT_004',
  requirement: 'TS32299_7.1.12_1',
  sees: 'record',
  onlyWarns: true,
  expected: 'one Service-Context-Id of SIMPLE IM or of IMS charging, such as 1.SIMPLE_IM@openmobilealliance.org',
  about: { what: 'a Service-Context-Id', isIn: ({ content }) => content.has(PATH) },
  breach: ({ content }) => {
    const values = content.scalars(PATH)
    const [value] = values
    if (values.length === 1 && typeof value === 'string' && IM_OR_IMS.test(value)) return undefined
    return values.length === 0 ? 'a Service-Context-Id that cannot be read' : `Service-Context-Id ${values.join(', ')}`
  },
}
