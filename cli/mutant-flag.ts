// A mutant named on the command line.
import { mutants, type Mutant } from '../sut/mutants'
import { UsageError } from './usage-error'

/** The mutant of this id. @throws UsageError where there is none; it says where all are listed */
export function mutantOf(id: string, flag: string): Mutant {
  const mutant = mutants.find((one) => one.id === id)
  if (!mutant) throw new UsageError(`there is no mutant "${id}"`, flag, 'ch1 mutants --help lists them')
  return mutant
}

/** The same, for a server of this role: a fault of the other role shows nothing in it. @throws UsageError where it is one */
export function mutantIn(id: string, flag: string, role: 'controlling' | 'participating'): Mutant {
  const mutant = mutantOf(id, flag)
  const { role: own = 'controlling' } = mutant
  if (own === role) return mutant
  throw new UsageError(`${id} is a fault of a ${own} function`, `${flag} ${id}`, `--role ${own}, or a mutant of the ${role} role`)
}

/** Every mutant, a line each: id, and what the server does wrong. */
export function mutantLines(): string {
  const width = Math.max(...mutants.map(({ id }) => id.length))
  return mutants.map(({ id, description }) => `  ${id.padEnd(width)}  ${description}`).join('\n')
}
