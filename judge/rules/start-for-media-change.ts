// A re-INVITE or UPDATE opened a second accounting session.
import { type ForbiddenRule } from './rule'

export const startForMediaChange: ForbiddenRule = {
  id: 'start-for-media-change',
  owner: 'TP_LIF_002',
  requirement: 'TS32260_5.2.1_2',
  sees: 'forbidden',
  // 3GPP TS 32.260 T5.2.1.1-1 — START is for the INVITE that sets the session up.
  applies: (leftover) => leftover.record.type === 'start' && leftover.nearest?.of === 'mediaChange',
}
