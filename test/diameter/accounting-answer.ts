// The answer that says success to whatever was asked.
import { encodeMessage, type DiameterMessage } from '@ch1/diameter'

/** RFC 6733 §6.2 — same command, application and identifiers; Result-Code 2001. */
export function answerTo({ commandCode, applicationId, hopByHop, endToEnd }: DiameterMessage, errorMessage = ''): Uint8Array {
  return encodeMessage({
    commandCode,
    applicationId,
    request: false,
    hopByHop,
    endToEnd,
    avps: [
      ['Result-Code', 2001],
      ['Origin-Host', 'peer.example'],
      ['Origin-Realm', 'example'],
      ['Error-Message', errorMessage],
    ],
  })
}
