// What a participant writes into its INVITEs and its answers: header fields of an IMS client, SDP, and the list of those to invite. What the network says of it is the core's.
import { randomBytes } from 'node:crypto'
import { buildMultipart, RESOURCE_LISTS, writeResourceLists, type SipMessage } from '@ch1/sip'
import { setupFor, type Setup } from '../media-setup'

/** What the profile says about the look of a participant's messages. */
export interface Templates {
  /** The conference factory URI: where `creates` sends its INVITE. */
  readonly factoryUri: string
  /** Header fields added to every INVITE, such as Accept-Contact. */
  readonly inviteHeaders: readonly (readonly [name: string, value: string])[]
  /** Parameters of the Contact, with their leading semicolons: `;+g.oma.sip-im`. */
  readonly contactParams: string
  /** The SDP of an offer or an answer; `token` is new for each and makes the MSRP path its own. */
  readonly sdp: (token: string, setup: Setup) => string
  readonly userAgent: string
}

type Headers = readonly (readonly [name: string, value: string])[]

/** What stands in an INVITE beside the dialog's own header fields. */
export interface InviteContent {
  readonly headers: Headers
  readonly body: Uint8Array | string
  readonly contentType: string
}

/** An INVITE: to join, or, with `invited`, to create a conference with a list of recipients (RFC 5366 §4). */
export function inviteContent(templates: Templates, invited: readonly string[]): InviteContent {
  const headers: Headers = templates.inviteHeaders
  const sdp = described(templates, 'active')
  if (invited.length === 0) return { headers, ...sdp }
  const list = {
    contentType: RESOURCE_LISTS,
    headers: [['Content-Disposition', 'recipient-list']] as const,
    body: writeResourceLists(invited),
  }
  // RFC 5366 §4.1 — the option tag says that the list must be understood.
  return {
    headers: [...headers, ['Require', 'recipient-list-invite']],
    ...buildMultipart([{ contentType: sdp.contentType, body: sdp.body }, list]),
  }
}

/** A new offer in a dialog. */
export function offerContent(templates: Templates): InviteContent {
  return { headers: [], ...described(templates, 'active') }
}

/** What answers the SDP of this message; one without is answered by an offer of ours (RFC 3261 §13.2.1). */
export function answerContent(templates: Templates, offer: SipMessage): InviteContent {
  return { headers: [], ...described(templates, setupFor(offer)) }
}

function described(templates: Templates, setup: Setup): { readonly body: string; readonly contentType: string } {
  return { body: templates.sdp(randomBytes(6).toString('hex'), setup), contentType: 'application/sdp' }
}
