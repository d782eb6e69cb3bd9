// The whole table of red.test.ts.
import { arrivalFaults } from './arrivals'
import { contentFaults } from './content'
import { departureFaults } from './departures'
import { eventFaults, eventOddities } from './events'
import { intervalFaults, intervalOddities } from './intervals'
import { peerFaults } from './peers'
import { failureFaults, failureOddities } from './failures'
import { oddities as others } from './oddities'
import type { Red } from './row'
import { sequenceFaults } from './sequences'
import { servedFaults, servedOddities } from './served'
import { silenceFaults } from './silence'

/** Each fails its purpose and the owner of its rule, and nothing else. */
export const faults: readonly Red[] = [
  ...arrivalFaults,
  ...departureFaults,
  ...sequenceFaults,
  ...silenceFaults,
  ...contentFaults,
  ...peerFaults,
  ...failureFaults,
  ...intervalFaults,
  ...servedFaults,
  ...eventFaults,
]

/** What warns, and fails nothing. */
export const oddities: readonly Red[] = [...others, ...failureOddities, ...intervalOddities, ...servedOddities, ...eventOddities]
