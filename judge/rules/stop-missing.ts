// The last participant left and accounting never stopped.
import type { MissingRule } from './rule'

export const stopMissing: MissingRule = {
  id: 'stop-missing',
  owner: 'TP_DEP_009',
  requirement: 'TS32260_5.2.1_1',
  sees: 'missing',
  // 3GPP TS 32.260 T5.2.1.1-2 — the BYE that ends the conference makes STOP due.
  applies: (trigger) => trigger.kind === 'stop',
}
