// EVENT: pager-mode MESSAGEs that are charged wrongly, or not at all.
import { changed, gone, more } from '../edits'
import type { Red } from './row'

const EVENT = 'event:alice'

export const eventFaults: readonly Red[] = [
  { purpose: 'TP_EVT_001', rule: 'message-event-missing', fault: 'no EVENT', edit: gone(EVENT) },
  {
    purpose: 'TP_EVT_001',
    rule: 'message-event-missing',
    fault: 'an INTERIM in its place',
    edit: changed(EVENT, { type: 'interim' }),
  },
  {
    purpose: 'TP_EVT_001',
    rule: 'message-event-missing',
    fault: 'an INTERIM of the conference in its place',
    edit: changed(EVENT, { type: 'interim', session: 'im1.im.example;1;1' }),
  },
  {
    purpose: 'TP_EVT_001',
    rule: 'message-event-doubled',
    fault: 'a second EVENT, in a session of its own',
    edit: more(EVENT, 20, { session: 'im1.im.example;1;event-more' }),
  },
  { purpose: 'TP_EVT_001', rule: 'message-method', fault: 'it names INVITE', edit: changed(EVENT, { method: 'INVITE' }) },
  {
    purpose: 'TP_EVT_001',
    rule: 'interim-for-other-request',
    fault: 'an INTERIM beside it',
    edit: more(EVENT, 20, { type: 'interim', session: 'im1.im.example;1;event-more' }),
  },
  { purpose: 'TP_EVT_002', rule: 'failed-message-event-missing', fault: 'no EVENT', edit: gone(EVENT) },
  {
    purpose: 'TP_EVT_002',
    rule: 'failed-message-event-missing',
    fault: 'a STOP in its place',
    edit: changed(EVENT, { type: 'stop' }),
  },
]

export const eventOddities: readonly Red[] = [
  { purpose: 'TP_EVT_001', rule: 'message-service-type', fault: 'JOINING', edit: changed(EVENT, { serviceType: 105 }) },
  { purpose: 'TP_EVT_002', rule: 'failed-message-cause', fault: 'success', edit: changed(EVENT, { cause: -1 }) },
  {
    purpose: 'TP_EVT_003',
    rule: 'message-counts',
    fault: 'one copy of two',
    edit: changed(EVENT, { copies: { total: 1, successful: 1 } }),
  },
]
