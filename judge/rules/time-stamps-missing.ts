// A record that a SIP message made does not tell when that came, where the profile claims that it does.
import type { DemandRule } from './rule'

export const timeStampsMissing: DemandRule = {
  id: 'time-stamps-missing',
  owner: 'TP_CNT_014',
  requirement: 'TS32260_6.3.2_3',
  sees: 'demand',
}
