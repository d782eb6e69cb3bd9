// The focus of one session (RFC 4353 §3): lets users in, invites them, and serves what they ask of the session.
import { uriHost } from '@ch1/sip'
import type {
  HeaderList,
  IncomingInvite,
  IncomingRefer,
  IncomingSubscribe,
  InviteDialog,
  Respond,
  SipMessage,
  SipRequest,
} from '@ch1/sip'
import { mayBeInvited, refusalOfJoiner, type Standing } from './admission'
import { Attendance, type Happening } from './attendance'
import { callThrough, type CallThrough } from './call-through'
import type { LegFacts, SessionKind } from './conference-event'
import type { ConferencePolicy } from './conference-policy'
import type { Refusal } from './door'
import type { FocusSurroundings } from './focus-surroundings'
import { Invitations } from './invitations'
import { factsWithAnswer, withMedia, type Leg } from './leg'
import { LegLease } from './leg-lease'
import { serveLeg, type LegServices } from './leg-service'
import { msrpPathOf, openMsrp } from './msrp-connection'
import { spread } from './pager-mode'
import { refusalOf, serveReferral, type Outcome } from './referral'
import { RosterNotifier } from './roster-notifier'
import { mediaOf, sdpOffer } from './session-description'
import { policyFor } from './session-policy'

/** The Allow value: what the focus serves. */
export const ALLOWED_METHODS = 'INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, SUBSCRIBE, UPDATE, PRACK, MESSAGE'

/** What a focus is made of. */
export interface FocusOptions {
  /** The session's address of record. */
  readonly aor: string
  /** Its Contact on a leg whose peer is there. */
  readonly contactTowards: (peer: IncomingInvite['from']) => string
  readonly around: FocusSurroundings
  readonly session: SessionKind
  /** The configured name behind it, an address of record. */
  readonly group?: string | undefined
  readonly onEnded: () => void
}

/** One session. It lives from the 2xx to its initiator until the last BYE. */
export class Focus {
  /** The session's address of record. */
  readonly aor: string
  /** Told of each user who is in from now on. */
  onArrived: (user: string) => void = () => {}
  /** Who is in. */
  readonly attendance: Attendance
  private readonly o: FocusOptions
  private readonly around: FocusSurroundings
  private readonly policy: ConferencePolicy
  private readonly invitations: Invitations
  private readonly notifier: RosterNotifier
  private readonly services: LegServices

  constructor(o: FocusOptions) {
    const { aor, session, group, around } = o
    this.o = o
    this.aor = aor
    this.around = around
    this.policy = policyFor(session, around.policy)
    this.attendance = new Attendance({
      ...{ aor, session, group, around, policy: this.policy },
      pending: () => this.invitations.size,
      onReleasing: () => this.invitations.cancelAll(),
      onDeparted: (user) => {
        this.notifier.departed(user)
        this.notifier.changed()
      },
      onEnded: () => this.ended(),
    })
    this.invitations = new Invitations({ around, attendance: this.attendance, contact: o.contactTowards(around.nextHop) })
    this.notifier = new RosterNotifier({
      state: () => ({ entity: aor, maximumUsers: this.policy.maximumUsers, attached: this.attendance.attached }),
      log: (line) => around.log(line),
    })
    this.services = session === 'oneToOne' ? {} : this.conferenceServices()
  }

  /** Takes the initiator in, then invites the listed users. @param headersFor further headers of each one's INVITE */
  create(
    invite: IncomingInvite,
    facts: LegFacts,
    sdp: string,
    recipients: readonly string[],
    headersFor: (user: string) => HeaderList = () => [],
  ): void {
    this.attendance.owner = facts.user
    this.attendance.invited = recipients.length
    this.admit('created', invite, facts, sdp)
    for (const user of recipients) this.invite(user, () => {}, headersFor(user))
  }

  /** A 1-1 session: the caller is answered as the other party answers. @param headers further ones of that party's INVITE */
  call(invite: IncomingInvite, facts: LegFacts, sdp: string, peer: string, headers: HeaderList): void {
    const requestAt = this.around.now()
    this.attendance.owner = facts.user
    this.attendance.invited = 1
    const call: CallThrough = {
      ...{ peer, headers },
      arrived: (leg, dialog, response, happening) => {
        this.attendance.tell('peerAnswered', leg, happening)
        this.attach(this.leg(leg, dialog, response)).lease.agreed(response)
        this.admit('created', invite, facts, sdp, { requestAt, before: [] })
      },
      refused: (status) => {
        const refused = { method: 'INVITE', requestAt, responseAt: this.around.now(), status }
        this.attendance.tell('creationRefused', facts, refused)
        this.abandon()
        this.ended()
      },
    }
    callThrough(invite, facts, call, this.invitations, this.around)
  }

  /** Takes in a user who came by its own INVITE; refuses one who is in already, who may not come back, or for whom there is no room. */
  join(invite: IncomingInvite, facts: LegFacts, sdp: string): void {
    const refusal = refusalOfJoiner(this.standingOf(facts.user), this.policy)
    if (refusal !== undefined) return this.refuse(invite, facts, { status: refusal })
    this.invitations.cancel(facts.user)
    this.admit('joined', invite, facts, sdp)
  }

  /** Refuses an INVITE to this conference. */
  refuse(invite: IncomingInvite, facts: LegFacts, refusal: Refusal): void {
    const requestAt = this.around.now()
    const { status } = refusal
    invite.refuse(status, refusal)
    const answered = { method: 'INVITE', requestAt, responseAt: requestAt, status }
    this.attendance.tell(status === 401 ? 'challenged' : 'joinRefused', facts, answered)
  }

  /** Sends BYE to an attached user; false when there is none of that name. A second call while the first is out does nothing. */
  expel(user: string): boolean {
    const leg = this.attendance.legOf(user)
    if (leg) void this.attendance.sendBye(leg)
    return leg !== undefined
  }

  /** A REFER outside the legs, or within one. @param contact of its 202; without it the agent's own */
  refer(incoming: IncomingRefer, by: LegFacts, contact?: string): void {
    const { attendance, policy } = this
    const requestAt = this.around.now()
    const mayNot = policy.mayRefer === 'nobody' || (policy.mayRefer === 'owner' && by.user !== attendance.owner)
    const isIn = attendance.phase === 'open' && attendance.legOf(by.user) !== undefined
    const refusal = mayNot || !isIn ? 403 : refusalOf(incoming.targets)
    const answered = (status: number): Happening => ({ method: 'REFER', requestAt, responseAt: this.around.now(), status })
    if (refusal !== undefined) {
      incoming.refuse(refusal)
      return attendance.tell('referRefused', by, answered(refusal))
    }
    serveReferral(incoming, contact, {
      accepted: () => attendance.tell('referred', by, answered(202)),
      invite: (user, outcome, headers) => this.invite(user, outcome, headers),
      expel: (user, outcome) => {
        const target = attendance.legOf(user)
        if (target) void attendance.sendBye(target, outcome)
        else outcome(404, 'Not Found')
      },
      log: (line) => this.around.log(line),
    })
  }

  /** A SUBSCRIBE to the roster, outside the legs or within one. RFC 4575 §3.6 — the roster is for participants. */
  subscribe(incoming: IncomingSubscribe, by: LegFacts): void {
    const requestAt = this.around.now()
    if (!this.attendance.legOf(by.user)) return incoming.refuse(403)
    if (!this.notifier.accept(incoming, by.user)) return
    this.attendance.tell('subscribed', by, { method: 'SUBSCRIBE', requestAt, responseAt: this.around.now(), status: 200 })
  }

  /** A MESSAGE to the session, outside the legs or within one. */
  message(request: SipRequest, respond: Respond, by: LegFacts): void {
    spread(request, respond, by, this.attendance, this.around)
  }

  /** True for one who is being invited, or was in. */
  knows(user: string): boolean {
    return this.attendance.departureOf(user) !== undefined || this.invitations.has(user)
  }

  /** Sends BYE to everybody. */
  dissolve(): void {
    this.attendance.release()
  }

  /** Tells that a message of one of its legs came again, byte for byte; false when the Call-ID is not of this conference. */
  cameAgain(kind: 'resentAnswer' | 'resentRequest', callId: string, method: string): boolean {
    const facts = this.attendance.factsOf(callId)
    if (facts) this.attendance.tell(kind, facts, { method, requestAt: this.around.now() })
    return facts !== undefined
  }

  /** Tells that a BYE to this conference was refused because it names no dialog: of a call there has been, or of none. */
  strayed(by: LegFacts): void {
    const known = this.attendance.factsOf(by.callId)
    const at = this.around.now()
    const refused = { method: 'BYE', requestAt: at, responseAt: at, status: 481 }
    this.attendance.tell(known ? 'byeWithWrongTags' : 'byeOfNoCall', known ?? by, refused)
  }

  /** The server closes: nothing is told any more. */
  abandon(): void {
    this.attendance.abandon()
    this.invitations.cancelAll()
  }

  private conferenceServices(): LegServices {
    return {
      refer: (incoming, { facts, contact }) => this.refer(incoming, facts, contact),
      subscribe: (incoming, { facts }) => this.subscribe(incoming, facts),
      message: (request, respond, { facts }) => this.message(request, respond, facts),
    }
  }

  private standingOf(user: string): Standing {
    const { attendance, invitations } = this
    return {
      phase: attendance.phase,
      isIn: attendance.legOf(user) !== undefined,
      isInvited: invitations.has(user),
      departure: attendance.departureOf(user),
      taken: attendance.attached.length + invitations.size,
    }
  }

  private invite(user: string, outcome: Outcome, headers: HeaderList): void {
    if (!mayBeInvited(this.standingOf(user), this.policy)) return outcome(486, 'Busy Here')
    this.invitations.ask({
      ...{ user, from: this.aor, headers },
      arrived: (asked, dialog, response, happening) => {
        const facts = factsWithAnswer(asked, response)
        const before = this.attendance.attached.map((one) => one.user)
        const leg = this.attach(this.leg(facts, dialog, response))
        leg.lease.agreed(response)
        this.attendance.tell('inviteeAnswered', facts, { ...happening, before })
        if (this.policy.msrp === 'connects') this.connect(leg, response)
        this.arrived(user)
        outcome(response.status, response.reason)
      },
      failed: (status, reason) => {
        outcome(status, reason)
        this.attendance.releaseIfDue(status)
      },
    })
  }

  // RFC 4975 §5.4 — the end that offered connects. What becomes of the connection is no matter of the leg's.
  private connect(leg: Leg, answer: SipMessage): void {
    const { attendance, around } = this
    const at = msrpPathOf(Buffer.from(answer.body).toString('latin1'))
    if (!at) return
    const token = around
      .newToken()
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 32)
    const ended = (wasUp: boolean): void => {
      if (wasUp) attendance.tell('mediaLost', leg.facts, { method: 'MSRP', requestAt: around.now() })
    }
    leg.msrp = openMsrp(at, { from: `msrp://${uriHost(around.mediaHost)}:9/${token};tcp`, token, ended })
  }

  private admit(
    kind: 'created' | 'joined',
    invite: IncomingInvite,
    asked: LegFacts,
    sdp: string,
    given: { readonly requestAt?: Date; readonly before?: readonly string[] } = {},
  ): void {
    const { requestAt = this.around.now(), before = this.attendance.attached.map(({ user }) => user) } = given
    const facts = withMedia(asked, mediaOf(invite.request, sdp))
    const contact = this.o.contactTowards(invite.from)
    const leg = this.leg(facts, invite.dialog, invite.request, contact)
    const headers = leg.lease.serve(invite.request)?.headers ?? []
    invite.accept({ contact, headers, contentType: 'application/sdp', body: sdp })
    this.attach(leg)
    leg.dialog.onAck = () => {
      leg.dialog.onAck = undefined // the ACKs of later re-INVITEs are none of this
      this.attendance.tell('acknowledged', facts, { method: 'ACK', requestAt: this.around.now() })
    }
    this.attendance.tell(kind, facts, { method: 'INVITE', requestAt, responseAt: this.around.now(), status: 200, before })
    this.arrived(facts.user)
  }

  private arrived(user: string): void {
    this.notifier.changed()
    this.onArrived(user)
  }

  // The callbacks of a dialog are its owner's from the 2xx on.
  private attach(leg: Leg): Leg {
    this.attendance.attach(leg)
    serveLeg(leg, this.attendance, this.around, this.services)
    return leg
  }

  private leg(
    facts: LegFacts,
    dialog: InviteDialog,
    peer: SipMessage,
    contact = this.o.contactTowards(this.around.nextHop),
  ): Leg {
    const { attendance, around, policy } = this
    const leg: Leg = {
      ...{ facts, dialog, contact, leaving: false },
      lease: new LegLease(
        {
          ...{ dialog, timers: around.timers, session: policy.sessionTimer, longestStayMs: policy.longestStayMs },
          description: () => ({ contentType: 'application/sdp', body: sdpOffer(around.mediaHost, around.newToken()) }),
          refreshed: (method, requestAt) =>
            attendance.tell('sessionRefreshed', facts, { method, requestAt, responseAt: around.now(), status: 200 }),
          expire: () => attendance.expire(leg),
          overstayed: () => void attendance.sendBye(leg),
          now: () => around.now(),
        },
        peer,
      ),
    }
    return leg
  }

  private ended(): void {
    this.notifier.ended()
    this.invitations.cancelAll()
    this.o.onEnded()
  }
}
