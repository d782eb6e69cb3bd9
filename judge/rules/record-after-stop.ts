// A closed accounting session that speaks again.
import type { RecordRule } from './rule'

export const recordAfterStop: RecordRule = {
  id: 'record-after-stop',
  owner: 'TP_SEQ_012',
  requirement: 'RFC6733_9.5_1',
  sees: 'record',
  expected: 'nothing under a Session-Id after its STOP',
  // RFC 6733 §9.5 — STOP ends the accounting session; a resend of an earlier record is none of its life.
  // LV-20: order is only judged on one connection.
  breach: (record, { before, repeats }) => {
    const stop = before.find((one) => one.type === 'stop')
    return !repeats && stop && stop.conn === record.conn && stop.enabler === record.enabler
      ? `${(record.type ?? 'a record').toUpperCase()} after the STOP`
      : undefined
  },
}
