// Interims by time come much more often than the Charging Enabler asked.
import type { DemandRule } from './rule'

export const interimByTimeEarly: DemandRule = {
  id: 'interim-by-time-early',
  owner: 'TP_LIF_006',
  requirement: 'RFC6733_9.8.2_2',
  sees: 'demand',
  onlyWarns: true, // how far from the interval is still near it, no document says
}
