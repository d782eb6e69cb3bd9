// A user agent that is given odd and damaged messages: what it answers, and what it drops and why.
import {
  DigestServer,
  formatNameAddr,
  parseMessage,
  parseNameAddr,
  TransactionLayer,
  UserAgent,
  type Respond,
  type SipParseError,
  type SipRequest,
  type SipResponse,
  type SipTransport,
} from '@ch1/sip'
import { FakeTimers } from './fake-timers'

/** An agent with everything around it, and what came of what it was given. */
export class AdmissionBench {
  /** Its responses. */
  readonly answers: SipResponse[] = []
  /** What it told as garbage. */
  readonly garbage: SipParseError[] = []
  /** Responses that it took and that belong to no transaction of its own. */
  readonly strays: SipResponse[] = []
  /** What its own code threw: never anything. */
  readonly faults: unknown[] = []
  /** Bytes it sent that are no SIP message: never any. */
  readonly broken: Uint8Array[] = []
  readonly layer: TransactionLayer
  readonly #transport: SipTransport
  readonly #digest = new DigestServer({ realm: 'example.com', password: () => undefined })

  /** `host` is its sent-by: the one that a response must name as its own. */
  constructor(host = '192.0.2.1') {
    this.#transport = {
      reliable: false,
      sentBy: { transport: 'UDP', host, port: 5060 },
      onMessage: () => undefined,
      send: (bytes) => this.#take(bytes),
      close: () => Promise.resolve(),
    }
    this.layer = new TransactionLayer({
      transport: this.#transport,
      timers: new FakeTimers(),
      onGarbage: (_bytes, why) => this.garbage.push(why),
      onFault: (fault) => this.faults.push(fault),
    })
    const agent = new UserAgent({
      layer: this.layer,
      contact: `<sip:agent@${host}>`,
      allow: 'INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, REGISTER',
      supports: [],
      bodies: ['application/sdp', 'multipart/mixed', 'text/plain'],
    })
    const unset = agent.onRequest
    agent.onInvite = (incoming) => void incoming.accept({ body: 'v=0', contentType: 'application/sdp' })
    agent.onRequest = (request, respond, from) => {
      if (request.method === 'MESSAGE') respond(200)
      else if (request.method === 'REGISTER') this.#register(request, respond)
      else unset(request, respond, from)
    }
    this.layer.onStrayResponse = (response) => this.strays.push(response)
  }

  /** One datagram comes in. */
  receive(bytes: Uint8Array): void {
    this.#transport.onMessage(bytes, { host: '192.0.2.99', port: 5099 })
  }

  #take(bytes: Uint8Array): void {
    try {
      const message = parseMessage(bytes)
      if (message.kind === 'response') this.answers.push(message)
    } catch {
      this.broken.push(bytes)
    }
  }

  // The package has no registrar; this is as much of one as such messages ask for (RFC 3261 §10.2, §10.3).
  #register(request: SipRequest, respond: Respond): void {
    const { uri } = parseNameAddr(request.header('To') ?? '')
    if (!/^sips?:/i.test(uri)) return respond(400, 'To Names No SIP Address')
    const challenge = request.header('Authorization') === undefined ? undefined : this.#digest.refusalOf(request)
    if (challenge !== undefined) return respond(401, undefined, { headers: challenge })
    respond(200, undefined, { headers: request.contacts.map((contact) => ['Contact', formatNameAddr(contact)] as const) })
  }
}
