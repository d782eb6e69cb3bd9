// Mutant: no 2xx leaves the server while a record waits for its answer.
import type { Mutant } from './mutant'

const ROUND_MS = 10
const MOST_ROUNDS = 150

/** No 2xx leaves the server while a record waits for its answer. */
export const sipWaitsForCharging: Mutant = {
  id: 'sip-waits-for-charging',
  family: 'delivery',
  description: 'No 2xx leaves the server while a record waits for its answer.',
  names: [{ purpose: 'TP_ERR_019', rule: 'sip-waits-for-response', as: 'warning' }],
  touches: [],
  seams: {
    sip: (transport, isWaiting) => {
      const send = transport.send.bind(transport)
      transport.send = (bytes, to, failed) => {
        if (!isSuccess(bytes)) return send(bytes, to, failed)
        const copy = Uint8Array.from(bytes)
        const go = (rounds: number): void => {
          if (rounds > 0 && isWaiting()) setTimeout(() => go(rounds - 1), ROUND_MS)
          else send(copy, to, failed)
        }
        // the record of what is answered is made in the same turn, or just after
        setTimeout(() => go(MOST_ROUNDS), ROUND_MS)
      }
      return transport
    },
  },
}

function isSuccess(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 9)).toString('latin1') === 'SIP/2.0 2'
}
