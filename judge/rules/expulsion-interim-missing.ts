// The 200 OK to the server's BYE was not charged.
import type { MissingRule } from './rule'

export const expulsionInterimMissing: MissingRule = {
  id: 'expulsion-interim-missing',
  owner: 'TP_DEP_003',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — the 200 OK to the server's BYE makes an interim due.
  applies: (trigger) => trigger.kind === 'expulsion',
}
