// The T flag on a record that every enabler had answered.
import { isRefused } from '../model/sendings'
import type { RecordRule } from './rule'

export const tFlagAfterError: RecordRule = {
  id: 't-flag-after-error',
  owner: 'TP_ERR_009',
  requirement: 'RFC6733_3_3',
  sees: 'record',
  expected: 'the T flag clear in a record that is sent again because of an error answer',
  // RFC 6733 §3 — T must not be set where an error answer came for the earlier message. LV-18: a connection that broke before the answer
  // was surely read leaves a doubt.
  breach: (record, { sendings, profile, connection }) => {
    if (!record.resent || sendings.length === 0 || profile.topology.ch1 !== 'direct') return undefined
    const surelyRead = sendings.every((sending) => {
      const { answer } = sending
      if (!isRefused(sending) || !answer) return false
      const readUs = answer.atUs + profile.windows.early * 1000
      const endedUs = connection.endedUs(sending.record.enabler, sending.record.conn) ?? Infinity
      return answer.atUs + profile.windows.grain * 1000 < record.atUs && endedUs > Math.min(readUs, record.atUs)
    })
    return surelyRead ? 'T set behind an error answer' : undefined
  },
}
