// The media of who arrives.
import type { DemandRule } from './rule'

export const arrivalMedia: DemandRule = {
  id: 'arrival-media',
  owner: 'TP_ARR_022',
  requirement: 'TS32260_6.3.2_4',
  sees: 'demand',
  onlyWarns: true, // it is looked at: whether media are told is the server's to choose (MAY)
}
