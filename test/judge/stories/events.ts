// Stories of EVT: pager-mode MESSAGEs of one who is in a conference.
import { aor } from '../story-calls'
import { CAUSE, METHOD, SERVICE_TYPE, SETTLED_MS, three, type Tell } from './common-scenes'

const EVENT = 'message-event-missing'

export const eventStories = {
  TP_EVT_001: (s) => {
    const { conf } = three(s)
    s.wait(100).when().messages('alice', aor('dave'), { dave: 200 })
    s.owesOne('event', 'message', 'alice', EVENT)
    s.content('message-method', 'message', 'alice', { path: METHOD, op: 'equals', value: 'MESSAGE' }, 'event')
    s.content('message-service-type', 'message', 'alice', { path: SERVICE_TYPE, op: 'oneOf', value: [100, 101] }, 'event')
    s.owesNone('interim', 'message', 'alice', 'interim-for-other-request').wait(SETTLED_MS).drain(conf)
  },
  TP_EVT_002: (s) => {
    const { conf } = three(s)
    s.wait(100).when().messages('alice', aor('dave'), { dave: 486 })
    s.owesOne('event', 'failedMessage', 'alice', 'failed-message-event-missing')
    s.content('failed-message-cause', 'failedMessage', 'alice', { path: CAUSE, op: 'finalStatus' }, 'event')
    s.owesNone('interim', 'failedMessage', 'alice', 'interim-for-other-request').wait(SETTLED_MS).drain(conf)
  },
  TP_EVT_003: (s) => {
    const { conf } = three(s)
    s.wait(100).when().messages('alice', conf.focus, { bob: 200, carol: 486 })
    const total = 'Service-Information/IM-Information/Total-Number-Of-Messages-Exploded'
    s.content('message-counts', 'message', 'alice', { path: total, op: 'exploded' }, 'event')
    s.observes(EVENT, 'message', 'alice', 'messageCounts').wait(SETTLED_MS).drain(conf)
  },
} satisfies Readonly<Record<string, Tell>>
