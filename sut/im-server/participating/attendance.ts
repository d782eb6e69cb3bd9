// Who of the served users is in which conference, by what passes the participating function: INVITEs, their answers, BYEs and theirs.
import { aorOf, assertedIdentities, parseChargingVector, parseNameAddr, parseUri, SipParseError } from '@ch1/sip'
import type { SipMessage, SipRequest, SipResponse } from '@ch1/sip'
import type { ConferenceEvent, ConferenceEventKind, LegFacts } from '../conference/conference-event'
import type { Watch, Watched } from './relay'

/** What it works with. */
export interface AttendanceOptions {
  /** Domains of the users it serves, in lower case. */
  readonly served: ReadonlySet<string>
  readonly now: () => Date
  /** Takes every event; must not throw. `conference` is the focus by its Contact, `attached` the served users in it. */
  readonly emit: (event: ConferenceEvent) => void
}

/** A session of a served user. */
interface Session {
  readonly facts: LegFacts
  readonly conference: string
  /** The From tag of whoever opened it, as received here: tells the direction of what comes later. */
  readonly openerTag: string
  readonly byUser: boolean
}

/** The transaction an event stands on. */
interface Happening {
  readonly method: string
  readonly requestAt: Date
  readonly responseAt?: Date
  readonly status?: number
}

const MOST_SESSIONS = 20_000

/** Watches what a relay passes and tells it as conference events. */
export class Attendance implements Watch {
  readonly #o: AttendanceOptions
  readonly #sessions = new Map<string, Session>()
  /** Whose a Call-ID is, the newest ones, so that a message that comes again can be told of. */
  readonly #byCallId = new Map<string, Pick<Session, 'facts' | 'conference'>>()
  /** Sessions by conference. */
  readonly #conferences = new Map<string, Set<Session>>()

  constructor(o: AttendanceOptions) {
    this.#o = o
  }

  /** How many sessions are up. */
  get size(): number {
    return this.#sessions.size
  }

  hasRoom(): boolean {
    return this.#sessions.size < MOST_SESSIONS
  }

  passed(request: SipRequest, session: string | undefined): Watched | undefined {
    const requestAt = this.#o.now()
    if (request.method === 'INVITE' && request.toTag === undefined) return this.#invitation(request, requestAt)
    const known = session === undefined ? undefined : this.#sessions.get(session)
    if (session === undefined || known === undefined) return undefined
    if (request.method === 'BYE') return this.#bye(request, session, known, requestAt)
    if (request.method === 'INVITE' || request.method === 'UPDATE') return this.#refresh(request, known, requestAt)
    return undefined
  }

  /** An INVITE or BYE, or a 2xx, came again, byte for byte: nothing passes for it. */
  cameAgain(kind: 'resentAnswer' | 'resentRequest', callId: string, method: string): void {
    const known = this.#byCallId.get(callId)
    if (known) this.#tell(kind, known.conference, known.facts, { method, requestAt: this.#o.now() })
  }

  #remember({ facts, conference }: Session): void {
    this.#byCallId.delete(facts.callId)
    this.#byCallId.set(facts.callId, { facts, conference })
    const [oldest] = this.#byCallId.keys()
    if (this.#byCallId.size > MOST_SESSIONS && oldest !== undefined) this.#byCallId.delete(oldest)
  }

  #invitation(request: SipRequest, requestAt: Date): Watched | undefined {
    const byUser = !this.#isTowardsUser(request)
    const facts = attempt(() => factsOf(request, byUser))
    if (facts === undefined) return undefined
    const asked = { method: 'INVITE', requestAt }
    const target = byUser ? request.requestUri : (focusOf(request) ?? uriOf(request, 'From'))
    const tell = (kind: ConferenceEventKind, status?: number): void =>
      this.#tell(kind, aorOf(target), facts, { ...asked, ...(status !== undefined && { status, responseAt: this.#o.now() }) })
    if (!byUser) tell('invitationSent')
    let givenUp = false
    let rung = false
    const known = new Set<string>() // a 2xx is repeated until its ACK; after a quick BYE, too
    return {
      answered: (response, session) => {
        const { status } = response
        if (status < 200 && !byUser && !rung) tell('ringing')
        rung ||= status < 200
        if (status >= 300) tell(byUser ? 'joinRefused' : givenUp ? 'inviteeCancelled' : 'inviteeRefused', status)
        if (status < 200 || status >= 300 || session === undefined || known.has(session)) return
        known.add(session)
        // A 2xx that crossed a CANCEL is one all the same: the session it made is ended by a BYE that passes as well (RFC 3261 §9.1).
        const focus = byUser ? (focusOf(response) ?? target) : target
        const entry: Session = { facts, conference: aorOf(focus), openerTag: request.fromTag ?? '', byUser }
        this.#arrived(session, entry, { ...asked, status, responseAt: this.#o.now() })
      },
      givenUp: () => {
        givenUp = true
        if (!byUser) tell('invitationGivenUp')
      },
      failed: (status) => tell(byUser ? 'joinRefused' : givenUp ? 'inviteeCancelled' : 'inviteeRefused', status),
    }
  }

  // A second session of a user in the same conference (another device, or a return before the first was missed) is nobody's arrival.
  #arrived(session: string, entry: Session, happening: Happening): void {
    const { conference, facts, byUser } = entry
    const before = this.#attached(conference)
    this.#sessions.set(session, entry)
    this.#remember(entry)
    const there = this.#conferences.get(conference)
    if (there) there.add(entry)
    else this.#conferences.set(conference, new Set([entry]))
    const kind = before.includes(facts.user) ? 'answeredTooLate' : byUser ? 'joined' : 'inviteeAnswered'
    this.#tell(kind, conference, facts, happening, before)
  }

  #bye(request: SipRequest, session: string, known: Session, requestAt: Date): Watched {
    const byOpener = request.fromTag === known.openerTag
    const asked = { method: 'BYE', requestAt }
    if (byOpener === known.byUser) {
      // CR 6.2.3.2 step 1 — a BYE on its way to the controlling function: the user is gone, whatever is answered.
      this.#departed('leaveReceived', session, known, asked)
      return {
        answered: ({ status }) =>
          status >= 200 &&
          this.#tell('leaveAnswered', known.conference, known.facts, { ...asked, status, responseAt: this.#o.now() }),
        givenUp: () => undefined,
        failed: () => undefined,
      }
    }
    this.#tell('expelSent', known.conference, known.facts, asked)
    return {
      // CR 6.2.3.2 step 1 — the 200 to the server's BYE, on its way to the controlling function.
      answered: ({ status }) => {
        if (status < 200) return
        const kind = status < 300 ? 'expelled' : 'expelUnanswered'
        this.#departed(kind, session, known, { ...asked, status, responseAt: this.#o.now() })
      },
      givenUp: () => undefined,
      failed: (status) => this.#departed('expelUnanswered', session, known, { ...asked, status }),
    }
  }

  #refresh({ method }: SipRequest, { conference, facts }: Session, requestAt: Date): Watched {
    return {
      answered: ({ status }) => {
        if (status < 200 || status >= 300) return
        this.#tell('sessionRefreshed', conference, facts, { method, requestAt, status, responseAt: this.#o.now() })
      },
      givenUp: () => undefined,
      failed: () => undefined,
    }
  }

  /** Takes a session out, once: the second of two BYEs that cross finds nothing. */
  #departed(kind: ConferenceEventKind, session: string, known: Session, happening: Happening): void {
    const { conference, facts } = known
    const before = this.#attached(conference)
    if (!this.#sessions.delete(session)) return
    const there = this.#conferences.get(conference)
    there?.delete(known)
    const after = this.#attached(conference)
    if (after.includes(facts.user)) return // another session of this user goes on
    if (after.length === 0) this.#conferences.delete(conference)
    this.#tell(kind, conference, facts, happening, before)
    if (after.length === 0) this.#tell('ended', conference, facts, happening, before)
  }

  #attached(conference: string): readonly string[] {
    return [...new Set([...(this.#conferences.get(conference) ?? [])].map(({ facts }) => facts.user))]
  }

  #isTowardsUser(request: SipRequest): boolean {
    if (focusOf(request) !== undefined) return true
    return this.#o.served.has(attempt(() => parseUri(request.requestUri).host.toLowerCase()) ?? '')
  }

  #tell(kind: ConferenceEventKind, conference: string, leg: LegFacts, happening: Happening, before?: readonly string[]): void {
    const attached = this.#attached(conference)
    this.#o.emit({
      ...{ kind, conference, at: this.#o.now(), leg, ...happening, invited: 0 },
      ...{
        attached,
        attachedBefore: before ?? attached,
        ends: before !== undefined && before.length > 0 && attached.length === 0,
      },
    })
  }
}

function factsOf(invite: SipRequest, byUser: boolean): LegFacts {
  const identities = assertedIdentities(invite)
  const asserted = identities.find(({ uri }) => /^sips?:/i.test(uri)) ?? identities[0]
  const icid = attempt(() => parseChargingVector(invite.header('P-Charging-Vector') ?? '').icid)
  return {
    user: aorOf(byUser ? (asserted?.uri ?? uriOf(invite, 'From')) : invite.requestUri),
    callId: invite.callId ?? '',
    ...(icid !== undefined && { icid }),
    // TS 32.299 §7.2.77 — without an asserted identity one item says unknown.
    callingParty: asserted?.uri ?? 'unknown',
    calledParty: invite.requestUri,
    origin: byUser ? 'joined' : 'invited',
  }
}

// RFC 4579 §4 — whoever is a focus says so in its Contact.
function focusOf(message: SipMessage | SipResponse): string | undefined {
  return message.contacts.find(({ params }) => params.has('isfocus'))?.uri
}

function uriOf(message: SipMessage, name: 'From' | 'To'): string {
  return parseNameAddr(message.header(name) ?? '').uri
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SipParseError) return undefined
    throw error
  }
}
