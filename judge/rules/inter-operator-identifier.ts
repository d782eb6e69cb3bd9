// The networks that exchanged the session.
import type { DemandRule } from './rule'

export const interOperatorIdentifier: DemandRule = {
  id: 'inter-operator-identifier',
  owner: 'TP_CNT_017',
  requirement: 'TS32299_7.2.80_1',
  sees: 'demand',
  onlyWarns: true, // it is looked at: whether and how a server names operators is its operator's to choose (MAY)
}
