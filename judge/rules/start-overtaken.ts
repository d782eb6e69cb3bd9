// A record of a session went out before its START.
import type { DemandRule } from './rule'

export const startOvertaken: DemandRule = {
  id: 'start-overtaken',
  owner: 'TP_NEG_023',
  requirement: 'RFC6733_9.5_1',
  sees: 'demand',
}
