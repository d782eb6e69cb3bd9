// The T flag on a record that was never sent before.
import type { RecordRule } from './rule'

export const tFlagOnFirstSend: RecordRule = {
  id: 't-flag-on-first-send',
  owner: 'TP_ERR_008',
  requirement: 'TS32299_6.1.3_1',
  sees: 'record',
  expected: 'the T flag clear in a first transmission',
  // 3GPP TS 32.299 §6.1.3.2, RFC 6733 §3 — LV-18: only where no broken connection, time-out or agent gives cause to resend
  breach: (record, { repeats, noCauseToResend, profile }) =>
    record.resent && !repeats && noCauseToResend && profile.topology.ch1 === 'direct'
      ? 'T set in a record not seen before'
      : undefined,
}
