// A watchdog of ours that the SUT does not answer, though it goes on sending on that connection.
import type { PeerRule } from './rule'

/**
 * RFC 3539 §3.4.1 — with the recommended Tw a peer would be suspected by now. RFC 6733 §5.5 names no time within which a DWR is answered, so
 * silence alone decides nothing: the message that is judged shows that the SUT lives, and that we read what it sends.
 */
const TW_US = 30_000_000

export const dwaMissing: PeerRule = {
  id: 'dwa-missing',
  owner: 'TP_PEER_005',
  requirement: 'RFC6733_5.5_1',
  sees: 'peer',
  binding: 'diameter',
  oncePerConnection: true,
  expected: 'a DWA to each DWR, before Tw (30 s) is over',
  about: { what: 'a message behind a DWR that waits', isIn: (_, { watchdogWaitsUs = 0 }) => watchdogWaitsUs >= TW_US },
  // RFC 6733 §5.5.2 — the DWA is sent as the answer to a DWR
  breach: (message, { watchdogWaitsUs = 0 }) =>
    watchdogWaitsUs < TW_US
      ? undefined
      : `a DWR without answer for ${(watchdogWaitsUs / 1e6).toFixed(1)} s when command ${message.commandCode} came`,
}
