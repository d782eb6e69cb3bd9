// Who of the two ends of an offered message stream makes its connection.
import type { SipMessage } from '@ch1/sip'

/** RFC 4145 §4 — active connects, passive waits for it. */
export type Setup = 'active' | 'passive'

/**
 * What we say to this message: RFC 4145 §4.1 — passive is answered by active; active, and actpass, by passive, as we listen; RFC 4975 §5.4 — who
 * offers without a word is active, and so are we where the message brings no SDP and ours is the offer.
 */
export function setupFor(offer: SipMessage): Setup {
  if (offer.body.length === 0) return 'active'
  return /^a=setup:passive\s*$/m.test(Buffer.from(offer.body).toString('latin1')) ? 'active' : 'passive'
}
