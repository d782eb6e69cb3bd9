// A re-INVITE or UPDATE of an attached user changes nobody's attendance.
import type { DemandRule } from './rule'

export const mediaChangeCount: DemandRule = {
  id: 'media-change-count',
  owner: 'TP_NEG_016',
  requirement: 'TS32299_7.2.117_1',
  sees: 'demand',
  // LV-08 — an INTERIM for it is legal; that it counts who was in before tells it from an arrival
  mustWhenDeclared: { choice: 'P-COUNT' },
}
