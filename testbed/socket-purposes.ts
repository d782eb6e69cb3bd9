// Test purposes that SIPp cannot carry, as data: their participants stand on sockets under every engine, and the history says so.
import { WHY_NOT_SIPP, type WireAbility } from '../mocks/participant'

/** A purpose, and what its wires must be able to. An id of the catalogue may stand here before its feature is written. */
export interface SocketPurpose {
  readonly id: string
  readonly needs: WireAbility
}

export const SOCKET_PURPOSES: readonly SocketPurpose[] = [
  // A second 2xx to one INVITE, from another device: two dialogs under one Call-ID.
  { id: 'TP_NEG_011', needs: 'sameCallIdTwice' },
  // A BYE of another dialog under the Call-ID of a leg.
  { id: 'TP_NEG_020', needs: 'sameCallIdTwice' },
]

/** Why this purpose is driven over sockets whatever the engine; undefined for all that SIPp carries. */
export function whySockets(testPurpose: string): string | undefined {
  const found = SOCKET_PURPOSES.find(({ id }) => id === testPurpose)
  return found && WHY_NOT_SIPP[found.needs]
}
