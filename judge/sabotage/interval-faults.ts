// For each rule on interims by time: what breaks its premise.
import { avpsAt } from '@ch1/diameter/codec'
import { rawOf, withAvps } from './acr'
import type { Break } from './delivery-faults'
import { apartUs } from './moments'
import { profileIn } from './cut'
import { edited, eventsOf, ownAcrs, shifted } from './sabotage'

const IMS = ['Service-Information', 'IMS-Information']

/** The last of them does not come, and what happens behind it waits until one is surely overdue. */
const lastMissing: Break = function* (cut, { within }, by) {
  const last = ownAcrs(cut).findLast(({ event }) => by.includes(event.n))
  const overdueUs = 2_000_000 * profileIn(cut).enabler.interimIntervalS + within.ms * 1000
  if (last) yield { drop: new Set(eventsOf(last)), later: { from: last.event.n, us: overdueUs + apartUs(cut) } }
}

/** The last of them comes right behind the one before. */
const lastEarly: Break = function* (cut, _, by) {
  const [before, last] = ownAcrs(cut)
    .filter(({ event }) => by.includes(event.n))
    .slice(-2)
  if (before && last) yield { replace: shifted(last, (before.answer ?? before.event).atUs + 1000) }
}

/** One of them bears the Time-Stamps of a record that SIP made. */
const withTimeStamps: Break = function* (cut, _, by) {
  const acrs = ownAcrs(cut)
  const [model] = acrs.flatMap(({ message }) => avpsAt(message, `${IMS.join('/')}/Time-Stamps`))
  for (const acr of model ? acrs.filter(({ event }) => by.includes(event.n)) : [])
    yield { replace: edited(acr, (message) => withAvps(message, IMS, (avps) => [...avps, ...(model ? [model] : [])].map(rawOf))) }
}

/** By the id of the rule. */
export const INTERVAL_BREAKS: Readonly<Record<string, Break>> = {
  'interim-by-time-missing': lastMissing,
  'older-interval-kept': lastMissing,
  'interim-by-time-early': lastEarly,
  'time-stamps-by-time': withTimeStamps,
}
