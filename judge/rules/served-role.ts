// A record of a participating function that speaks for another function.
import type { RecordRule } from './rule'

const ROLE = 'Service-Information/PoC-Information/PoC-Server-Role'
const PARTICIPATING = 0

export const servedRole: RecordRule = {
  id: 'served-role',
  owner: 'TP_CNT_020',
  requirement: 'TS32299_7.2.145_1',
  sees: 'record',
  expected: 'PoC-Server-Role 0',
  // 3GPP TS 32.299 §7.2.145 — the controlling function of these conferences is ours: nothing of the SUT can speak for it (LV-16)
  breach: ({ content }, { profile }) => {
    const values = content.scalars(ROLE)
    if (values.length === 0) return profile.pics['PoC-Server-Role'] === 'yes' ? 'none, which the profile claims' : undefined
    return values.every((value) => value === PARTICIPATING) ? undefined : `PoC-Server-Role ${values.join(', ')}`
  },
}
