// Which requests came already and how they were answered, so that one sent again finds its resource and its answer. Bounded.
import { createHash } from 'node:crypto'
import { scalarsAt, type ChargingRequest } from '@ch1/charging-http'
import type { Answer } from '../../rules'

const MOST_KNOWN = 65_536
const LONGEST_KEY = 256

interface Known {
  readonly ref: string
  answer?: Answer
}

/** Requests by consumer and Idempotency-Key; without a key by what else names a record. The oldest are forgotten. */
export class KnownRequests {
  readonly #byKey = new Map<string, Known>()

  /** The earlier sending of this request, if it is marked as resent and known. */
  find(request: ChargingRequest): { readonly ref: string; readonly answer?: Answer } | undefined {
    return request.resent ? this.#byKey.get(keyOf(request)) : undefined
  }

  /** Remembers a request; what it gives back takes the answer. */
  remember(request: ChargingRequest, ref: string): (answer: Answer) => void {
    const key = keyOf(request)
    const known: Known = this.#byKey.get(key) ?? { ref }
    this.#byKey.set(key, known)
    if (this.#byKey.size > MOST_KNOWN) {
      const oldest = this.#byKey.keys().next().value
      if (oldest !== undefined) this.#byKey.delete(oldest)
    }
    return (answer) => {
      // As at the Diameter door: a temporary refusal leaves no state, the next copy may fare better (RFC 6733 §7.1.4).
      if (answer.resultCode < 3_000 || answer.resultCode >= 5_000) known.answer = answer
    }
  }
}

// What is longer is kept as its digest: keys are the client's, and may be as long as a request.
function keyOf(request: ChargingRequest): string {
  const named = nameOf(request)
  return named.length <= LONGEST_KEY ? named : createHash('sha256').update(named).digest('base64')
}

function nameOf({ key, type, ref, data }: ChargingRequest): string {
  const [consumer] = scalarsAt(data, 'Origin-Host')
  if (key !== undefined) return JSON.stringify([consumer, key])
  const ims = 'Service-Information/IMS-Information'
  const named = ['Accounting-Record-Number', 'Event-Timestamp', `${ims}/User-Session-Id`, `${ims}/IMS-Charging-Identifier`]
  return JSON.stringify([consumer, type, ref, ...named.map((path) => scalarsAt(data, path))])
}
