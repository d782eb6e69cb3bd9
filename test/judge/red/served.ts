// Faults of a participating function, each in a story that is right without it.
import { changed, editOf, gone, more, moved } from '../edits'
import type { RecordPlan } from '../record-plan'
import type { Red } from './row'

/** It rings at Bob as the third call; Bob's own session would be this one. */
const ofBob: Partial<RecordPlan> = {
  ...{ type: 'start', callId: 'call-3', party: 'sip:bob@home.example', session: 'im1.im.example;1;1;call-3' },
}
const conference = { served: 'conference' } as const

export const servedFaults: readonly Red[] = [
  { purpose: 'TP_ARR_024', rule: 'served-join-missing', fault: 'record removed', edit: gone('join:bob') },
  { purpose: 'TP_ARR_025', rule: 'served-arrival-missing', fault: 'record removed', edit: gone('arrival:bob') },
  { purpose: 'TP_ARR_025', rule: 'served-arrival-missing', fault: 'INTERIM removed', edit: gone('arrival:bob'), o: conference },
  { purpose: 'TP_ARR_026', rule: 'served-arrival-early', fault: 'record 400 ms early', edit: moved('arrival:bob', -400) },
  {
    purpose: 'TP_ARR_027',
    rule: 'served-arrival-method',
    fault: 'method BYE',
    edit: changed('arrival:bob', { method: 'BYE' }),
  },
  { purpose: 'TP_DEP_022', rule: 'served-departure-missing', fault: 'record removed', edit: gone('departure:bob') },
  {
    purpose: 'TP_DEP_022',
    rule: 'served-departure-missing',
    fault: 'INTERIM removed',
    edit: gone('departure:bob'),
    o: conference,
  },
  { purpose: 'TP_DEP_023', rule: 'served-expulsion-missing', fault: 'record removed', edit: gone('departure:bob') },
  {
    purpose: 'TP_DEP_024',
    rule: 'served-departure-doubled',
    fault: 'record doubled under a session of its own',
    edit: more('departure:bob', 5, { session: 'im1.im.example;1;77' }),
  },
  {
    purpose: 'TP_DEP_024',
    rule: 'served-departure-doubled',
    fault: 'INTERIM doubled',
    edit: more('departure:bob', 5),
    o: conference,
  },
  {
    purpose: 'TP_DEP_025',
    rule: 'served-departure-method',
    fault: 'method INVITE',
    edit: changed('departure:bob', { method: 'INVITE' }),
  },
  { purpose: 'TP_DEP_026', rule: 'served-stop-missing', fault: 'STOP removed', edit: gone('stop:alice') },
  { purpose: 'TP_DEP_026', rule: 'served-stop-missing', fault: 'STOP removed', edit: gone('stop:alice'), o: conference },
  {
    purpose: 'TP_SEQ_016',
    rule: 'served-user-sequence',
    fault: 'INTERIM for START',
    edit: changed('arrival:carol', { type: 'interim' }),
  },
  {
    purpose: 'TP_SEQ_017',
    rule: 'served-conference-sequence',
    fault: 'START for INTERIM',
    edit: changed('arrival:carol', { type: 'start' }),
  },
  {
    purpose: 'TP_SEQ_018',
    rule: 'served-session-id',
    fault: 'STOP under another Session-Id',
    edit: changed('departure:bob', { session: 'im1.im.example;1;78' }),
  },
  {
    purpose: 'TP_SEQ_018',
    rule: 'served-session-id',
    fault: 'INTERIM under another Session-Id',
    edit: changed('departure:bob', { session: 'im1.im.example;1;78' }),
    o: conference,
  },
  { purpose: 'TP_NEG_024', rule: 'served-record-for-refusal', fault: 'a record', edit: more('arrival:carol', 240, ofBob) },
  { purpose: 'TP_NEG_025', rule: 'served-record-for-cancelled', fault: 'a record', edit: more('arrival:carol', 240, ofBob) },
  { purpose: 'TP_NEG_026', rule: 'served-record-for-turned-away', fault: 'a record', edit: more('arrival:carol', 230, ofBob) },
  { purpose: 'TP_NEG_027', rule: 'served-record-while-ringing', fault: 'a record', edit: more('arrival:carol', 500, ofBob) },
  {
    purpose: 'TP_NEG_028',
    rule: 'served-record-for-resend',
    fault: 'a second record for the BYE',
    edit: more('departure:bob', 112, { session: 'im1.im.example;1;79' }),
  },
  {
    purpose: 'TP_CNT_020',
    rule: 'served-role',
    fault: 'the role of a controlling function',
    edit: changed('departure:bob', { role: 1 }),
  },
  {
    purpose: 'TP_CNT_020',
    rule: 'served-role',
    fault: 'no role, where the profile claims it',
    edit: editOf('departure:bob', ({ role: _, ...plan }) => [plan]),
  },
]

/** Breaches of what is advice, or rests on inference: they warn. */
export const servedOddities: readonly Red[] = [
  {
    purpose: 'TP_ARR_028',
    rule: 'served-arrival-party',
    fault: 'Carol named',
    edit: changed('arrival:bob', { party: 'sip:carol@home.example' }),
  },
  {
    purpose: 'TP_ARR_029',
    rule: 'served-arrival-call-id',
    fault: 'a Call-ID of nobody',
    edit: changed('arrival:bob', { callId: 'call-99', icid: 'icid-of-call-3' }),
  },
  {
    purpose: 'TP_ARR_030',
    rule: 'served-arrival-icid',
    fault: 'an ICID of nobody',
    edit: changed('arrival:bob', { icid: 'none' }),
  },
  {
    purpose: 'TP_ARR_031',
    rule: 'served-arrival-service-type',
    fault: 'LEAVING',
    edit: changed('arrival:bob', { serviceType: 104 }),
  },
  {
    purpose: 'TP_DEP_027',
    rule: 'served-departure-service-type',
    fault: 'JOINING',
    edit: changed('departure:bob', { serviceType: 105 }),
  },
]
