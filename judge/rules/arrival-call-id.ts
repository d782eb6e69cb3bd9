// The Call-ID in an arrival interim.
import type { DemandRule } from './rule'

export const arrivalCallId: DemandRule = {
  id: 'arrival-call-id',
  owner: 'TP_ARR_017',
  requirement: 'TS32299_7.2.242_1',
  sees: 'demand',
  onlyWarns: true, // which leg of a conference an interim names is not specified for IM (correlation rule C9)
}
