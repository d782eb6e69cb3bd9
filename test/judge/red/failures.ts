// Charging that meets trouble: resends, failover, refusals.
import { changed, editOf, gone, more, type Edit } from '../edits'
import type { RecordPlan } from '../record-plan'
import { namesBob, type Red } from './row'

const AGAIN = 'again:arrival:bob'

/** Bob's arrival once more, so long after its first sending. */
const onceMore = (afterMs: number, change: Partial<RecordPlan> = {}): Edit =>
  editOf('arrival:bob', (plan) => [
    plan,
    {
      ...plan,
      label: 'once more',
      again: 'arrival:bob',
      atMs: plan.atMs + afterMs,
      answer: 2001,
      answerAfterMs: 1,
      t: true,
      ...change,
    },
  ])

export const failureFaults: readonly Red[] = [
  { purpose: 'TP_ERR_001', rule: 'resend-missing', fault: 'never sent again', edit: gone(AGAIN) },
  { purpose: 'TP_ERR_001', rule: 'resend-without-t', fault: 'T clear', edit: changed(AGAIN, { t: false }) },
  {
    purpose: 'TP_ERR_001',
    rule: 'resend-renamed',
    fault: 'another End-to-End identifier',
    edit: changed(AGAIN, { newEndToEnd: true }),
  },
  { purpose: 'TP_ERR_001', rule: 'resend-renamed', fault: 'another number', edit: changed(AGAIN, { number: 9 }) },
  { purpose: 'TP_ERR_002', rule: 'resend-schedule', fault: 'one resend too few', edit: gone('again2:arrival:bob') },
  {
    purpose: 'TP_ERR_002',
    rule: 'resend-schedule',
    fault: 'one resend too many',
    edit: onceMore(2500, { answer: 'none' }),
  },
  {
    purpose: 'TP_ERR_002',
    rule: 'resend-schedule',
    fault: 'a resend too soon',
    edit: editOf(AGAIN, (plan) => [{ ...plan, atMs: plan.atMs - 500 }]),
  },
  {
    purpose: 'TP_ERR_003',
    rule: 'failover-after-silence',
    fault: 'never sent elsewhere',
    edit: changed('again3:arrival:bob', { enabler: 'cdf1', answer: 'none' }),
  },
  { purpose: 'TP_ERR_004', rule: 'failover-after-loss', fault: 'never sent elsewhere', edit: gone(AGAIN) },
  {
    purpose: 'TP_ERR_004',
    rule: 'failover-after-loss',
    fault: 'sent to the one that was lost',
    edit: changed(AGAIN, { enabler: 'cdf1', conn: 2, atMs: 3000 }),
  },
  { purpose: 'TP_ERR_009', rule: 't-flag-after-error', fault: 'T set', edit: changed(AGAIN, { t: true, atMs: 3000 }) },
  {
    purpose: 'TP_ERR_009',
    rule: 't-flag-after-error',
    fault: 'T set, by a server that tries elsewhere at once',
    edit: changed(AGAIN, { t: true }),
  },
  { purpose: 'TP_ERR_010', rule: 'out-of-space-not-resent', fault: 'given up', edit: gone(AGAIN) },
  ...(['TP_ERR_012', 'TP_ERR_013', 'TP_ERR_014'] as const).map((purpose): Red => ({
    purpose,
    rule: 'refused-record-resent',
    fault: 'sent again a second later',
    edit: onceMore(1000, { t: false }),
  })),
  ...(['TP_ERR_010', 'TP_ERR_013', 'TP_ERR_014', 'TP_ERR_016', 'TP_ERR_018'] as const).map((purpose): Red => ({
    purpose,
    rule: 'departure-interim-missing',
    fault: 'nothing is charged any more',
    edit: gone('departure:bob'),
  })),
  {
    purpose: 'TP_ERR_005',
    rule: 'failover-broken-sequence',
    fault: 'numbers that begin anew at the other enabler',
    edit: (plan) =>
      plan.label === 'start:alice' ? [{ ...plan, skip: 5 }] : [plan.label === 'arrival:bob' ? { ...plan, number: 1 } : plan],
  },
  {
    purpose: 'TP_ERR_005',
    rule: 'session-id-constant',
    fault: 'another Session-Id at the other enabler',
    edit: changed('arrival:bob', { session: 'im1.im.example;9;9' }),
  },
  { purpose: 'TP_ERR_006', rule: 'buffered-record-missing', fault: "Bob's arrival was not kept", edit: gone('arrival:bob') },
  {
    purpose: 'TP_ERR_006',
    rule: 'buffered-record-missing',
    fault: "Carol's departure was not kept",
    edit: gone('departure:carol'),
  },
  {
    purpose: 'TP_ERR_006',
    rule: 'buffer-order',
    fault: 'the newer one first',
    edit: editOf('arrival:bob', (plan) => [{ ...plan, atMs: plan.atMs + 20 }]),
  },
  {
    purpose: 'TP_PEER_004',
    rule: 'reconnect-too-soon',
    fault: 'connected again at once',
    o: { neighbour: { backAfterMs: 200 } },
  },
  {
    purpose: 'TP_PEER_004',
    rule: 'reconnect-too-soon',
    fault: 'never connected again',
    o: { neighbour: { backAfterMs: 'never' } },
  },
  ...(['TP_PEER_007', 'TP_PEER_008'] as const).map((purpose): Red => ({
    purpose,
    rule: 'disconnect-unanswered',
    fault: 'no DPA',
    o: { neighbour: { leavesOut: 'DPA' } },
  })),
  {
    purpose: 'TP_PEER_007',
    rule: 'never-reconnects',
    fault: 'never connected again',
    o: { neighbour: { backAfterMs: 'never' } },
  },
  { purpose: 'TP_PEER_010', rule: 'lost-to-garbage', fault: 'never sent again', edit: gone(AGAIN) },
  ...(['kept', 'all lost'] as const).map((second): Red => ({
    purpose: 'TP_PEER_011',
    rule: 'not-one-connection',
    fault: second,
    o: { neighbour: { second } },
  })),
  { purpose: 'TP_ERR_022', rule: 'kept-record-not-resent', fault: 'lost with the server', edit: gone('again:stop:alice') },
  {
    purpose: 'TP_ERR_022',
    rule: 'kept-record-not-resent',
    fault: 'T clear after the restart',
    edit: changed('again:stop:alice', { t: false }),
  },
  ...[1, 0].map((life): Red => ({
    purpose: 'TP_ERR_022',
    rule: 'origin-state-id-not-larger',
    fault: `Origin-State-Id ${life} after 1`,
    edit: changed('again:stop:alice', { avps: [['Origin-State-Id', life]] }),
  })),
  { purpose: 'TP_ERR_020', rule: 'granted-without-delivery', fault: 'all stay', o: { onOutage: 'keep' } },
  { purpose: 'TP_ERR_021', rule: 'service-lost', fault: 'all are released', o: { onOutage: 'release' } },
  { purpose: 'TP_ERR_018', rule: 'answered-record-resent', fault: 'a third copy', edit: onceMore(2000) },
]

export const failureOddities: readonly Red[] = [
  {
    purpose: 'TP_PEER_002',
    rule: 'supported-vendor',
    fault: 'a CER without Supported-Vendor-Id',
    o: { cer: (avps) => avps.filter((avp) => !Array.isArray(avp) || avp[0] !== 'Supported-Vendor-Id') },
  },
  { purpose: 'TP_PEER_006', rule: 'no-watchdog', fault: 'never asked', o: { neighbour: { leavesOut: 'DWR' } } },
  {
    purpose: 'TP_PEER_006',
    rule: 'suspect-still-used',
    fault: 'the record sent to the silent one',
    edit: changed('departure:bob', { enabler: 'cdf1' }),
  },
  { purpose: 'TP_PEER_008', rule: 'reconnect-unwanted', fault: 'connected again', o: { neighbour: { backAfterMs: 500 } } },
  {
    purpose: 'TP_PEER_009',
    rule: 'no-failback',
    fault: 'the secondary still used',
    edit: changed('departure:bob', { enabler: 'cdf2', conn: 1 }),
  },
  {
    purpose: 'TP_ERR_007',
    rule: 'buffer-not-overwritten',
    fault: 'the older one too',
    edit: more('departure:carol', -5, { ...namesBob(), method: 'INVITE' }),
  },
  {
    purpose: 'TP_ERR_019',
    rule: 'sip-waits-for-response',
    fault: 'the 200 to Bob behind the Response',
    edit: editOf('join:bob', (plan) => [{ ...plan, atMs: plan.atMs - 400, answerAfterMs: 300 }]),
  },
  { purpose: 'TP_ERR_009', rule: 'too-busy-not-resent', fault: 'given up', edit: gone(AGAIN) },
  { purpose: 'TP_ERR_011', rule: 'unable-to-deliver-not-resent', fault: 'given up', edit: gone(AGAIN) },
  {
    purpose: 'TP_ERR_011',
    rule: 'unable-to-deliver-not-resent',
    fault: 'sent to the same one again',
    edit: changed(AGAIN, { enabler: 'cdf1' }),
  },
  {
    purpose: 'TP_ERR_016',
    rule: 'strange-answer-taken',
    fault: 'taken for delivered',
    edit: gone(AGAIN),
  },
]
