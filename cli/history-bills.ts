// The bills of one history. Of a conference that was closed while the history goes on, its bill is made then, and nothing else is kept.
import { firstEventOf, type ConferenceAccount } from '../judge/accounts/account'
import { billOf, isBillable, type Bill } from '../judge/accounts/bill'
import type { NumberedAccount } from '../judge/closing/closed'

export interface HistoryBill {
  readonly bill: Bill
  /** Number of the first event of its conference. */
  readonly first: number
}

export class HistoryBills {
  private readonly made: (HistoryBill & { readonly id: number })[] = []
  /** What a stay or a charge is open in lasts until the history ends. */
  private readonly open: NumberedAccount[] = []

  add(accounts: readonly NumberedAccount[]): void {
    for (const one of accounts)
      if (isBillable(one.account)) this.made.push({ id: one.id, ...billed(one.account, 0) })
      else this.open.push(one)
  }

  /** In the order of their conferences; `more` are those that were not closed, `endUs` is where the history ends. */
  all(more: readonly NumberedAccount[], endUs: number): readonly HistoryBill[] {
    const others = [...this.open, ...more].map(({ id, account }) => ({ id, ...billed(account, endUs) }))
    return [...this.made, ...others].sort((a, b) => a.id - b.id).map(({ bill, first }) => ({ bill, first }))
  }
}

function billed(account: ConferenceAccount, endUs: number): HistoryBill {
  return { bill: billOf(account, endUs), first: firstEventOf(account) }
}
