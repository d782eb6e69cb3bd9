// One INVITE of the focus to a user: sent, rung, answered, refused, or cancelled when nobody answers.
import {
  requestAfter422,
  sessionOffer,
  uriHost,
  type Address,
  type HeaderList,
  type InviteDialog,
  type OutgoingInvite,
  type SipResponse,
} from '@ch1/sip'
import type { LegFacts } from './conference-event'
import type { FocusSurroundings } from './focus-surroundings'
import { identityHeaders } from './leg'
import { sdpOffer } from './session-description'

/** How an invitation ended without an arrival. */
export interface NoArrival {
  readonly status: number
  readonly reason: string
  readonly cancelled: boolean
}

/** What the focus hears of its invitation. Exactly one of `arrived` and `failed` is called, once. */
export interface InvitationEvents {
  ringing(): void
  /** The invitation is given up; CANCEL leaves now, or with the first provisional response (RFC 3261 §9.1). */
  givenUp(): void
  arrived(dialog: InviteDialog, response: SipResponse): void
  failed(why: NoArrival): void
  /** A 2xx that came after the invitation was over, or a fork's second; it has been or is being ended by BYE. */
  tooLate(response: SipResponse): void
}

/** An invitation under way. */
export class Invitation {
  readonly facts: LegFacts
  readonly sentAt: Date
  private readonly outgoing: OutgoingInvite
  private readonly around: FocusSurroundings
  private readonly on: InvitationEvents
  private readonly noAnswer: unknown
  private over = false
  private rung = false

  /** Sends the INVITE. @param from who invites, as address of record; @param headers further ones of the INVITE */
  constructor(o: {
    user: string
    from: string
    contact: string
    headers?: HeaderList
    around: FocusSurroundings
    on: InvitationEvents
  }) {
    const { around } = o
    const { policy } = around
    const icid = `${around.newToken()}@${around.mediaHost}`
    this.around = around
    this.on = o.on
    this.sentAt = around.now()
    this.outgoing = around.agent.invite({
      uri: o.user,
      from: `<${o.from}>`,
      to: `<${o.user}>`,
      // RFC 3261 §8.1.2 — a preloaded Route brings the request to the core whatever the Request-URI says.
      route: [routeTo(around.nextHop)],
      contact: o.contact,
      headers: [
        // TS 32.260 §5.1.2.2 — the leg towards each user has an ICID of its own.
        ...identityHeaders(o.from, icid),
        ...(policy.sessionTimer === undefined ? [] : sessionOffer(policy.sessionTimer)),
        ...(o.headers ?? []),
      ],
      ...(policy.sessionTimer !== undefined && { retry: requestAfter422 }),
      ...(policy.reliableProvisional && { reliable: 'supported' as const }),
      contentType: 'application/sdp',
      body: sdpOffer(around.mediaHost, around.newToken()),
    })
    this.facts = {
      user: o.user,
      callId: this.outgoing.callId,
      icid,
      callingParty: o.from,
      calledParty: o.user,
      origin: 'invited',
    }
    this.outgoing.onProvisional = (response) => this.provisional(response)
    this.outgoing.onAnswered = (response, dialog) => this.answered(response, dialog)
    // RFC 3261 §13.2.2.4 — a fork's second 2xx: the user is in already, so the user agent ends that dialog.
    this.outgoing.onSurplus = (response) => this.on.tooLate(response)
    this.noAnswer = around.timers.set(around.noAnswerMs, () => this.cancel())
    this.outgoing.final.then(
      (response) => this.finalResponse(response),
      (error: unknown) => this.neverAnswered(error),
    )
  }

  /** Gives the invitation up with CANCEL. A 2xx that crosses it is no arrival. */
  cancel(): void {
    if (this.over || this.outgoing.cancelled) return
    this.outgoing.cancel()
    this.on.givenUp()
  }

  private provisional(response: SipResponse): void {
    if (this.rung || response.status <= 100) return
    this.rung = true
    this.on.ringing()
  }

  private answered(response: SipResponse, dialog: InviteDialog): void {
    if (this.over) return
    this.settle()
    this.on.arrived(dialog, response)
  }

  private finalResponse(response: SipResponse): void {
    const { status, reason } = response
    if (status >= 300) this.fail({ status, reason, cancelled: this.outgoing.cancelled })
    if (status >= 300 || !this.outgoing.cancelled) return
    // The 2xx crossed our CANCEL; the user agent acknowledges it and sends BYE.
    this.on.tooLate(response)
    this.fail({ status: 487, reason: 'Request Terminated', cancelled: true })
  }

  // RFC 3261 §8.1.3.1 — a transaction that times out counts as 408, one that cannot be sent as 503.
  private neverAnswered(error: unknown): void {
    const timeout = error instanceof Error && error.name === 'SipTimeout'
    const failure = timeout ? { status: 408, reason: 'Request Timeout' } : { status: 503, reason: 'Service Unavailable' }
    this.fail({ ...failure, cancelled: this.outgoing.cancelled })
  }

  private fail(why: NoArrival): void {
    if (this.over) return
    this.settle()
    this.on.failed(why)
  }

  private settle(): void {
    this.over = true
    this.around.timers.clear(this.noAnswer)
  }
}

/** The Route value that names the SIP/IP core. */
export function routeTo({ host, port, transport }: Address): string {
  const by = transport === undefined || transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`
  return `<sip:${uriHost(host)}:${port}${by};lr>`
}
