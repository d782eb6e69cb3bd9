// A transport without a network: it notes what it is given to send and where, and the test says what comes in.
import { parseMessage, type Address, type SentBy, type SipRequest, type SipResponse, type SipTransport } from '@ch1/sip'

/** Such a transport. */
export type NotingTransport = SipTransport & { readonly sent: [text: string, to: Address][] }

/** Makes one that is reliable unless it is UDP. */
export function noting(sentBy: SentBy): NotingTransport {
  const sent: [string, Address][] = []
  return {
    ...{ reliable: sentBy.transport !== 'UDP', sentBy, sent },
    onMessage: () => undefined,
    send: (bytes, to) => void sent.push([Buffer.from(bytes).toString('latin1'), to]),
    close: () => Promise.resolve(),
  }
}

/** What was sent, as messages. */
export function messagesOf({ sent }: NotingTransport): readonly (SipRequest | SipResponse)[] {
  return sent.map(([text]) => parseMessage(Buffer.from(text, 'latin1')))
}

/** What was sent, as words: `INVITE`, `200 INVITE`. */
export function wordsOf(transport: NotingTransport): readonly string[] {
  return messagesOf(transport).map((message) =>
    message.kind === 'request' ? message.method : `${message.status} ${message.cseq?.method ?? '?'}`,
  )
}
