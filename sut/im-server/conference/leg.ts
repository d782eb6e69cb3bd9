// One SIP leg of a conference: whose it is, how charging shall name it, and the dialog that carries it.
import { aorOf, assertedIdentities, parseChargingVector, parseNameAddr, type InviteDialog, type SipRequest } from '@ch1/sip'
import type { LegFacts } from './conference-event'

/** A leg that is up. `leaving` from the server's BYE on. */
export interface Leg {
  readonly facts: LegFacts
  readonly dialog: InviteDialog
  leaving: boolean
}

/**
 * The facts of a leg that a user opened with its INVITE.
 * @throws SipParseError when neither P-Asserted-Identity nor From is an address
 */
export function factsOfIncoming(invite: SipRequest, origin: 'created' | 'joined'): LegFacts {
  // RFC 3325 §9.1 — one SIP identity, or a tel one, or both; the SIP one names the user here.
  const identities = assertedIdentities(invite)
  const asserted = identities.find(({ uri }) => /^sips?:/i.test(uri)) ?? identities[0]
  const user = aorOf(asserted?.uri ?? parseNameAddr(invite.header('From') ?? '').uri)
  const icid = icidOf(invite)
  return {
    user,
    callId: invite.callId ?? '',
    ...(icid !== undefined && { icid }),
    // TS 32.299 §7.2.77 — without an asserted identity one item says unknown.
    callingParty: asserted?.uri ?? 'unknown',
    calledParty: invite.requestUri,
    origin,
  }
}

/** The headers by which an element behind a trust boundary tells who it is and what to charge. RFC 3325 §9.1, RFC 7315 §4.6 */
export function identityHeaders(identity: string, icid: string | undefined): readonly (readonly [string, string])[] {
  return [
    ['P-Asserted-Identity', `<${identity}>`],
    ...(icid === undefined ? [] : [['P-Charging-Vector', `icid-value="${icid}"`] as const]),
  ]
}

function icidOf(invite: SipRequest): string | undefined {
  const vector = invite.header('P-Charging-Vector')
  if (vector === undefined) return undefined
  try {
    return parseChargingVector(vector).icid
  } catch {
    return undefined // a broken vector is as good as none: SIP goes on
  }
}
