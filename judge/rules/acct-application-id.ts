// Acct-Application-Id, where a record has one.
import type { RecordRule } from './rule'

const PATH = 'Acct-Application-Id'

export const acctApplicationId: RecordRule = {
  id: 'acct-application-id',
  owner: 'TP_CNT_003',
  requirement: 'RFC6733_6.9_1',
  sees: 'record',
  expected: 'Acct-Application-Id 3, equal to the application of the header',
  about: { what: 'an Acct-Application-Id', isIn: ({ content }) => content.has(PATH) },
  binding: 'diameter',
  // RFC 6733 §6.9 — the AVP repeats the application of the header; 3GPP TS 32.299 T6.2.2.1: it is 3
  breach: ({ content, diameter }) => {
    if (!diameter) return undefined
    const values = content.scalars(PATH)
    if (diameter.applicationId !== 3 || (values.length === 1 && values[0] === 3)) return undefined // rule acr-header has said it
    return `Acct-Application-Id ${values.join(', ') || 'unreadable'}`
  },
}
