// The switches of charging as the options hold them, read for the role that the server has.
import { SutError } from '../adapter'
import { behaviourOf, type Behaviour } from './charging/trigger/behaviour'
import type { NoSwitch } from './charging/trigger/choices'
import type { ImServerOptions } from './options'
import { participatingBehaviour } from './participating/participating-behaviour'

type Switched = Pick<ImServerOptions, 'choices' | 'legal' | 'role' | 'participating'>

/** What the switches make of a server in its role, or which of them is none there. */
export function readSwitches({
  choices,
  legal,
  role,
  participating,
}: Switched): { readonly ok: true; readonly behaviour: Behaviour } | NoSwitch {
  return role === 'participating' ? participatingBehaviour(choices, legal, participating.accounting) : behaviourOf(choices, legal)
}

/** The same for a server that starts. @throws SutError for a switch that is none */
export function behaviourIn(options: Switched): Behaviour {
  const read = readSwitches(options)
  if (!read.ok)
    throw new SutError(read.what, options.legal.length > 0 ? '--choice, --legal' : '--choice', `${asSentence(read.mend)}.`)
  return read.behaviour
}

function asSentence(mend: string): string {
  return mend.startsWith('leave') ? `L${mend.slice(1)}` : `Give ${mend}`
}
