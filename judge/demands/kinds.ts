// Every kind of demand there is, as data: what is owed, and for one on a record's content by which test.
import type { AvpTest, Demand, Owed } from '../history/events'

type OfConference = Exclude<Owed['what'], 'records' | 'content'>

/** A kind of demand, as coverage counts it. */
export type DemandKind = 'one record' | 'no record' | `content: ${AvpTest['op']}` | OfConference

// written as records, so that a kind that is added to the history's words and not here does not compile
const ofConference: Readonly<Record<OfConference, true>> = {
  order: true,
  ownSession: true,
  grammar: true,
  sendings: true,
  inOrder: true,
  overwritten: true,
  continued: true,
  restarted: true,
  sipFirst: true,
  service: true,
  at: true,
  peer: true,
  schedule: true,
  everyone: true,
  byTime: true,
  startFirst: true,
  nobodyArrives: true,
  atMostOne: true,
  balance: true,
  forkBalance: true,
  observed: true,
}
const ofContent: Readonly<Record<AvpTest['op'], true>> = {
  equals: true,
  oneOf: true,
  matches: true,
  present: true,
  absent: true,
  participants: true,
  nextNumber: true,
  legIcid: true,
  legCallId: true,
  party: true,
  invited: true,
  triggerTime: true,
  callingParty: true,
  finalStatus: true,
  exploded: true,
  operators: true,
  messages: true,
  cumulative: true,
}

export const demandKinds: readonly DemandKind[] = [
  'one record',
  'no record',
  ...(Object.keys(ofContent) as AvpTest['op'][]).map((op) => `content: ${op}` as const),
  ...(Object.keys(ofConference) as OfConference[]),
]

/** The kinds that a demand is of: one, but for content, which may be tested in several ways. */
export function kindsOf({ owed }: Demand): readonly DemandKind[] {
  if (owed.what === 'records') return [owed.max === 0 ? 'no record' : 'one record']
  return owed.what === 'content' ? owed.tests.map(({ op }) => `content: ${op}` as const) : [owed.what]
}
