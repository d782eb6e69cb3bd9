// The participating function as proxy (RFC 3261 §16): one dialog from end to end, and this element in its path.
import type { SipMessage, SipRequest } from '@ch1/sip'
import { countedDown, withoutOwnRoutes, type Place } from '../hops'
import type { Onward, Passing, Refused } from './passing'

const DIALOG_FORMING = new Set(['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY'])

/** Passes requests with their Vias, Call-ID and tags as they are. It remembers nothing of a dialog: the Route header does. */
export class ProxyPassing implements Passing {
  readonly #own: Place

  constructor(own: Place) {
    this.#own = own
  }

  request(received: SipRequest): Onward | Refused {
    const counted = countedDown(received)
    if ('status' in counted) return { passes: false, status: counted.status }
    const routed = withoutOwnRoutes(received, this.#own).with('Max-Forwards', String(counted.hops))
    const forms = DIALOG_FORMING.has(received.method) && received.toTag === undefined
    return {
      passes: true,
      request: forms ? recordRouted(routed, this.#own) : routed,
      session: sessionOf(received),
      // RFC 3261 §16.7 step 3 — its own Via is taken off, nothing else.
      back: (response) => ({ response: response.withoutFirstOf('Via'), session: sessionOf(response) }),
      gaveUp: () => undefined,
    }
  }

  ack(ack: SipRequest): SipRequest | undefined {
    const counted = countedDown(ack)
    const routed = withoutOwnRoutes(ack, this.#own)
    // RFC 3261 §16.10, §17 — an ACK that did not come by our Route is no end-to-end ACK of a session we are in.
    if ('status' in counted || routed === ack) return undefined
    return routed.with('Max-Forwards', String(counted.hops))
  }

  over(): void {
    return
  }

  close(): void {
    return
  }
}

// RFC 3261 §16.6 step 4 — above those of the elements before; with lr, a loose router.
function recordRouted(request: SipRequest, { host, port }: Place): SipRequest {
  const value = `<sip:${host}:${port};lr>`
  return request.header('Record-Route') === undefined
    ? request.append('Record-Route', value)
    : request.prepend('Record-Route', value)
}

// RFC 3261 §12 — Call-ID and both tags, in either direction.
function sessionOf({ callId, fromTag, toTag }: SipMessage): string | undefined {
  if (callId === undefined || fromTag === undefined || toTag === undefined) return undefined
  return JSON.stringify([callId, ...[fromTag, toTag].sort()])
}
