// Where the server's Diameter node listens: a Charging Enabler that connects to it is told that there is a connection (RFC 6733 §5.6).
import {
  DiameterServer,
  RESULT,
  scalarAt,
  type CerDecision,
  type CerVerdict,
  type DiameterMessage,
  type Identity,
} from '@ch1/diameter'
import type { PeerTimers } from '@ch1/diameter'
import type { Address } from '@ch1/sip'
import { SutError } from '../../../adapter'

/** What the node that listens is made with. */
export interface RfListenerOptions {
  readonly at: Address
  readonly identity: Identity
  readonly timers: PeerTimers
  /** The number of the Charging Enabler that goes by this Origin-Host; undefined for a stranger. */
  readonly peerOf: (originHost: string) => number | undefined
  /** What is made of a Charging Enabler that calls, where it is not what `refuse` says. */
  readonly called?: (peer: number, refuse: () => CerVerdict) => CerDecision
}

/**
 * Only connections that the Rf client made itself carry records.
 * DEVIATES RFC 6733 §5.6.4: a CER that crosses our own is refused without an election, as if it came a moment later; Tc brings us back.
 */
export async function listenForEnablers(o: RfListenerOptions): Promise<DiameterServer> {
  const { at, identity, timers } = o
  try {
    return await DiameterServer.listen({ ...at, identity, timers, onCer: (cer) => judged(cer, o), onRequest: () => undefined })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SutError(`the Diameter node cannot listen: ${why}`, `${at.host}:${at.port}`, 'Choose a free port, or 0.')
  }
}

function judged(cer: DiameterMessage, { peerOf, called }: RfListenerOptions): CerDecision {
  const originHost = scalarAt(cer, 'Origin-Host')
  if (typeof originHost !== 'string') return undefined // RFC 6733 §7.1.5 — refused for that
  const peer = peerOf(originHost)
  // RFC 6733 §5.3 — a peer we do not know.
  if (peer === undefined) return { resultCode: RESULT.UNKNOWN_PEER, errorMessage: `${originHost} is no Charging Enabler of ours` }
  // RFC 6733 §5.6 — R-Reject: nothing becomes of the connection there is.
  const refuse = (): CerVerdict => ({
    resultCode: RESULT.UNABLE_TO_COMPLY,
    errorMessage: `we are the one who connects to ${originHost}`,
  })
  return called ? called(peer, refuse) : refuse()
}
