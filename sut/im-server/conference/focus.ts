// The focus of one conference (RFC 4353 §3): who is in, who is being invited, and what each request within it does.
import type { IncomingInvite, Respond, SipRequest } from '@ch1/sip'
import type { ConferenceEvent, ConferenceEventKind, LegFacts } from './conference-event'
import type { FocusSurroundings } from './focus-surroundings'
import { Invitation } from './invitation'
import { identityHeaders, type Leg } from './leg'
import { ReferProgress, referralOf } from './refer'
import { sdpFor } from './session-description'

/** How an invitation or expulsion went, as a SIP status. */
type Outcome = (status: number, reason: string) => void

/** The Allow value: what the focus serves. */
export const ALLOWED_METHODS = 'INVITE, ACK, BYE, CANCEL, OPTIONS, REFER'

/** One conference. It lives from the 2xx to its initiator until the last BYE. */
export class Focus {
  /** The conference's address of record. */
  readonly aor: string
  /** Contact of every leg, with `isfocus`. RFC 4579 §4 */
  readonly contact: string
  private readonly around: FocusSurroundings
  private readonly onEnded: () => void
  private readonly legs = new Set<Leg>()
  private readonly invitations = new Map<string, Invitation>()
  /** Every leg there has been, by Call-ID: what comes again may belong to one that is gone. */
  private readonly known = new Map<string, LegFacts>()
  private invited = 0
  private over = false

  constructor(o: { aor: string; contact: string; around: FocusSurroundings; onEnded: () => void }) {
    this.aor = o.aor
    this.contact = o.contact
    this.around = o.around
    this.onEnded = o.onEnded
  }

  /** Takes the initiator in, then invites the listed users. */
  create(invite: IncomingInvite, facts: LegFacts, sdp: string, recipients: readonly string[]): void {
    this.invited = recipients.length
    this.admit('created', invite, facts, sdp)
    for (const user of recipients) this.invite(user)
  }

  /** Takes in a user who came by its own INVITE; refuses one who is in already. */
  join(invite: IncomingInvite, facts: LegFacts, sdp: string): void {
    if (this.legOf(facts.user)) {
      this.refuse(invite, facts, 486)
      return
    }
    this.invitations.get(facts.user)?.cancel()
    this.admit('joined', invite, facts, sdp)
  }

  /** Refuses an INVITE to this conference. */
  refuse(invite: IncomingInvite, facts: LegFacts, status: number): void {
    const at = this.around.now()
    invite.refuse(status)
    this.tell('joinRefused', facts, { method: 'INVITE', requestAt: at, responseAt: at, status })
  }

  /** Sends BYE to an attached user; false when there is none of that name. A second call while the first is out does nothing. */
  expel(user: string): boolean {
    const leg = this.legOf(user)
    if (leg) this.sendBye(leg)
    return leg !== undefined
  }

  /** Tells that a message of one of its legs came again, byte for byte; false when the Call-ID is not of this conference. */
  cameAgain(kind: 'resentAnswer' | 'resentRequest', callId: string, method: string): boolean {
    const facts = this.known.get(callId)
    if (facts) this.tell(kind, facts, { method, requestAt: this.around.now() })
    return facts !== undefined
  }

  /** The server closes: nothing is told any more. */
  abandon(): void {
    this.over = true
    for (const invitation of this.invitations.values()) invitation.cancel()
  }

  private admit(kind: 'created' | 'joined', invite: IncomingInvite, facts: LegFacts, sdp: string): void {
    const requestAt = this.around.now()
    const before = this.attached()
    const dialog = invite.accept({ contact: this.contact, contentType: 'application/sdp', body: sdp })
    this.attach({ facts, dialog, leaving: false })
    dialog.onAck = () => {
      dialog.onAck = undefined // the ACKs of later re-INVITEs are none of this
      this.tell('acknowledged', facts, { method: 'ACK', requestAt: this.around.now() })
    }
    this.tell(kind, facts, { method: 'INVITE', requestAt, responseAt: this.around.now(), status: 200, before })
  }

  private attach(leg: Leg): void {
    this.legs.add(leg)
    this.known.set(leg.facts.callId, leg.facts)
    leg.dialog.onBye = () => this.left(leg)
    leg.dialog.onRequest = (request, respond) => this.inDialog(leg, request, respond)
    leg.dialog.onNoAck = () => this.depart('unacknowledged', leg, { method: 'BYE', requestAt: this.around.now() })
  }

  private invite(user: string, outcome: Outcome = () => {}): void {
    if (this.legOf(user) || this.invitations.has(user)) return outcome(486, 'Busy Here')
    try {
      const invitation = this.sendInvitation(user, outcome)
      this.invitations.set(user, invitation)
      this.known.set(invitation.facts.callId, invitation.facts)
      this.tell('invitationSent', invitation.facts, { method: 'INVITE', requestAt: invitation.sentAt })
    } catch (error) {
      this.around.log(`cannot invite ${user}: ${String(error)}`)
      outcome(503, 'Service Unavailable')
    }
  }

  private sendInvitation(user: string, outcome: Outcome): Invitation {
    const answered = (status: number): Happening => ({
      method: 'INVITE',
      requestAt: invitation.sentAt,
      responseAt: this.around.now(),
      status,
    })
    const invitation: Invitation = new Invitation({
      user,
      focus: { aor: this.aor, contact: this.contact },
      around: this.around,
      on: {
        ringing: () => this.tell('ringing', invitation.facts, { method: 'INVITE', requestAt: invitation.sentAt }),
        givenUp: () => this.tell('invitationGivenUp', invitation.facts, { method: 'CANCEL', requestAt: invitation.sentAt }),
        arrived: (dialog, { status, reason }) => {
          this.invitations.delete(user)
          const before = this.attached()
          this.attach({ facts: invitation.facts, dialog, leaving: false })
          this.tell('inviteeAnswered', invitation.facts, { ...answered(status), before })
          outcome(status, reason)
        },
        failed: ({ status, reason, cancelled }) => {
          this.invitations.delete(user)
          this.tell(cancelled ? 'inviteeCancelled' : 'inviteeRefused', invitation.facts, answered(status))
          outcome(status, reason)
        },
        tooLate: ({ status }) => this.tell('answeredTooLate', invitation.facts, answered(status)),
      },
    })
    return invitation
  }

  private inDialog(leg: Leg, request: SipRequest, respond: Respond): void {
    switch (request.method) {
      case 'INVITE':
        return this.refresh(leg, request, respond)
      case 'REFER':
        return this.refer(leg, request, respond)
      case 'OPTIONS':
        return respond(200)
      default:
        return respond(405)
    }
  }

  // A re-INVITE changes nothing here: a URI list in it has no meaning (RFC 5366 §5.1), nobody arrives.
  private refresh(leg: Leg, request: SipRequest, respond: Respond): void {
    const requestAt = this.around.now()
    const body = sdpFor(request, this.around.mediaHost, this.around.newToken())
    if (body === undefined) return respond(488)
    respond(200, undefined, { headers: [['Contact', this.contact]], contentType: 'application/sdp', body })
    this.tell('sessionRefreshed', leg.facts, { method: 'INVITE', requestAt, responseAt: this.around.now(), status: 200 })
  }

  private refer(leg: Leg, request: SipRequest, respond: Respond): void {
    const requestAt = this.around.now()
    const referral = referralOf(request)
    if (!referral.ok) return respond(referral.status, undefined, { headers: referral.headers ?? [] })
    const noSubscription = referral.notify ? [] : [['Refer-Sub', 'false'] as const]
    respond(202, 'Accepted', { headers: [['Contact', this.contact], ...noSubscription] })
    this.tell('referred', leg.facts, { method: 'REFER', requestAt, responseAt: this.around.now(), status: 202 })
    const progress = referral.notify ? new ReferProgress(leg.dialog, request, (line) => this.around.log(line)) : undefined
    progress?.trying()
    const outcome: Outcome = (status, reason) => progress?.finished(status, reason)
    if (referral.method === 'INVITE') return this.invite(referral.user, outcome)
    const target = this.legOf(referral.user)
    if (target) this.sendBye(target, outcome)
    else outcome(404, 'Not Found')
  }

  private left(leg: Leg): void {
    const requestAt = this.around.now()
    const before = this.attached()
    if (!this.depart('leaveReceived', leg, { method: 'BYE', requestAt })) return
    const ends = this.over
    // The user agent answers the BYE as soon as this returns.
    queueMicrotask(() => {
      this.tell('leaveAnswered', leg.facts, {
        method: 'BYE',
        requestAt,
        responseAt: this.around.now(),
        status: 200,
        before,
        ends,
      })
    })
  }

  private sendBye(leg: Leg, outcome: Outcome = () => {}): void {
    if (leg.leaving) return outcome(486, 'Busy Here')
    leg.leaving = true
    const requestAt = this.around.now()
    const answered = leg.dialog.bye(identityHeaders(this.aor, leg.facts.icid))
    this.tell('expelSent', leg.facts, { method: 'BYE', requestAt })
    answered.then(
      ({ status, reason }) => {
        // RFC 3261 §15.1.1 — whatever the answer, the session is over; but only a 2xx is a "200 OK" that triggers by the CR's words.
        const kind = status < 300 ? 'expelled' : 'expelUnanswered'
        this.depart(kind, leg, { method: 'BYE', requestAt, responseAt: this.around.now(), status })
        outcome(status, reason)
      },
      () => {
        this.depart('expelUnanswered', leg, { method: 'BYE', requestAt, status: 408 })
        outcome(408, 'Request Timeout')
      },
    )
  }

  /** Takes a leg out, once, and ends the conference with the last one; false when it was out already. */
  private depart(kind: ConferenceEventKind, leg: Leg, happening: Happening): boolean {
    const before = this.attached()
    if (this.over || !this.legs.delete(leg)) return false
    const ends = this.legs.size === 0
    this.tell(kind, leg.facts, { ...happening, before, ends })
    if (ends) this.end(leg, happening)
    return true
  }

  private end(last: Leg, happening: Happening): void {
    this.tell('ended', last.facts, { ...happening, ends: true })
    this.abandon()
    this.onEnded()
  }

  private legOf(user: string): Leg | undefined {
    return [...this.legs].find((leg) => leg.facts.user === user)
  }

  private attached(): readonly string[] {
    return [...this.legs].map((leg) => leg.facts.user)
  }

  private tell(kind: ConferenceEventKind, leg: LegFacts, happening: Happening): void {
    const attached = this.attached()
    const { method, requestAt, responseAt, status, before = attached, ends = false } = happening
    const event: ConferenceEvent = {
      kind,
      conference: this.aor,
      at: this.around.now(),
      leg,
      method,
      requestAt,
      ...(responseAt !== undefined && { responseAt }),
      ...(status !== undefined && { status }),
      invited: this.invited,
      attached,
      attachedBefore: before,
      ends,
    }
    this.around.emit(event)
  }
}

/** The transaction an event stands on, and what it did to the roster. */
interface Happening {
  readonly method: string
  readonly requestAt: Date
  readonly responseAt?: Date
  readonly status?: number
  readonly before?: readonly string[]
  readonly ends?: boolean
}
