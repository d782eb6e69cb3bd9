// Bodies of type message/sipfrag (RFC 3420), which tell in a NOTIFY how a referred request goes (RFC 3515 §2.4.5).
import { bodyParts } from '../message/multipart'
import type { SipMessage } from '../message/message'
import { reasonPhrase } from '../message/reason-phrases'
import { bytesOf, textOf } from '../message/text'
import { SipParseError } from '../errors'

/** Content-Type of a status line in a NOTIFY. */
export const SIPFRAG = 'message/sipfrag;version=2.0'

/** The status line a fragment starts with. */
export interface FragmentStatus {
  readonly status: number
  readonly reason: string
}

/** Body with one status line (RFC 3515 §2.4.5: at least that). */
export function writeStatusFragment(status: number, reason = reasonPhrase(status)): Uint8Array {
  return bytesOf(`SIP/2.0 ${status} ${reason.replace(/[\r\n]+/g, ' ')}\r\n`)
}

/** The status line of a message's sipfrag; undefined when it has none that can be read. */
export function statusFragmentOf(message: SipMessage): FragmentStatus | undefined {
  try {
    const part = bodyParts(message).find(({ contentType }) => contentType === 'message/sipfrag')
    const [, status, reason = ''] = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n]*))?(?:\r?\n|$)/i.exec(textOf(part?.body ?? EMPTY)) ?? []
    return status === undefined ? undefined : { status: Number(status), reason }
  } catch (error) {
    if (error instanceof SipParseError) return undefined
    throw error
  }
}

const EMPTY = new Uint8Array(0)
