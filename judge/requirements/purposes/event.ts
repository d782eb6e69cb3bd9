// The catalogue's rows on EVENT (EVT): pager-mode MESSAGEs. Which of them are charged is the operator's choice. Ids are stable for ever and never reused.
import type { TestPurpose } from '../test-purpose'

const accepted = { pics: ['pager-mode'], not: { 'P-EVT-MSG': 'not-sent' } } as const

export const eventPurposes = [
  {
    id: 'TP_EVT_001',
    purpose: 'A pager-mode MESSAGE that is accepted gives one EVENT, that tells MESSAGE, and SENDING or RECEIVING',
    requirements: ['TS32299_6.1_2', 'TS32299_7.2.201_1', 'OMADDS_6.2.4_2'],
    level: 'SHOULD',
    kind: 'P',
    needs: accepted,
  },
  {
    id: 'TP_EVT_002',
    purpose: 'A pager-mode MESSAGE that fails gives one EVENT, with the SIP status as its cause',
    requirements: ['TS32299_6.1_2', 'TS32299_7.2.35_2'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['pager-mode'], not: { 'P-EVT-MSG-FAIL': 'not-sent' } },
  },
  {
    id: 'TP_EVT_003',
    purpose: 'The EVENT for a MESSAGE to a conference counts the copies that were sent; what it counts is told',
    requirements: ['OMADDS_6.2.62_1'],
    level: 'OBSERVE',
    kind: 'O',
    needs: { ...accepted, pics: ['pager-mode', 'Total-Number-Of-Messages-Exploded'] },
  },
] as const satisfies readonly TestPurpose[]
