// What the records of a conference charge to whom, as an enabler books them: opened by an arrival, closed by a departure or the STOP.
import type { ConferenceAccount, RecordAccount } from './account'

/** One stretch of time charged to one user. Times in µs of the history. */
export interface Charge {
  readonly user: string
  readonly session: string
  /** Index of the leg whose arrival opened it, where that is known. */
  readonly leg?: number
  readonly opened: RecordAccount
  closed?: RecordAccount
}

export interface Charges {
  readonly all: readonly Charge[]
  /** Departures of users who were not charged at the time. */
  readonly idle: readonly RecordAccount[]
}

/** In order of opening. A STOP closes what its own session charges. */
export function chargesOf({ records }: ConferenceAccount): Charges {
  const all: Charge[] = []
  const idle: RecordAccount[] = []
  for (const record of records) {
    const open = all.filter((one) => !one.closed)
    if (record.does === 'in') {
      const { user = 'nobody named', session, leg } = record
      all.push({ user, session, ...(leg === undefined || record.kind === 'forbidden' ? {} : { leg }), opened: record })
    } else if (record.does === 'out') {
      const own = open.find((one) => one.leg !== undefined && one.leg === record.leg)
      const charge = own ?? open.find((one) => one.user === record.user)
      if (charge) charge.closed = record
      else idle.push(record)
    } else if (record.does === 'end') {
      for (const one of open) if (one.session === record.session) one.closed = record
    }
  }
  return { all, idle }
}
