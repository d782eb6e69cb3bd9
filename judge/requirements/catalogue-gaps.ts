// Rows of the catalogue that have no scenario, as data: which, and why. An id here is never given to another purpose.

export interface CatalogueGap {
  readonly id: string
  readonly purpose: string
  /** `later`: it can be tested, and is not yet. `outside`: what decides it is not on the wires we see, or the SUT's peer cannot show it. */
  readonly state: 'later' | 'outside'
  readonly why: string
}

export const catalogueGaps: readonly CatalogueGap[] = [
  {
    id: 'TP_EVT_004',
    purpose: 'Deferred retrieval gives EVENT with RETRIEVAL',
    state: 'outside',
    why: 'deferred messages are no part of what the suite can make a server do, and the clause is known from a dictionary alone',
  },
]
