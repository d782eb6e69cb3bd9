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
    const { grain, early } = profile.windows
    const surelyRead = sendings.every((sending) => {
      const { answer, record: sent } = sending
      if (!isRefused(sending) || !answer) return false
      const readUs = answer.atUs + early * 1000
      const endedUs = connection.endedUs(sent.enabler, sent.conn) ?? Infinity
      // who resends at once was moved by the answer, where its own time-out was not yet due
      const isTimedOut = answer.atUs - sent.atUs > ((profile.charging.resendMs ?? 0) / 2) * 1000
      const doubtUs = isTimedOut ? grain * 1000 : 0
      return answer.atUs + doubtUs < record.atUs && endedUs > Math.min(readUs, record.atUs)
    })
    return surelyRead ? 'T set behind an error answer' : undefined
  },
}
