// A 200 OK that crossed the server's CANCEL was charged as an arrival, and its release never as a departure.
import type { DemandRule } from './rule'

export const crossingUnbalanced: DemandRule = {
  id: 'crossing-unbalanced',
  owner: 'TP_NEG_007',
  requirement: 'CR_6.2.3.2_2',
  sees: 'demand',
}
