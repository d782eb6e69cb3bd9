// What a SIPp can do, told from its banner: the version, and the words its builder's choices put there.
import type { SippVersion } from './sipp-version'

/** What differs between the versions and builds this package works with (3.6.0 to 3.7.7). */
export interface SippFeatures {
  /** `-t l1`/`ln`; Debian's build of 3.6.1 has none. */
  readonly tls: boolean
  /** `-t s1`/`sn`. */
  readonly sctp: boolean
  /** `<exec play_pcap_audio=…/>`. */
  readonly pcap: boolean
  /** `<exec rtp_stream=…/>`: a choice of the build in 3.6, always there from 3.7.0. */
  readonly rtpStream: boolean
  /** `algorithm=SHA-256` in `[authentication]`: 3.7.3, with OpenSSL. */
  readonly sha256: boolean
  /** `<urlencode>` and `<urldecode>`: 3.7.0. */
  readonly urlActions: boolean
  /** `-min_rtp_port` and `-max_rtp_port` instead of `-mp`: 3.7.0. */
  readonly rtpPortRange: boolean
  /** `-mp` and `[auto_media_port]`: everywhere but in 3.7.0 to 3.7.2. */
  readonly mediaPort: boolean
  /** A failed check in a <nop> fails the call: 3.7.0. Before, nobody looks at it. */
  readonly nopChecks: boolean
  /** Media ports are bound only with `-rtp_echo`, and then moved if taken: 3.7.0. Before, they are bound always. */
  readonly lazyMedia: boolean
  /** What was measured for `-trace_rtt` and not yet written is written at the end: 3.7.0. Before, only `-rtt_freq 1` loses nothing. */
  readonly rttAtEnd: boolean
  /** Entries of the error trace end with a line end: 3.7.3. */
  readonly errorLines: boolean
  /** `<recv response="18." regexp_match="true"/>`: 3.7.5. */
  readonly responseRegexp: boolean
  /** `-rxsf`: calls made and calls taken by one process: 3.7.5. */
  readonly mixedMode: boolean
  /** `-rfc3339`: 3.7.5. */
  readonly rfc3339: boolean
}

/** The features of this version and build. */
export function sippFeatures(version: SippVersion): SippFeatures {
  const { text } = version
  const since = (minor: number, patch: number): boolean =>
    version.major > 3 || (version.major === 3 && (version.minor > minor || (version.minor === minor && version.patch >= patch)))
  return {
    tls: version.tls,
    sctp: text.includes('-SCTP'),
    pcap: text.includes('-PCAP'),
    rtpStream: text.includes('-RTPSTREAM') || since(7, 0),
    sha256: text.includes('-SHA256'),
    urlActions: since(7, 0),
    rtpPortRange: since(7, 0),
    mediaPort: !since(7, 0) || since(7, 3),
    nopChecks: since(7, 0),
    lazyMedia: since(7, 0),
    rttAtEnd: since(7, 0),
    errorLines: since(7, 3),
    responseRegexp: since(7, 5),
    mixedMode: since(7, 5),
    rfc3339: since(7, 5),
  }
}
