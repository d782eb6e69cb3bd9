// How a SIPp is told its media port: the option was renamed in 3.7.0, and its old name came back in 3.7.3.
import type { SippFeatures } from './sipp-features'

/** SIPp 3.6 binds media ports at its start, whether the scenario has media or not; two of them must not meet. */
export function mediaArguments(features: SippFeatures, media: number): readonly string[] {
  // A range of one pair: with a wider one a 3.7 moves on to the next pair in silence, onto somebody else's ports.
  if (features.rtpPortRange) return ['-min_rtp_port', String(media), '-max_rtp_port', String(media + 2)]
  return ['-mp', String(media)]
}
