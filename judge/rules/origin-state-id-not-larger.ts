// A server that began anew does not say so.
import type { DemandRule } from './rule'

export const originStateIdNotLarger: DemandRule = {
  id: 'origin-state-id-not-larger',
  owner: 'TP_ERR_022',
  requirement: 'RFC6733_8.6_1',
  sees: 'demand',
  binding: 'diameter',
}
