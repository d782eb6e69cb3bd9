// Mutant: an INVITE that was to create a conference, and is refused, makes a START.
import type { Mutant } from './mutant'

/** The refusal is on the wire by then, and no INVITE comes again behind it. */
const BEHIND_MS = 100

/** An INVITE that was to create a conference, and is refused, makes a START. */
export const startForARefusedConference: Mutant = {
  id: 'start-for-a-refused-conference',
  family: 'record',
  description: 'An INVITE that was to create a conference, and is refused, makes a START.',
  names: [{ purpose: 'TP_LIF_005', rule: 'start-for-refused-creation' }],
  touches: [],
  seams: {
    trigger: (event, next) =>
      event.kind === 'creationRefused'
        ? next({ ...event, kind: 'created' }).map((draft) => ({ ...draft, afterMs: BEHIND_MS }))
        : next(event),
  },
}
