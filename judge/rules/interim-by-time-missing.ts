// The Charging Enabler asked for interims by time, and none came.
import type { DemandRule } from './rule'

// RFC 6733 §9.8.2 — an Acct-Interim-Interval above 0 makes them due; where P-PERIODIC is left open, none that came decides nothing
export const interimByTimeMissing: DemandRule = {
  id: 'interim-by-time-missing',
  owner: 'TP_LIF_006',
  requirement: 'RFC6733_9.8.2_2',
  sees: 'demand',
}
