// A record answered with 4002 was given up.
import type { DemandRule } from './rule'

// RFC 6733 §8.2 — stored where there is space: which space there is, the profile says
export const outOfSpaceNotResent: DemandRule = {
  id: 'out-of-space-not-resent',
  owner: 'TP_ERR_010',
  requirement: 'RFC6733_8.2_2',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-BUF', as: 'all-in-order' },
  binding: 'diameter',
}
