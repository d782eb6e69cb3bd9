// Capabilities-Exchange (257): who the peers are and which applications they share (RFC 6733 §5.3).
import { avpAt, avpsAt, scalarAt } from '../avp-path'
import { APPLICATION, COMMAND, RESULT } from '../commands'
import type { AvpInput, DiameterMessage } from '../message'
import { baseAnswer, baseRequest, originAvps, stateAvps, type RequestIds } from './base-answer'
import type { Identity, RemoteIdentity } from './peer-types'

// RFC 6733 §4.3.1 — a DiameterIdentity is a name in the DNS, which RFC 1035 §2.3.4 bounds.
const LONGEST_NAME = 255

/** What a CER is answered with. */
export interface CapabilitiesVerdict {
  readonly resultCode: number
  /** Why it is no success; empty on success. */
  readonly why: string
  /** What stands in Failed-AVP. */
  readonly failed: readonly AvpInput[]
}

/**
 * ```
 * CER: Origin-Host Origin-Realm 1*Host-IP-Address Vendor-Id Product-Name [Origin-State-Id] *Supported-Vendor-Id *Acct-Application-Id
 * ```
 */
export function encodeCer(identity: Identity, localAddress: string, ids: RequestIds): Uint8Array {
  return baseRequest(COMMAND.capabilitiesExchange, ids, [
    ...whoWeAre(identity, localAddress),
    ...stateAvps(identity),
    ...whatWeOffer(identity),
  ])
}

/**
 * ```
 * CEA: Result-Code Origin-Host … [Origin-State-Id] [Error-Message] [Failed-AVP] *Supported-Vendor-Id *Acct-Application-Id
 * ```
 * RFC 6733 §7.1.3 — a 3xxx has the E bit, and then the form of §7.2: who refuses and why, no capabilities.
 */
export function encodeCea(
  request: DiameterMessage,
  identity: Identity,
  localAddress: string,
  verdict: CapabilitiesVerdict,
): Uint8Array {
  const { resultCode, why, failed } = verdict
  const words: readonly AvpInput[] = [
    ...stateAvps(identity),
    ...(why === '' ? [] : ([['Error-Message', why]] as const)),
    ...(failed.length === 0 ? [] : ([['Failed-AVP', failed]] as const)),
  ]
  if (resultCode >= 3000 && resultCode < 4000)
    return baseAnswer(request, [...originAvps(identity), ['Result-Code', resultCode], ...words], true)
  return baseAnswer(request, [
    ['Result-Code', resultCode],
    ...whoWeAre(identity, localAddress),
    ...words,
    ...whatWeOffer(identity),
  ])
}

/**
 * Whether the sender of a CER can be our peer. Only what makes a peer impossible is refused; AVPs the grammar demands beyond that
 * are for others to miss.
 */
export function judgeCer(cer: DiameterMessage, identity: Identity): CapabilitiesVerdict {
  for (const name of ['Origin-Host', 'Origin-Realm']) {
    const avp = avpAt(cer, name)
    const { code, data } = avp ?? { code: name === 'Origin-Host' ? 264 : 296, data: new Uint8Array() }
    const failed: readonly AvpInput[] = [{ code, vendorId: 0, flags: 0x40, data }]
    // RFC 6733 §7.1.5, §7.5 — what is missing or unreadable is shown in Failed-AVP.
    if (avp === undefined) return { resultCode: RESULT.MISSING_AVP, why: `${name} is missing`, failed }
    if (!avp.value.ok) return { resultCode: RESULT.INVALID_AVP_VALUE, why: avp.value.error.problem, failed }
    // It is kept for as long as the connection lives.
    if (data.length > LONGEST_NAME)
      return {
        resultCode: RESULT.INVALID_AVP_VALUE,
        why: `${name} has ${data.length} octets, a host name at most ${LONGEST_NAME}`,
        failed,
      }
  }
  if (!haveCommonApplication(cer, identity)) {
    const why = `no common application: ${list(identity.acctApplicationIds)} here, ${list(applicationsOf(cer))} there`
    return { resultCode: RESULT.NO_COMMON_APPLICATION, why, failed: [] }
  }
  const security = numbersAt(cer, 'Inband-Security-Id')
  if (security.length > 0 && !security.includes(0)) {
    return { resultCode: RESULT.NO_COMMON_SECURITY, why: 'no common security: none here', failed: [] }
  }
  return { resultCode: RESULT.SUCCESS, why: '', failed: [] }
}

/** Who a message of the base protocol comes from. */
export function remoteIdentityOf(message: DiameterMessage): RemoteIdentity {
  const originHost = scalarAt(message, 'Origin-Host')
  const originRealm = scalarAt(message, 'Origin-Realm')
  const originStateId = scalarAt(message, 'Origin-State-Id')
  return {
    ...(typeof originHost === 'string' ? { originHost } : {}),
    ...(typeof originRealm === 'string' ? { originRealm } : {}),
    ...(typeof originStateId === 'number' ? { originStateId } : {}),
  }
}

// RFC 6733 §5.3 — a relay has every application in common with everyone.
function haveCommonApplication(cer: DiameterMessage, { acctApplicationIds: ours }: Identity): boolean {
  const theirs = applicationsOf(cer)
  return [...ours, ...numbersAt(cer, 'Auth-Application-Id')].includes(APPLICATION.relay) || theirs.some(isOneOf(ours))
}

function isOneOf(ours: readonly number[]): (application: number) => boolean {
  return (application) => application === APPLICATION.relay || ours.includes(application)
}

function applicationsOf(cer: DiameterMessage): readonly number[] {
  return [...numbersAt(cer, 'Acct-Application-Id'), ...numbersAt(cer, 'Vendor-Specific-Application-Id/Acct-Application-Id')]
}

function numbersAt(message: DiameterMessage, path: string): readonly number[] {
  return avpsAt(message, path).flatMap(({ value }) => (value.ok && typeof value.value === 'number' ? [value.value] : []))
}

function list(numbers: readonly number[]): string {
  return numbers.length === 0 ? 'none' : numbers.slice(0, 10).join(', ')
}

function whoWeAre(identity: Identity, localAddress: string): readonly AvpInput[] {
  return [
    ...originAvps(identity),
    ...(identity.hostIpAddresses ?? [localAddress]).map((address): AvpInput => ['Host-IP-Address', address]),
    ['Vendor-Id', identity.vendorId],
    ['Product-Name', identity.productName],
  ]
}

function whatWeOffer({ supportedVendorIds, acctApplicationIds }: Identity): readonly AvpInput[] {
  return [
    ...supportedVendorIds.map((vendorId): AvpInput => ['Supported-Vendor-Id', vendorId]),
    ...acctApplicationIds.map((application): AvpInput => ['Acct-Application-Id', application]),
  ]
}
