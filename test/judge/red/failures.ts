// Charging that meets trouble: resends, failover, refusals.
import { changed, editOf, gone, type Edit } from '../edits'
import type { RecordPlan } from '../record-plan'
import type { Red } from './row'

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
  { purpose: 'TP_ERR_018', rule: 'answered-record-resent', fault: 'a third copy', edit: onceMore(2000) },
]

export const failureOddities: readonly Red[] = [
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
