// Sessions: their START and STOP, their order and numbers, and records that nothing explains.
import { changed, gone, more } from '../edits'
import { names, type Red } from './row'

export const sequenceFaults: readonly Red[] = [
  { purpose: 'TP_SEQ_001', rule: 'start-missing', fault: 'START removed', edit: gone('start:alice') },
  {
    purpose: 'TP_SEQ_001',
    rule: 'record-sequence',
    fault: 'START for INTERIM',
    edit: changed('arrival:carol', { type: 'start' }),
  },
  { purpose: 'TP_SEQ_001', rule: 'record-sequence', fault: 'numbers with a gap', edit: changed('departure:carol', { skip: 2 }) },
  {
    purpose: 'TP_SEQ_004',
    rule: 'conferences-mixed',
    fault: "one INTERIM under the other's Session-Id",
    edit: changed('departure:dave', { session: 'im1.im.example;1;1' }),
  },
  { purpose: 'TP_SEQ_010', rule: 'crowd-count', fault: 'one count too high', edit: changed('departure:erin', { count: 5 }) },
  { purpose: 'TP_SEQ_010', rule: 'crowd-count', fault: 'one count too low', edit: changed('join:frank', { count: 4 }) },
  {
    purpose: 'TP_SEQ_012',
    rule: 'record-after-stop',
    fault: 'INTERIM after STOP',
    edit: more('stop:alice', 20, { type: 'interim' }),
  },
  { purpose: 'TP_SEQ_012', rule: 'record-after-stop', fault: 'second STOP', edit: more('stop:alice', 20) },
  {
    purpose: 'TP_SEQ_014',
    rule: 'record-number-unique-growing',
    fault: 'a number twice',
    edit: changed('departure:bob', { number: 2 }),
  },
  {
    purpose: 'TP_SEQ_015',
    rule: 'record-unexplained',
    fault: 'an EVENT in the session, where the profile says none',
    edit: more('arrival:carol', 20, { type: 'event' }),
  },
  {
    purpose: 'TP_SEQ_015',
    rule: 'record-unexplained',
    fault: 'an EVENT under a Session-Id of its own, where the profile says none',
    edit: more('arrival:carol', 20, { type: 'event', session: 'im1.im.example;1;77' }),
  },
  {
    purpose: 'TP_SEQ_015',
    rule: 'record-unexplained',
    fault: 'an arrival charged twice, while another purpose looks on',
    edit: more('arrival:carol', 5),
  },
  { purpose: 'TP_SEQ_002', rule: 'crowd-count', fault: 'one count too high', edit: changed('join:dave', { count: 4 }) },
  { purpose: 'TP_SEQ_007', rule: 'stop-missing', fault: 'STOP removed', edit: gone('stop:alice') },
  { purpose: 'TP_SEQ_003', rule: 'start-count', fault: 'the attached counted', edit: changed('start:alice', { count: 1 }) },
  { purpose: 'TP_SEQ_011', rule: 'departure-interim-missing', fault: 'record removed', edit: gone('departure:carol') },
  { purpose: 'TP_SEQ_011', rule: 'crowd-count', fault: 'one count too high', edit: changed('join:dave', { count: 4 }) },
  {
    purpose: 'TP_LIF_002',
    rule: 'start-for-media-change',
    fault: 'a START',
    edit: more('arrival:carol', 215, { ...names('call-2', 'bob'), type: 'start' }),
  },
  {
    purpose: 'TP_LIF_005',
    rule: 'start-for-refused-creation',
    fault: 'a START',
    edit: more('arrival:carol', 260, { ...names('call-3', 'bob'), type: 'start', session: 'im1.im.example;1;77' }),
  },
]
