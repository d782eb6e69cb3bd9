// A served user who joined by its own INVITE was not charged.
import type { MissingRule } from './rule'

export const servedJoinMissing: MissingRule = {
  id: 'served-join-missing',
  owner: 'TP_ARR_024',
  requirement: 'RFC6733_9.5_1',
  sees: 'missing',
  mustWhenDeclared: { choice: 'P-GRAN' },
  // RFC 6733 §9.5 — its session begins with START (LV-15); where all served users have one session, so does that of the first.
  applies: (trigger) => trigger.kind === 'start' || trigger.kind === 'join',
}
