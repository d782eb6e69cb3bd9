// The ICID in an arrival interim.
import type { DemandRule } from './rule'

export const arrivalIcid: DemandRule = {
  id: 'arrival-icid',
  owner: 'TP_ARR_016',
  requirement: 'TS32260_5.1.2_1',
  sees: 'demand',
  onlyWarns: true, // which leg of a conference an interim names is not specified for IM (correlation rule C9)
}
