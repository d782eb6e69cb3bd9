// A conference focus just big enough to test participants against: one conference, every arrival accepted, nothing charged.
import { bodyParts, parseNameAddr, TransactionLayer, UdpTransport, UserAgent, utf8 } from '@ch1/sip'
import type {
  Address,
  IncomingInvite,
  InviteDialog,
  OutgoingInvite,
  Respond,
  SipRequest,
  SipResponse,
  TimerValues,
} from '@ch1/sip'
import { hostPort } from '../../mocks/sip-core'

/** Short times, so that 64·T1 passes within a test. */
export const QUICK: TimerValues = { t1Ms: 100, t2Ms: 400, t4Ms: 500 }

const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\n'
const CONFERENCE = '<sip:conf-1@im.example>'

/** One focus on loopback, with the core as its next hop. */
export class TinyFocus {
  static async start(core: Address): Promise<TinyFocus> {
    return new TinyFocus(await UdpTransport.bind({ host: '127.0.0.1', port: 0 }), core)
  }

  readonly address: Address
  readonly uri: string
  /** Every request that reached it, ACKs and BYEs included; no retransmissions. */
  readonly requests: SipRequest[] = []
  /** Responses to its own in-dialog requests. */
  readonly responses: SipResponse[] = []
  readonly legs: InviteDialog[] = []
  readonly invited: OutgoingInvite[] = []
  /** The status for the next INVITEs; 200 accepts. */
  answerWith = 200
  /** For tests that script it otherwise. */
  readonly agent: UserAgent
  readonly #core: Address
  #waiting: (() => void)[] = []

  private constructor(transport: UdpTransport, core: Address) {
    this.#core = core
    this.address = { host: '127.0.0.1', port: transport.sentBy.port }
    this.uri = `sip:conf-1@${hostPort(this.address)}`
    const layer = new TransactionLayer({ transport, values: QUICK })
    this.agent = new UserAgent({ layer, contact: `<${this.uri}>;isfocus`, nextHop: core })
    this.agent.onInvite = (incoming) => this.#invitation(incoming)
  }

  invite(aor: string): OutgoingInvite {
    const invite = this.agent.invite({
      uri: aor,
      from: CONFERENCE,
      to: `<${aor}>`,
      route: [`<sip:${hostPort(this.#core)};lr>`],
      body: SDP,
      contentType: 'application/sdp',
    })
    invite.onAnswered = (_, leg) => this.#attach(leg)
    invite.onProvisional = () => this.#changed()
    invite.final.then(
      (response) => this.#answer(response),
      () => undefined,
    )
    this.invited.push(invite)
    return invite
  }

  async send(method: string, body?: string): Promise<SipResponse> {
    const leg = this.legs.at(-1)
    if (!leg) throw new Error('no leg')
    const response = await leg.send(method, body === undefined ? {} : { body, contentType: 'application/sdp' })
    this.#answer(response)
    return response
  }

  /** A MESSAGE outside any dialog. */
  message(aor: string): Promise<SipResponse> {
    const route = [`<sip:${hostPort(this.#core)};lr>`]
    const text = { contentType: 'text/plain', body: 'to you' }
    return this.agent.request({ method: 'MESSAGE', uri: aor, from: CONFERENCE, to: `<${aor}>`, route, ...text })
  }

  /** BYE to the youngest leg. */
  async bye(): Promise<SipResponse> {
    const response = await this.legs.pop()?.bye()
    if (!response) throw new Error('no leg')
    return response
  }

  /** The youngest request of a method. */
  last(method: string): SipRequest {
    const request = this.requests.findLast((candidate) => candidate.method === method)
    if (!request) throw new Error(`no ${method} came`)
    return request
  }

  count(method: string): number {
    return this.requests.filter((request) => request.method === method).length
  }

  /** Waits, at most 3 s, until it is so; looks after every event. */
  async until(isSo: () => boolean): Promise<void> {
    const giveUp = Date.now() + 3_000
    while (!isSo()) {
      if (Date.now() > giveUp) throw new Error(`it did not become so: ${String(isSo)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50)
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  close(): Promise<void> {
    return this.agent.close()
  }

  #invitation(incoming: IncomingInvite): void {
    this.#saw(incoming.request)
    if (this.answerWith !== 200) return incoming.refuse(this.answerWith)
    this.#attach(incoming.accept({ body: SDP, contentType: 'application/sdp' }))
    const list = bodyParts(incoming.request).find((part) => part.contentType.startsWith('application/resource-lists+xml'))
    const text = list ? utf8(Buffer.from(list.body).toString('latin1')) : ''
    for (const [, uri] of text.matchAll(/uri="([^"]+)"/g)) if (uri !== undefined) this.invite(uri)
  }

  #attach(leg: InviteDialog): void {
    this.legs.push(leg)
    leg.onAck = (ack) => this.#saw(ack)
    leg.onBye = (bye) => {
      this.legs.splice(this.legs.indexOf(leg), 1)
      this.#saw(bye)
    }
    leg.onRequest = (request, respond) => this.#inDialog(leg, request, respond)
    this.#changed()
  }

  #inDialog(leg: InviteDialog, request: SipRequest, respond: Respond): void {
    this.#saw(request)
    if (request.method !== 'REFER') return respond(200)
    respond(202)
    const tell = (fragment: string, state: string): void => {
      const headers = [['Event', 'refer'] as const, ['Subscription-State', state] as const]
      void leg
        .send('NOTIFY', { headers, body: fragment, contentType: 'message/sipfrag' })
        .then((response) => this.#answer(response))
    }
    tell('SIP/2.0 100 Trying', 'active;expires=60')
    const invite = this.invite(parseNameAddr(request.header('Refer-To') ?? '').uri)
    void invite.final.then((final) => tell(`SIP/2.0 ${final.status} ${final.reason}`, 'terminated;reason=noresource'))
  }

  #saw(request: SipRequest): void {
    this.requests.push(request)
    this.#changed()
  }

  #answer(response: SipResponse): void {
    this.responses.push(response)
    this.#changed()
  }

  #changed(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const look of waiting) look()
  }
}
