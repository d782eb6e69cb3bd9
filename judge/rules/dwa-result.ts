// The answer to our watchdog.
import { COMMAND, RESULT, scalarAt } from '@ch1/diameter/codec'
import type { PeerRule } from './rule'

export const dwaResult: PeerRule = {
  id: 'dwa-result',
  owner: 'TP_PEER_005',
  requirement: 'RFC6733_5.5_1',
  sees: 'peer',
  binding: 'diameter',
  expected: 'DWA with Result-Code 2001',
  about: { what: 'DWA', isIn: ({ commandCode, request }) => commandCode === COMMAND.deviceWatchdog && !request },
  // RFC 6733 §5.5.2 — a DWA has a Result-Code; there is nothing in a DWR that a peer in state open could refuse
  breach: (message) => {
    const result = scalarAt(message, 'Result-Code')
    return result === RESULT.SUCCESS
      ? undefined
      : `DWA with ${result === undefined ? 'no Result-Code' : `Result-Code ${String(result)}`}`
  },
}
