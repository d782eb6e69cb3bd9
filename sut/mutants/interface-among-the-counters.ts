// Mutant: the records of a conference tell an interface of short messages among the counters of theirs.
import { extended } from './avp-edit'
import type { Mutant } from './mutant'

/** The records of a conference tell an interface of short messages among the counters of theirs, as a dictionary in use has it (ch1-facts §2.7). */
export const interfaceAmongTheCounters: Mutant = {
  id: 'interface-among-the-counters',
  family: 'grammar',
  description: 'The records of a conference tell an interface of short messages among the counters of theirs.',
  names: [{ purpose: 'TP_CNT_012', rule: 'im-information-members', as: 'warning' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: extended(input.avps, 'Service-Information/IM-Information', [['Interface-Id', 'chat']]),
    }),
  },
}
