// The catalogue's rows on the records of a conference together (SEQ). Ids are stable for ever and never reused.
import type { TestPurpose } from '../test-purpose'

const arrival = { pics: ['arrival-trigger'] } as const
const departure = { pics: ['departure-trigger'] } as const
const CR_TRIGGER = ['CR_6.2.3.2_1', 'CR_6.2.3.2_2'] as const

export const sequencePurposes = [
  {
    id: 'TP_SEQ_001',
    purpose: 'A whole life gives START, an interim for each arrival and departure, and STOP, in order',
    requirements: ['RFC6733_9.5_1', 'RFC6733_9.8.3_1', 'TS32260_5.2.1_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'departure-trigger'] },
  },
  {
    id: 'TP_SEQ_002',
    purpose: 'Over a life of comings and goings every interim tells the count',
    requirements: ['TS32299_7.2.117_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: {
      pics: ['arrival-trigger', 'departure-trigger', 'Number-Of-Participants', 'refer'],
      not: { 'P-JOIN': 'not-charged' },
    },
  },
  {
    id: 'TP_SEQ_003',
    purpose: "The START's Number-Of-Participants is the number of the invited",
    requirements: ['TS32299_7.2.117_2'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['Number-Of-Participants'] },
  },
  {
    id: 'TP_SEQ_004',
    purpose: 'Two conferences at once use different Session-Ids and never mix their records',
    requirements: ['RFC6733_8.8_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: arrival,
  },
  {
    id: 'TP_SEQ_005',
    purpose: 'An arrival and a departure within the wait for one Response are both charged, in order',
    requirements: ['CR_6.2.3.2_2', 'RFC6733_8.2_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'departure-trigger'] },
  },
  {
    id: 'TP_SEQ_006',
    purpose: 'An arrival while an interim waits for its Response is charged after it',
    requirements: ['CR_6.2.3.2_2', 'RFC6733_8.2_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: { ...arrival, not: { 'P-GRAN': 'leg' } }, // LV-15: where each leg has a session, an arrival is a START, and waits for none
  },
  {
    id: 'TP_SEQ_007',
    purpose: 'STOP follows the Response to the interim before it',
    requirements: ['RFC6733_9.5_1', 'RFC6733_8.2_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: departure,
  },
  {
    id: 'TP_SEQ_008',
    purpose: 'Interims by time and by events share one number sequence',
    requirements: ['RFC6733_9.8.3_1', 'RFC6733_9.8.3_2', 'RFC6733_9.8.2_2'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['departure-trigger'], not: { 'P-PERIODIC': 'not-sent' } },
  },
  {
    id: 'TP_SEQ_009',
    purpose: 'Event-Timestamp does not fall within a session',
    requirements: ['TS32299_7.1.8_1'],
    level: 'OBSERVE',
    kind: 'O',
    runWide: true,
  },
  {
    id: 'TP_SEQ_010',
    purpose: 'A crowd arrives and leaves: no record is lost, and the count returns to where it was',
    requirements: [...CR_TRIGGER, 'TS32299_7.2.117_1'],
    level: 'MUST',
    kind: 'R',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], not: { 'P-JOIN': 'not-charged' }, engine: 'sipp' },
  },
  {
    id: 'TP_SEQ_011',
    purpose: 'Whatever the order of comings and goings, every one has its record and its count',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'R',
    needs: {
      pics: ['arrival-trigger', 'departure-trigger', 'refer'],
      not: { 'P-JOIN': 'not-charged' },
    },
  },
  {
    id: 'TP_SEQ_012',
    purpose: 'After STOP no record bears that Session-Id',
    requirements: ['RFC6733_9.5_1'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
  },
  {
    id: 'TP_SEQ_013',
    purpose: 'Whether the user-count of conference-info is the Number-Of-Participants of an arrival is told',
    requirements: ['RFC4575_1', 'TS32299_7.2.117_1'],
    level: 'OBSERVE',
    kind: 'O',
    needs: { pics: ['arrival-trigger', 'Number-Of-Participants', 'conference-package'] },
  },
  {
    id: 'TP_SEQ_014',
    purpose: 'Record numbers are unique in their session and grow',
    requirements: ['RFC6733_9.8.3_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
  },
  {
    id: 'TP_SEQ_015',
    purpose: 'Every record is owed, permitted or foreign',
    requirements: ['CR_6.2.3.2_2', 'TS32299_6.1_1'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
  },
] as const satisfies readonly TestPurpose[]
