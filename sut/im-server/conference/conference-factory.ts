// Takes every request outside a dialog: opens a session, lets a user into one, or refuses.
import type { HeaderList, IncomingInvite, IncomingRefer, IncomingSubscribe, Respond, SipRequest } from '@ch1/sip'
import type { LegFacts, SessionKind } from './conference-event'
import { destinationOf, type Destination, type Premises } from './destination'
import { Door, type Refusal } from './door'
import { Focus } from './focus'
import type { FocusSurroundings } from './focus-surroundings'
import { countedDown, maxForwards } from '../hops'
import { factsOfIncoming } from './leg'
import { Pager } from './pager-mode'
import { RecipientListError, recipientsOf } from './recipient-list'
import { replacedCallId, replacing } from './session-replaces'

export { FACTORY_USER } from './destination'

const MOST_SESSIONS = 10_000

/** What a factory is made of. */
export interface FactoryOptions {
  readonly around: FocusSurroundings
  readonly domain: string
  /** Hosts of the server's own Contacts. */
  readonly hosts: readonly string[]
  /** `<sip:user@…>` by which a peer that is there reaches us. */
  readonly contactOf: (user: string, peer: IncomingInvite['from']) => string
}

/** All sessions of the server, by the user part of their URI. */
export class ConferenceFactory {
  private readonly o: FactoryOptions
  private readonly around: FocusSurroundings
  private readonly door: Door
  private readonly pager: Pager
  private readonly premises: Premises
  private readonly sessions = new Map<string, Focus>()
  /** The session that a group or chat room has at present, by its address of record. */
  private readonly live = new Map<string, Focus>()

  constructor(o: FactoryOptions) {
    this.o = o
    this.around = o.around
    this.door = new Door(o.around)
    this.pager = new Pager(o.around)
    this.premises = {
      domain: o.domain,
      get policy() {
        return o.around.policy
      },
      hosts: new Set([o.domain, ...o.hosts].map((host) => host.toLowerCase())),
      hasSession: (name) => this.sessions.has(name),
    }
  }

  /** Decides an INVITE. Never throws. */
  onInvite(invite: IncomingInvite): void {
    const { request } = invite
    const destination = this.destinationOf(request)
    const session = this.sessionAt(destination)
    if (destination.kind === 'nowhere') return invite.refuse(404)
    const facts = factsOrNone(request, session ? 'joined' : 'created')
    if (!facts) return invite.refuse(400, { reason: 'From or P-Asserted-Identity is no address' })
    const asked = this.door.ask(request, facts)
    if ('refusal' in asked) return this.refuse(invite, facts, asked.refusal, destination)
    if (destination.kind === 'group' && !destination.group.members.includes(facts.user) && !session?.knows(facts.user))
      return this.refuse(invite, facts, { status: 403, reason: 'Not a member' }, destination)
    if (session) return session.join(invite, facts, asked.sdp)
    this.open(invite, facts, asked.sdp, destination)
  }

  /** A REFER outside any dialog, to a session of one who is in. */
  onRefer(incoming: IncomingRefer): void {
    const session = this.sessionAt(this.destinationOf(incoming.request))
    const facts = factsOrNone(incoming.request, 'joined')
    if (session && facts) return session.refer(incoming, facts)
    incoming.refuse(session ? 400 : 404)
  }

  /** A SUBSCRIBE outside any dialog, to the roster of a session. */
  onSubscribe(incoming: IncomingSubscribe): void {
    const session = this.sessionAt(this.destinationOf(incoming.request))
    const facts = factsOrNone(incoming.request, 'joined')
    if (session && facts) return session.subscribe(incoming, facts)
    incoming.refuse(session ? 400 : 404)
  }

  /** A MESSAGE outside any dialog: to a session or to one user. */
  onMessage(request: SipRequest, respond: Respond): void {
    const destination = this.destinationOf(request)
    const session = this.sessionAt(destination)
    const facts = factsOrNone(request, 'pager')
    if (!facts) return respond(400, 'From or P-Asserted-Identity is no address')
    if (session) return session.message(request, respond, facts)
    if (destination.kind === 'user') return this.pager.pass(request, respond, facts, destination.aor)
    respond(404)
  }

  /** A BYE in no dialog of ours: RFC 3261 §15.1.2, it is answered 481, and nobody leaves by it. */
  onStrayBye(bye: SipRequest, respond: Respond): void {
    respond(481)
    const session = this.sessionAt(this.destinationOf(bye))
    const facts = factsOrNone(bye, 'joined')
    if (session && facts) session.strayed(facts)
  }

  /** Has the focus of `conferenceUri` send BYE to the user; false when either is unknown. */
  expel(conferenceUri: string, userAor: string): boolean {
    return this.sessionAt(destinationOf(conferenceUri, this.premises))?.expel(userAor) ?? false
  }

  /** Tells the conference concerned that a message it had received came again. */
  cameAgain(kind: 'resentAnswer' | 'resentRequest', callId: string, method: string): void {
    for (const focus of this.sessions.values()) if (focus.cameAgain(kind, callId, method)) return
  }

  /** The server closes. */
  close(): void {
    for (const focus of this.sessions.values()) focus.abandon()
    this.sessions.clear()
    this.live.clear()
  }

  private destinationOf(request: SipRequest): Destination {
    return destinationOf(request.requestUri, this.premises)
  }

  private sessionAt(destination: Destination): Focus | undefined {
    if (destination.kind === 'session') return this.sessions.get(destination.name)
    return destination.kind === 'group' || destination.kind === 'chat' ? this.live.get(destination.aor) : undefined
  }

  private open(invite: IncomingInvite, facts: LegFacts, sdp: string, destination: Destination): void {
    if (this.sessions.size >= MOST_SESSIONS) return this.refuse(invite, facts, { status: 503 }, destination)
    switch (destination.kind) {
      case 'user':
        return this.openPair(invite, facts, sdp, destination)
      case 'chat':
        return this.focus('chat', destination.aor).create(invite, facts, sdp, [])
      case 'group': {
        const others = destination.group.members.filter((member) => member !== facts.user)
        return this.focus('preArranged', destination.aor).create(invite, facts, sdp, others)
      }
      default:
        return this.openAdHoc(invite, facts, sdp, destination)
    }
  }

  private openPair(
    invite: IncomingInvite,
    facts: LegFacts,
    sdp: string,
    destination: Extract<Destination, { readonly kind: 'user' }>,
  ): void {
    if (destination.aor === facts.user) return this.refuse(invite, facts, { status: 486 }, destination)
    const counted = countedDown(invite.request)
    if ('status' in counted) return this.refuse(invite, facts, { status: counted.status }, destination)
    this.focus('oneToOne').call(invite, facts, sdp, destination.aor, maxForwards(counted.hops))
  }

  private openAdHoc(invite: IncomingInvite, facts: LegFacts, sdp: string, destination: Destination): void {
    let recipients: readonly string[]
    try {
      recipients = recipientsOf(invite.request)
    } catch (error) {
      const status = error instanceof RecipientListError ? error.status : 400
      const reason = error instanceof RecipientListError ? { reason: error.message } : {}
      return this.refuse(invite, facts, { status, ...reason }, destination)
    }
    const { maximumUsers, fullStatus } = this.around.policy
    if (recipients.length >= maximumUsers) return this.refuse(invite, facts, { status: fullStatus }, destination)
    const replaced = this.replacedBy(invite.request, facts.user)
    const focus = this.focus('adHoc')
    focus.onArrived = (user) => {
      if (user === replaced?.peer) replaced.focus.dissolve()
    }
    focus.create(invite, facts, sdp, recipients, (user) => (user === replaced?.peer ? replaced.headers : []))
  }

  // A 1-1 session that is extended: its two parties meet again in the group, then it is let go.
  private replacedBy(
    request: SipRequest,
    user: string,
  ): { readonly focus: Focus; readonly peer: string; readonly headers: HeaderList } | undefined {
    const callId = replacedCallId(request.header('Session-Replaces'))
    if (callId === undefined) return undefined
    for (const focus of this.sessions.values()) {
      const { attendance } = focus
      if (attendance.session !== 'oneToOne' || attendance.legOf(user)?.facts.callId !== callId) continue
      const peer = attendance.attached.find((one) => one.user !== user)?.user
      const leg = peer === undefined ? undefined : attendance.legOf(peer)
      if (peer !== undefined && leg) return { focus, peer, headers: replacing(leg.dialog) }
    }
    return undefined
  }

  private focus(session: SessionKind, group?: string): Focus {
    const user = `conf-${this.around.newToken()}`
    // RFC 4579 §4 — isfocus says conference; a 1-1 session is none.
    const mark = session === 'oneToOne' ? '' : ';isfocus'
    const focus: Focus = new Focus({
      aor: `sip:${user}@${this.o.domain}`,
      contactTowards: (peer) => `${this.o.contactOf(user, peer)}${mark}`,
      ...{ around: this.around, session, group },
      onEnded: () => {
        this.sessions.delete(user)
        if (group !== undefined && this.live.get(group) === focus) this.live.delete(group)
      },
    })
    this.sessions.set(user, focus)
    if (group !== undefined) this.live.set(group, focus)
    return focus
  }

  private refuse(invite: IncomingInvite, facts: LegFacts, refusal: Refusal, destination: Destination): void {
    const session = this.sessionAt(destination)
    if (session) return session.refuse(invite, facts, refusal)
    const at = this.around.now()
    const { status } = refusal
    invite.refuse(status, refusal)
    const aor = 'aor' in destination ? destination.aor : `sip:factory@${this.o.domain}`
    this.around.emit({
      ...{ kind: status === 401 ? 'challenged' : 'creationRefused', conference: aor, at, leg: facts, method: 'INVITE' },
      ...{ requestAt: at, responseAt: at, status, invited: 0, attached: [], attachedBefore: [], ends: false },
    })
  }
}

function factsOrNone(request: SipRequest, origin: LegFacts['origin']): LegFacts | undefined {
  try {
    return factsOfIncoming(request, origin)
  } catch {
    return undefined
  }
}
