// For the order of a conference's records: each way in which it can be wrong. Their types, their places, their numbers.
import type { DiameterMessage } from '@ch1/diameter/codec'
import type { Demand } from '../history/events'
import { numberOf, u32, withData, type Acr } from './acr'
import { profileIn, type Cut } from './cut'
import { retypedInterim, SEQUENCES } from './rule-saboteurs'
import { edited, editedAnswer, ownAcrs, sabotaged, type Changes, type Sabotage } from './sabotage'

/** What of the order is said otherwise, and how. */
export interface OrderFault {
  readonly what: string
  readonly ways: Iterable<Sabotage>
}

/** The faults that the order of these records can have. LV-15: a session a user has an order of its own in each. */
export function orderFaults(cut: Cut, { rule }: Demand, by: readonly number[]): readonly OrderFault[] {
  const { choices } = profileIn(cut)
  const of = ownAcrs(cut).filter(({ event }) => by.includes(event.n))
  const isByOne = choices['P-NUM'] === 'from-0-by-1' && choices['P-GRAN'] === 'conference'
  return [
    { what: 'the types of its records say', ways: (SEQUENCES[rule] ?? retypedInterim)(cut) },
    { what: 'the places of its records say', ways: startBehind(cut, of) },
    ...(isByOne ? [{ what: 'the numbers of its records say', ways: numbersFromOne(cut, of) }] : []),
  ]
}

/** LV-20 — the place of a record is its number: START has that of the first record behind it, and that one its. */
function* startBehind(cut: Cut, of: readonly Acr[]): Iterable<Sabotage> {
  for (const start of of) {
    const next = of.find(({ type, session }) => type !== 'start' && session === start.session)
    if (start.type !== 'start' || !next) continue
    const [first, second] = [start.number ?? 0, next.number ?? 0]
    yield sabotaged(cut, `START and ${next.type?.toUpperCase() ?? 'what follows'} have each other’s number`, {
      replace: new Map([...numbered(start, () => second), ...numbered(next, () => first)]),
      numbersStay: true,
    })
  }
}

/** RFC 6733 §9.8.3, where the profile declares numbers from 0 by 1. */
function* numbersFromOne(cut: Cut, of: readonly Acr[]): Iterable<Sabotage> {
  yield sabotaged(cut, 'numbers from 1', {
    replace: new Map(of.flatMap((acr) => [...numbered(acr, (number) => number + 1)])),
    numbersStay: true,
  })
}

function numbered(acr: Acr, edit: (number: number) => number): NonNullable<Changes['replace']> {
  const other = (message: DiameterMessage): Uint8Array =>
    withData(message, 'Accounting-Record-Number', () => u32(edit(numberOf(message) ?? 0)))
  return new Map([...edited(acr, other), ...editedAnswer(acr, other)])
}
