// A conference was created and accounting never started.
import type { MissingRule } from './rule'

export const startMissing: MissingRule = {
  id: 'start-missing',
  owner: 'TP_SEQ_001',
  requirement: 'TS32260_5.2.1_1',
  sees: 'missing',
  // 3GPP TS 32.260 T5.2.1.1-2 — the 2xx that creates the conference makes START due.
  applies: (trigger) => trigger.kind === 'start',
}
