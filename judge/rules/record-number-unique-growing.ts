// Numbers tell the records of a session apart.
import type { RecordRule } from './rule'

export const recordNumberUniqueGrowing: RecordRule = {
  id: 'record-number-unique-growing',
  owner: 'TP_SEQ_014',
  requirement: 'RFC6733_9.8.3_1',
  sees: 'record',
  expected: 'a new, larger Accounting-Record-Number in each record of a session',
  // RFC 6733 §9.8.3 — unique in the session. LV-17: from 0 by 1 is only advice. LV-20: growth is only judged on one connection.
  breach: (record, { before, repeats }) => {
    const { number } = record
    if (repeats || number === undefined) return undefined
    if (before.some((one) => one.number === number)) return `number ${number} used again`
    const last = before.findLast((one) => one.conn === record.conn && one.enabler === record.enabler)
    return last?.number !== undefined && number < last.number ? `number ${number} after ${last.number}` : undefined
  },
}
