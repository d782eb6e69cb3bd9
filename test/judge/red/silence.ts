// What must not be charged, charged.
import { gone, more, moved, twiceMore } from '../edits'
import { names, namesBob, type Red } from './row'

export const silenceFaults: readonly Red[] = [
  { purpose: 'TP_NEG_001', rule: 'interim-for-refusal', fault: 'a record', edit: more('arrival:carol', 240, namesBob()) },
  { purpose: 'TP_NEG_005', rule: 'interim-for-cancelled', fault: 'a record', edit: more('arrival:carol', 240, namesBob()) },
  { purpose: 'TP_NEG_009', rule: 'interim-for-resent-answer', fault: 'a record', edit: more('arrival:bob', 250) },
  { purpose: 'TP_NEG_010', rule: 'interim-for-resent-request', fault: 'record for INVITE', edit: more('join:bob', 125) },
  { purpose: 'TP_NEG_010', rule: 'interim-for-resent-request', fault: 'record for BYE', edit: more('departure:bob', 115) },
  ...(
    [
      ['TP_NEG_002', 'interim-for-other-refusal'],
      ['TP_NEG_003', 'interim-for-server-failure'],
      ['TP_NEG_004', 'interim-for-redirection'],
    ] as const
  ).map(([purpose, rule]): Red => ({ purpose, rule, fault: 'a record', edit: more('arrival:carol', 240, namesBob()) })),
  {
    purpose: 'TP_NEG_008',
    rule: 'interim-for-provisional',
    fault: 'a record while it rings',
    edit: more('arrival:carol', 300, namesBob()),
  },
  {
    purpose: 'TP_NEG_015',
    rule: 'interim-for-refused-refer',
    fault: 'a record',
    edit: more('arrival:carol', 240, namesBob()),
  },
  {
    purpose: 'TP_NEG_021',
    rule: 'event-for-refusal',
    fault: 'an EVENT',
    edit: more('arrival:carol', 240, { ...namesBob(), type: 'event' }),
  },
  { purpose: 'TP_NEG_022', rule: 'stop-missing', fault: 'STOP removed', edit: gone('stop:alice') },
  { purpose: 'TP_NEG_006', rule: 'interim-for-unanswered', fault: 'a record', edit: more('arrival:carol', 900, namesBob()) },
  { purpose: 'TP_NEG_007', rule: 'crossing-unbalanced', fault: 'only the arrival charged', edit: gone('departure:bob') },
  { purpose: 'TP_NEG_012', rule: 'interim-for-challenge', fault: 'a record', edit: more('arrival:carol', 240, namesBob()) },
  {
    purpose: 'TP_NEG_013',
    rule: 'interim-for-refused-joiner',
    fault: 'a record',
    edit: more('departure:bob', 340, names('call-4', 'bob')),
  },
  {
    purpose: 'TP_NEG_014',
    rule: 'interim-for-rejected-refer',
    fault: 'a record',
    edit: more('arrival:carol', 215, names('call-3', 'dave')),
  },
  ...(['TP_NEG_016', 'TP_NEG_017'] as const).flatMap((purpose): readonly Red[] => [
    {
      purpose,
      rule: 'media-change-count',
      fault: 'a record that counts one more',
      edit: more('arrival:carol', 215, { ...names('call-2', 'bob'), count: 4 }),
    },
    {
      purpose,
      rule: 'interim-for-media-change',
      fault: 'two records',
      edit: twiceMore('arrival:carol', 215, names('call-2', 'bob')),
    },
  ]),
  ...['BYE', 'INVITE'].map((method): Red => ({
    purpose: 'TP_DEP_021',
    rule: 'interim-for-lost-media',
    fault: `a record that names ${method}`,
    edit: more('arrival:carol', 215, { ...names('call-2', 'bob'), method, count: 2 }),
  })),
  {
    purpose: 'TP_NEG_018',
    rule: 'interim-for-other-request',
    fault: 'a record',
    edit: more('arrival:carol', 215, { ...names('call-2', 'bob'), method: 'MESSAGE' }),
  },
  {
    purpose: 'TP_NEG_018',
    rule: 'interim-for-other-request',
    fault: 'a record as of an arrival',
    edit: more('arrival:carol', 215, { ...names('call-2', 'bob'), method: 'INVITE' }),
  },
  {
    purpose: 'TP_NEG_019',
    rule: 'interim-for-stray-bye',
    fault: 'a record',
    edit: more('arrival:carol', 215, { ...names('call-2', 'bob'), method: 'BYE' }),
  },
  {
    purpose: 'TP_NEG_020',
    rule: 'interim-for-wrong-tags',
    fault: 'a record',
    edit: more('arrival:carol', 215, { ...names('call-2', 'bob'), method: 'BYE' }),
  },
  { purpose: 'TP_NEG_023', rule: 'start-overtaken', fault: 'START behind an INTERIM', edit: moved('start:alice', 200) },
]
