// For a receiver that knows little of SIP's grammar: the same message, spelt in the one way that SIPp reads. SIPp finds a header field by
// its text, so legal spellings (`CSeq : 1  INVITE`, a folded To, a display name before a Contact's URI) end a call or go into its next
// request line. RFC 3261 §7.3.1 has them all mean the same.
import { formatNameAddr, parseNameAddr, SipParseError } from '@ch1/sip'
import type { SipRequest, SipResponse } from '@ch1/sip'

/** Header fields of addresses: bare URIs in angle brackets, then the parameters. */
const ADDRESSES = ['Record-Route', 'From', 'To', 'Contact'] as const

/** The message with what carries its dialog and transaction in full names, unfolded, without display names, in the usual order. */
export function inPlainWords<M extends SipRequest | SipResponse>(message: M): M {
  const { cseq, callId } = message
  const words: (readonly [string, string])[] = message.list('Via').map((via) => ['Via', via])
  for (const name of ADDRESSES) {
    const addresses = message.list(name).map(bare)
    if (addresses.length > 0) words.push([name, addresses.join(', ')])
  }
  if (callId !== undefined) words.push(['Call-ID', callId])
  if (cseq !== undefined) words.push(['CSeq', `${cseq.number} ${cseq.method}`])
  const written = new Set([...words.map(([name]) => name), 'Content-Length'])
  const others = [...written].reduce((left: SipRequest | SipResponse, name) => left.without(name), message).headers
  const empty = message.headers.reduce((left: SipRequest | SipResponse, { name }) => left.without(name), message)
  return empty.changed([
    ...words.map(([name, value]) => ['append', name, value] as const),
    ...others.map(({ name, value }) => ['append', name, value] as const),
    ['append', 'Content-Length', String(message.body.length)],
  ]) as M
}

function bare(text: string): string {
  try {
    const { uri, params } = parseNameAddr(text)
    return formatNameAddr({ uri, params })
  } catch (error) {
    if (error instanceof SipParseError) return text // `*`, or what is broken: it is not ours to mend
    throw error
  }
}
