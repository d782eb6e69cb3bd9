// A neighbour that says nothing was not asked for a sign of life.
import type { DemandRule } from './rule'

// RFC 3539 §3.4.1 — known by its implementations, so it warns
export const noWatchdog: DemandRule = {
  id: 'no-watchdog',
  owner: 'TP_PEER_006',
  requirement: 'RFC3539_3.4.1_1',
  sees: 'demand',
  binding: 'diameter',
}
