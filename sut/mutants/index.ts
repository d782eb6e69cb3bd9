// All mutants of the reference server.
import { SutError } from '../adapter'
import { interimDoubledOnBye } from './interim-doubled-on-bye'
import { interimMissingOnBye } from './interim-missing-on-bye'
import { interimMissingOnExpulsion } from './interim-missing-on-expulsion'
import { interimMissingOnInvitedArrival } from './interim-missing-on-invited-arrival'
import { interimOnRefusal } from './interim-on-refusal'
import type { Mutant } from './mutant'
import { participantCountStale } from './participant-count-stale'
import { sessionIdPerRecord } from './session-id-per-record'
import { startWhereInterimIsOwed } from './start-where-interim-is-owed'

export type { Mutant } from './mutant'

/** In the order of the kill matrix. */
export const mutants: readonly Mutant[] = [
  interimMissingOnInvitedArrival,
  interimMissingOnBye,
  interimMissingOnExpulsion,
  interimDoubledOnBye,
  interimOnRefusal,
  sessionIdPerRecord,
  startWhereInterimIsOwed,
  participantCountStale,
]

/** @throws SutError for an id nobody has; it names those there are */
export function mutantById(id: string): Mutant {
  const mutant = mutants.find((candidate) => candidate.id === id)
  if (!mutant)
    throw new SutError(`there is no mutant ${id}`, '--mutant', `There are: ${mutants.map((known) => known.id).join(', ')}.`)
  return mutant
}
