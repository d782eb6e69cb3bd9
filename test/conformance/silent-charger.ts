// The reference server with a fault no mutant of the project has: it opens its Diameter peer and never sends a record.
import { command } from '../../cli/im-server'
import { mutants, type Mutant } from '../../sut/mutants'

const silent: Mutant = {
  id: 'silent',
  family: 'trigger',
  description: 'no record at all',
  names: [],
  touches: [],
  seams: { trigger: () => [] },
}
// in this process only: the list is read only for those who compile against it
;(mutants as Mutant[]).push(silent)

void command([...process.argv.slice(2), '--mutant', silent.id]).then((code) => (process.exitCode = code))
