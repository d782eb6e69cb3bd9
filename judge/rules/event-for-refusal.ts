// A refused invitation made an EVENT, where the profile declares that none is sent.
import type { ForbiddenRule } from './rule'

export const eventForRefusal: ForbiddenRule = {
  id: 'event-for-refusal',
  owner: 'TP_NEG_021',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 permits it (LV-09); it is a leftover only where P-EVT-FAIL is declared not-sent.
  applies: ({ record, nearest }) => record.type === 'event' && nearest?.of === 'attempt',
}
