// A record sent again as if for the first time.
import { isRefused } from '../model/sendings'
import type { RecordRule } from './rule'

export const resendWithoutT: RecordRule = {
  id: 'resend-without-t',
  owner: 'TP_ERR_001',
  requirement: 'TS32299_6.1.3_2',
  sees: 'record',
  expected: 'the T flag in a record that is sent again',
  // 3GPP TS 32.299 §6.1.3.2 — but RFC 6733 §3 forbids T behind an error answer; LV-21: an agent between may send again itself
  breach: (record, { sendings, profile, connection }) => {
    const last = sendings.at(-1)
    if (!last || record.resent || profile.topology.ch1 !== 'direct' || sendings.some(isRefused)) return undefined
    if (connection.restartedUs(last.record.atUs) !== undefined) return undefined // kept-record-not-resent speaks of that
    // LV-02 — over two connections the first sending may be seen behind the second
    const isCrossing = last.record.resent && record.atUs - last.record.atUs <= profile.windows.grain * 1000
    return isCrossing ? undefined : 'T clear in a record seen before'
  },
}
