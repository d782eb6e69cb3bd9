// The time in a record is that of what it reports.
import type { DemandRule } from './rule'

export const eventTimestampOfTrigger: DemandRule = {
  id: 'event-timestamp-of-trigger',
  owner: 'TP_CNT_013',
  requirement: 'TS32299_7.1.8_1',
  sees: 'demand',
}
