// One SIP leg of a conference: whose it is, how charging shall name it, and the dialog that carries it.
import {
  aorOf,
  assertedIdentities,
  parseChargingVector,
  parseNameAddr,
  unquote,
  type ChargingVector,
  type InviteDialog,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '@ch1/sip'
import type { LegFacts, Operators } from './conference-event'
import type { LegLease } from './leg-lease'
import type { MsrpConnection } from './msrp-connection'
import { mediaOf } from './session-description'

/** A leg that is up. `leaving` from the server's BYE on. */
export interface Leg {
  readonly facts: LegFacts
  readonly dialog: InviteDialog
  readonly lease: LegLease
  /** Its Contact of ours. */
  readonly contact: string
  leaving: boolean
  /** Where the server opened one. */
  msrp?: MsrpConnection | undefined
}

/**
 * The facts of what a user sent: its INVITE, or its MESSAGE.
 * @throws SipParseError when neither P-Asserted-Identity nor From is an address
 */
export function factsOfIncoming(request: SipRequest, origin: LegFacts['origin']): LegFacts {
  const { icid } = vectorOf(request) ?? {}
  const operators = operatorsOf(request)
  return {
    user: userOf(request),
    callId: request.callId ?? '',
    ...(icid !== undefined && { icid }),
    ...(operators && { operators }),
    // TS 32.299 §7.2.77 — without an asserted identity one item says unknown.
    callingParty: assertedUri(request) ?? 'unknown',
    calledParty: request.requestUri,
    origin,
  }
}

/** The facts of a leg that the server asked for, with what the 2xx adds: the network in which it ends (RFC 7315 §4.6), and its media. */
export function factsWithAnswer(facts: LegFacts, response: SipResponse): LegFacts {
  const operators = operatorsOf(response)
  return withMedia(operators ? { ...facts, operators } : facts, mediaOf(response))
}

/** The facts of a leg with the streams that were agreed on for it. */
export function withMedia(facts: LegFacts, media: readonly string[]): LegFacts {
  return media.length === 0 ? facts : { ...facts, media }
}

/**
 * Who sent a request, as address of record.
 * @throws SipParseError when neither P-Asserted-Identity nor From is an address
 */
export function userOf(request: SipRequest): string {
  return aorOf(assertedUri(request) ?? parseNameAddr(request.header('From') ?? '').uri)
}

/** The headers by which an element behind a trust boundary tells who it is and what to charge. RFC 3325 §9.1, RFC 7315 §4.6 */
export function identityHeaders(identity: string, icid: string | undefined): readonly (readonly [string, string])[] {
  return [
    ['P-Asserted-Identity', `<${identity}>`],
    ...(icid === undefined ? [] : [['P-Charging-Vector', `icid-value="${icid}"`] as const]),
  ]
}

// RFC 3325 §9.1 — one SIP identity, or a tel one, or both; the SIP one names the user here.
function assertedUri(request: SipRequest): string | undefined {
  const identities = assertedIdentities(request)
  return (identities.find(({ uri }) => /^sips?:/i.test(uri)) ?? identities[0])?.uri
}

function operatorsOf(message: SipMessage): Operators | undefined {
  const params = vectorOf(message)?.params
  const [originating, terminating] = [params?.get('orig-ioi'), params?.get('term-ioi')]
  if (originating === undefined && terminating === undefined) return undefined
  return {
    ...(originating !== undefined && { originating: unquote(originating) }),
    ...(terminating !== undefined && { terminating: unquote(terminating) }),
  }
}

function vectorOf(message: SipMessage): ChargingVector | undefined {
  const vector = message.header('P-Charging-Vector')
  if (vector === undefined) return undefined
  try {
    return parseChargingVector(vector)
  } catch {
    return undefined // a broken vector is as good as none: SIP goes on
  }
}
