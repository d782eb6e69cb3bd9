// The catalogue's rows on START and STOP (LIF). Ids are stable for ever and never reused.
import type { TestPurpose } from '../test-purpose'

const byTime = { not: { 'P-PERIODIC': 'not-sent' } } as const
const departure = { pics: ['departure-trigger'] } as const

export const lifePurposes = [
  {
    id: 'TP_LIF_001',
    purpose: 'A START has the number 0',
    requirements: ['RFC6733_9.8.3_2'],
    level: 'SHOULD',
    kind: 'P',
    role: 'both',
    needs: { not: { 'P-NUM': 'growing' } },
  },
  {
    id: 'TP_LIF_002',
    purpose: 'A re-INVITE opens no second accounting session',
    requirements: ['TS32260_5.2.1_2'],
    level: 'MUST',
    kind: 'N',
  },
  {
    id: 'TP_LIF_003',
    purpose: 'The end of a conference gives one STOP, also when the last two leave together',
    requirements: ['RFC6733_9.5_1'],
    level: 'MUST',
    kind: 'P',
    needs: departure,
  },
  {
    id: 'TP_LIF_004',
    purpose: 'A 1-1 session has START and STOP, and no interim for an arrival',
    requirements: ['TS32260_5.2.1_4'],
    level: 'SHOULD',
    kind: 'P',
    // LV-15: where each leg has a session, each has a START and a STOP
    needs: { pics: ['departure-trigger', 'one-to-one'], not: { 'P-GRAN': 'leg' } },
  },
  {
    id: 'TP_LIF_005',
    purpose: 'A conference that is not created gives no START',
    requirements: ['TS32299_6.1_1'],
    level: 'MUST',
    kind: 'N',
  },
  {
    id: 'TP_LIF_006',
    purpose: 'An interim interval gives interims near it',
    requirements: ['RFC6733_9.8.2_2'],
    level: 'MUST',
    kind: 'P',
    needs: byTime,
  },
  {
    id: 'TP_LIF_007',
    purpose: 'A later interim interval replaces the one before',
    requirements: ['RFC6733_9.1_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['arrival-trigger'], ...byTime },
  },
  {
    id: 'TP_LIF_008',
    purpose: 'Interims by time are spread from session to session',
    requirements: ['RFC6733_9.8.2_2'],
    level: 'OBSERVE',
    kind: 'O',
    needs: byTime,
  },
] as const satisfies readonly TestPurpose[]
