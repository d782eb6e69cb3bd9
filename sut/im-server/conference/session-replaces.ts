// Session-Replaces: an INVITE to the factory says which 1-1 session its group takes the place of; each party is told by its own dialog.
import { formatParams, parseParams, type HeaderList, type InviteDialog } from '@ch1/sip'

/** The Call-ID such a header names; undefined when it cannot be read. Its form is that of Replaces (RFC 3891 §6.1). */
export function replacedCallId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const semicolon = value.indexOf(';')
  const callId = (semicolon < 0 ? value : value.slice(0, semicolon)).trim()
  try {
    parseParams(semicolon < 0 ? '' : value.slice(semicolon), 'RFC 3891 §6.1')
  } catch {
    return undefined
  }
  return callId === '' ? undefined : callId
}

/** The header that names a leg to the user at its other end: from there, our tag is the remote one. */
export function replacing({ dialog }: InviteDialog): HeaderList {
  const tags = new Map([
    ['from-tag', dialog.remoteTag],
    ['to-tag', dialog.localTag],
  ])
  return [['Session-Replaces', `${dialog.callId}${formatParams(tags)}`]]
}
