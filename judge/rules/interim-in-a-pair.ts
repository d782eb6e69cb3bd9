// Somebody was charged as arriving in a session of two.
import type { DemandRule } from './rule'

export const interimInAPair: DemandRule = {
  id: 'interim-in-a-pair',
  owner: 'TP_LIF_004',
  requirement: 'TS32260_5.2.1_4',
  sees: 'demand',
  onlyWarns: true, // the clause is inferred
}
