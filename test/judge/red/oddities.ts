// What rests on inference or on a dictionary warns, and fails nothing.
import type { AvpInput } from '@ch1/diameter'
import { changed, more } from '../edits'
import { raw, type Red } from './row'

const stranger = 'sip:zoe@home.example'

const kind: AvpInput = ['Subscription-Id-Type', 2]
const identity: AvpInput = ['Subscription-Id-Data', 'sip:bob@home.example']
/** RFC 8506 §8.46 — what is no Subscription-Id. */
const subscriptions: readonly (readonly [fault: string, members: readonly AvpInput[]])[] = [
  ['an identity without its kind', [identity]],
  ['a kind without an identity', [kind]],
  ['two identities of one kind', [kind, identity, identity]],
  ['an identity of two kinds', [kind, kind, identity]],
  ['a kind that is none', [raw(450, [0, 0, 0, 5]), identity]],
]

export const oddities: readonly Red[] = [
  { purpose: 'TP_ARR_009', rule: 'arrival-party', fault: 'somebody else', edit: changed('arrival:bob', { party: stranger }) },
  { purpose: 'TP_DEP_019', rule: 'departure-party', fault: 'somebody else', edit: changed('departure:bob', { party: stranger }) },
  {
    purpose: 'TP_ARR_016',
    rule: 'arrival-icid',
    fault: "nobody's ICID",
    edit: changed('arrival:bob', { icid: 'icid-of-nobody' }),
  },
  {
    purpose: 'TP_ARR_017',
    rule: 'arrival-call-id',
    fault: "nobody's Call-ID",
    edit: changed('arrival:bob', { callId: 'nobody' }),
  },
  { purpose: 'TP_ARR_018', rule: 'arrival-service-type', fault: 'LEAVING', edit: changed('arrival:bob', { serviceType: 104 }) },
  {
    purpose: 'TP_DEP_016',
    rule: 'departure-service-type',
    fault: 'JOINING',
    edit: changed('departure:bob', { serviceType: 105 }),
  },
  {
    purpose: 'TP_SEQ_006',
    rule: 'one-outstanding',
    fault: 'sent before the answer to the one before',
    edit: changed('arrival:bob', { answerAfterMs: 60 }),
  },
  {
    purpose: 'TP_SEQ_007',
    rule: 'stop-while-pending',
    fault: 'STOP before the answer to the INTERIM',
    edit: changed('departure:bob', { answerAfterMs: 60 }),
  },
  {
    purpose: 'TP_SEQ_009',
    rule: 'event-timestamps-fall',
    fault: 'an hour back',
    edit: changed('departure:bob', { eventAtMs: -3_600_000 }),
  },
  {
    purpose: 'TP_CNT_004',
    rule: 'service-context-id',
    fault: 'a context of multimedia messaging',
    edit: changed('departure:bob', { without: ['Service-Context-Id'], avps: [raw(461, bytesOf('32270@3gpp.org'))] }),
  },
  {
    purpose: 'TP_CNT_006',
    rule: 'node-functionality-value',
    fault: 'an S-CSCF',
    edit: changed('departure:bob', {
      serviceInformation: ['Service-Information', [['IMS-Information', [['Node-Functionality', 0]]]]],
    }),
  },
  ...['audio 9 RTP/AVP 0', 'message 9 UDP/DTLS/SCTP webrtc'].map((name): Red => ({
    purpose: 'TP_ARR_022',
    rule: 'arrival-media',
    fault: name,
    edit: changed('arrival:bob', { media: [name] }),
  })),
  {
    purpose: 'TP_LIF_004',
    rule: 'interim-in-a-pair',
    fault: 'Bob charged as arriving',
    edit: more('start:alice', 10, { type: 'interim', callId: 'call-4', party: 'sip:bob@home.example', count: 2 }),
  },
  {
    purpose: 'TP_CNT_017',
    rule: 'inter-operator-identifier',
    fault: 'the network of somebody else',
    edit: changed('join:bob', { operators: [['Originating-IOI', 'elsewhere.example']] }),
  },
  ...[
    { total: 2, successful: 2 },
    { total: 5, successful: 1 },
  ].map((copies): Red => ({
    purpose: 'TP_CNT_012',
    rule: 'message-counters-fall',
    fault: `${copies.total} copies and ${copies.successful} accepted, after 3 and 2`,
    edit: changed('departure:carol', { copies }),
  })),
  {
    purpose: 'TP_CNT_012',
    rule: 'im-information-members',
    fault: 'Interface-Id',
    edit: changed('departure:bob', { im: [['Interface-Id', 'chat']] }),
  },
  {
    purpose: 'TP_CNT_011',
    rule: 'unused-avps',
    fault: 'Accounting-Sub-Session-Id',
    edit: changed('departure:bob', { avps: [['Accounting-Sub-Session-Id', 1n]] }),
  },
  ...subscriptions.map(([fault, members]): Red => ({
    purpose: 'TP_CNT_016',
    rule: 'subscription-id-members',
    fault,
    edit: changed('departure:bob', {
      serviceInformation: [
        'Service-Information',
        [
          ['Subscription-Id', members],
          ['IMS-Information', [['Node-Functionality', 6]]],
        ],
      ],
    }),
  })),
  { purpose: 'TP_NEG_022', rule: 'stop-cause-of-failure', fault: 'a normal end', edit: changed('stop:alice', { cause: 0 }) },
  { purpose: 'TP_NEG_011', rule: 'fork-unbalanced', fault: 'a record for the second 2xx', edit: more('arrival:bob', 12) },
]

function bytesOf(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)]
}
