// The bills of a run: one a conference, put to the scenario in which it began.
import type { Billing, ReportedBill, Slice } from '../judge/verdicts-document'
import { eventReference } from '../reports/event-reference'
import type { JudgedResults } from './rejudge'

/** In the order of the histories, and in each of the first events. */
export function billsOf(histories: readonly JudgedResults[], slices: readonly Slice[]): readonly ReportedBill[] {
  return histories.flatMap(({ file, bills }) => {
    const own = slices.filter((one) => one.file === file).sort((a, b) => a.first - b.first)
    return bills.map(({ bill, first }) => {
      const slice = sliceAt(own, first)
      const scenario = slice === undefined ? '' : `${slice.testPurpose}.${slice.k}`
      return { ...bill, scenario, from: eventReference(file, first) }
    })
  })
}

/** The one that event `n` stands in; they stand in order, and none in another. */
function sliceAt(slices: readonly Slice[], n: number): Slice | undefined {
  let [low, high] = [0, slices.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((slices[middle]?.first ?? Infinity) > n) high = middle
    else low = middle + 1
  }
  const one = slices[low - 1]
  return one !== undefined && n <= one.last ? one : undefined
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
