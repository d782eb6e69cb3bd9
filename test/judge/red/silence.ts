// What must not be charged, charged.
import { more } from '../edits'
import { namesBob, type Red } from './row'

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
]
