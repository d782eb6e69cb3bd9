// The bills of a run: one a conference, put to the scenario in which it began.
import { firstEventOf } from '../judge/accounts/account'
import { billOf } from '../judge/accounts/bill'
import type { Billing, ReportedBill, Slice } from '../judge/verdicts-document'
import { eventReference } from '../reports/event-reference'
import type { JudgedHistory } from './rejudge'

/** In the order of the histories, and in each of the first events. */
export function billsOf(histories: readonly JudgedHistory[], slices: readonly Slice[]): readonly ReportedBill[] {
  return histories.flatMap(({ file, events, accounts }) => {
    const endUs = events.at(-1)?.atUs ?? 0
    return accounts.map((account) => {
      const first = firstEventOf(account)
      const slice = slices.find((one) => one.file === file && one.first <= first && first <= one.last)
      const scenario = slice === undefined ? '' : `${slice.testPurpose}.${slice.k}`
      return { ...billOf(account, endUs), scenario, from: eventReference(file, first) }
    })
  })
}

/** The differences of all bills. */
export function billingOf(bills: readonly ReportedBill[]): Billing {
  return addedUp(bills.map(({ difference }) => ({ conferences: 1, ...difference })))
}

/** Several runs, or several bills; one that tells none counts for nothing. */
export function addedUp(all: readonly (Billing | undefined)[]): Billing {
  const sum = (key: keyof Billing): number => all.reduce((total, one) => total + (one?.[key] ?? 0), 0)
  return {
    conferences: sum('conferences'),
    seconds: Math.round(sum('seconds') * 1e6) / 1e6,
    heads: sum('heads'),
    records: sum('records'),
  }
}
