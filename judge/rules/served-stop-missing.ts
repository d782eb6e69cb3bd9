// The last served user is gone, and the session was not closed.
import type { MissingRule } from './rule'

export const servedStopMissing: MissingRule = {
  id: 'served-stop-missing',
  owner: 'TP_DEP_026',
  requirement: 'RFC6733_9.5_1',
  sees: 'missing',
  // RFC 6733 §9.5 — a session ends with STOP.
  applies: (trigger) => trigger.kind === 'stop',
}
