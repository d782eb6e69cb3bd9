// Where our dictionary and freeDiameter's differ, each with the reason why ours stays as it is. Made with Debian's freeDiameter 1.2.1.
import type { Difference } from './compare-dictionaries'

/** A difference that is meant. */
export interface KnownDifference extends Difference {
  readonly reason: string
}

const MAY_IN_8506 = 'RFC 8506 §8 lists M under MAY for it'
const SPELT_IN_TABLE = '3GPP TS 32.299 V16.2.0 Table 7.2.0.1 spells it so; only letter case, or an older release, differs'
const SPELT_BY_OMA = 'OMA and 3GPP TS 32.299 Table 7.2.0.1 spell it so'
const REUSED_RADIUS = '3GPP TS 32.299 §7.2.0: reused RADIUS attributes have M set'
const CORRECTED = "corrected in freeDiameter's dictionary of version 1.5.0"
const BY_OMA = "OMA-DDS §6.2 as several dictionaries transcribe it; corrected in freeDiameter's dictionary of version 1.5.0"

/** What the table does not explain, and what it explains though it is no longer found; both as lines for a message. */
export function unexplained(
  found: readonly Difference[],
  known: readonly KnownDifference[],
): { readonly withoutReason: readonly string[]; readonly stale: readonly string[] } {
  const foundLines = found.map(lineOf)
  const knownLines = known.map(lineOf)
  return {
    withoutReason: foundLines.filter((line) => !knownLines.includes(line)),
    stale: knownLines.filter((line) => !foundLines.includes(line)),
  }
}

/** A difference as one line. */
export function lineOf({ avp, what, ours, theirs }: Difference): string {
  return `${avp}: ${what} ${ours}, freeDiameter ${theirs}`
}

/** Every difference that the comparison may find; one that is not here fails the test, and one here that is not found fails it too. */
export const knownDifferences: readonly KnownDifference[] = [
  { avp: 'CC-Correlation-Id', what: 'M', ours: 'may', theirs: 'must', reason: MAY_IN_8506 },
  { avp: 'Service-Parameter-Info', what: 'M', ours: 'may', theirs: 'must', reason: MAY_IN_8506 },
  { avp: 'Service-Parameter-Type', what: 'M', ours: 'may', theirs: 'must', reason: MAY_IN_8506 },
  { avp: 'Service-Parameter-Value', what: 'M', ours: 'may', theirs: 'must', reason: MAY_IN_8506 },
  { avp: 'User-Equipment-Info', what: 'M', ours: 'may', theirs: 'must', reason: MAY_IN_8506 },
  { avp: 'User-Equipment-Info-Type', what: 'M', ours: 'may', theirs: 'must', reason: MAY_IN_8506 },
  { avp: 'User-Equipment-Info-Value', what: 'M', ours: 'may', theirs: 'must', reason: MAY_IN_8506 },
  {
    avp: 'Status-AS-Code',
    what: 'name',
    ours: 'Status-AS-Code',
    theirs: 'Status',
    reason: 'renamed in 3GPP TS 32.299 V11.14.0',
  },
  {
    avp: 'PoC-User-Role-Info-Units',
    what: 'name',
    ours: 'PoC-User-Role-Info-Units',
    theirs: 'PoC-User-Role-info-Units',
    reason: SPELT_IN_TABLE,
  },
  { avp: 'LCS-Requestor-ID', what: 'name', ours: 'LCS-Requestor-ID', theirs: 'LCS-Requestor-Id', reason: SPELT_IN_TABLE },
  {
    avp: 'LCS-Requestor-ID-String',
    what: 'name',
    ours: 'LCS-Requestor-ID-String',
    theirs: 'LCS-Requestor-Id-String',
    reason: SPELT_IN_TABLE,
  },
  { avp: '3GPP-Session-Stop-Indicator', what: 'M', ours: 'must', theirs: 'mustNot', reason: REUSED_RADIUS },
  { avp: 'ADC-Rule-Base-Name', what: 'M', ours: 'must', theirs: 'mustNot', reason: CORRECTED },
  { avp: 'VASP-Id', what: 'name', ours: 'VASP-Id', theirs: 'VASP-ID', reason: SPELT_IN_TABLE },
  { avp: 'VAS-Id', what: 'name', ours: 'VAS-Id', theirs: 'VAS-ID', reason: SPELT_IN_TABLE },
  {
    avp: 'External-Identifier',
    what: 'code',
    ours: '3111',
    theirs: '28',
    reason: 'two AVPs of one name: 28 is the RADIUS attribute of 3GPP TS 29.061; TS 32.299 Table 7.2.0.1 means 3111 of TS 29.336',
  },
  { avp: '3GPP2-BSID', what: 'type', ours: 'UTF8String', theirs: 'OctetString', reason: CORRECTED },
  { avp: '3GPP2-BSID', what: 'M', ours: 'must', theirs: 'mustNot', reason: CORRECTED },
  {
    avp: 'Application-Server-ID',
    what: 'name',
    ours: 'Application-Server-ID',
    theirs: 'Application-Server-Id',
    reason: SPELT_BY_OMA,
  },
  { avp: 'Application-Service-Type', what: 'type', ours: 'Enumerated', theirs: 'UTF8String', reason: BY_OMA },
  {
    avp: 'Application-Session-ID',
    what: 'name',
    ours: 'Application-Session-ID',
    theirs: 'Application-Session-Id',
    reason: SPELT_BY_OMA,
  },
  { avp: 'Application-Session-ID', what: 'type', ours: 'Unsigned32', theirs: 'UTF8String', reason: BY_OMA },
  {
    avp: 'Content-Provider-ID',
    what: 'name',
    ours: 'Content-Provider-ID',
    theirs: 'Content-provider-ID',
    reason: SPELT_BY_OMA,
  },
]
