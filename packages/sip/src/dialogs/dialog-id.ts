// The key of a dialog (RFC 3261 §12): Call-ID and both tags, as one side sees them.
import type { SipRequest, SipResponse } from '../message/message'

/** One key of the three parts; none of them can hold the separator. */
export function dialogId(callId: string, localTag: string, remoteTag: string): string {
  return `${callId}\n${localTag}\n${remoteTag}`
}

/** The dialog a received request names: we are its To. */
export function dialogIdOfRequest(request: SipRequest): string {
  return dialogId(request.callId ?? '', request.toTag ?? '', request.fromTag ?? '')
}

/** The dialog a received response names: we are its From. */
export function dialogIdOfResponse(response: SipResponse): string {
  return dialogId(response.callId ?? '', response.fromTag ?? '', response.toTag ?? '')
}
