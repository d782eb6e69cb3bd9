// Who is in a session, how each of them departs, and how the session ends: every leg counts in once and out once.
import type { SipResponse } from '@ch1/sip'
import type { ConferenceEventKind, LegFacts, MessageFacts, SessionKind } from './conference-event'
import type { ConferencePolicy } from './conference-policy'
import type { FocusSurroundings } from './focus-surroundings'
import { identityHeaders, type Leg } from './leg'
import type { Outcome } from './referral'
import { releases } from './release-policy'

/** The transaction an event stands on, and what it did to the roster. */
export interface Happening {
  readonly method: string
  readonly requestAt: Date
  readonly responseAt?: Date
  readonly status?: number
  readonly before?: readonly string[]
  readonly ends?: boolean
  readonly listed?: number
  readonly message?: MessageFacts
}

/** What the attendance needs of its session. */
export interface AttendancePorts {
  readonly aor: string
  readonly session: SessionKind
  readonly group?: string | undefined
  readonly around: FocusSurroundings
  readonly policy: ConferencePolicy
  /** How many invitations are open. */
  readonly pending: () => number
  /** The session is being released: nobody is invited any more. */
  readonly onReleasing: () => void
  /** A leg was taken out; it is the last thing that is told of it. */
  readonly onDeparted: (user: string) => void
  /** Nobody is left. */
  readonly onEnded: () => void
}

/**
 * open: people come and go. releasing: all are being sent BYE, each departure counts. finished: the session has ended for
 * charging, the others' BYEs are still out. over: nobody is left.
 */
export type Phase = 'open' | 'releasing' | 'finished' | 'over'

/** The legs of one session. */
export class Attendance {
  /** The user who opened it. */
  owner = ''
  /** Length of the list it was opened with. */
  invited = 0
  private readonly o: AttendancePorts
  private readonly legs = new Set<Leg>()
  /** Every leg there has been, by Call-ID: what comes again may belong to one that is gone. */
  private readonly known = new Map<string, LegFacts>()
  /** Users who were in and are not: whether the server sent them away. */
  private readonly gone = new Map<string, 'left' | 'expelled'>()
  private now: Phase = 'open'
  private isReleasing = false
  /** Status of the invitation that brought nobody and so released the session. */
  private failure: number | undefined

  constructor(o: AttendancePorts) {
    this.o = o
  }

  get session(): SessionKind {
    return this.o.session
  }

  get phase(): Phase {
    return this.now
  }

  /** Those whose session it is, in the order they came. */
  get attached(): readonly LegFacts[] {
    return this.now === 'finished' || this.now === 'over' ? [] : [...this.legs].map((leg) => leg.facts)
  }

  legOf(user: string): Leg | undefined {
    return [...this.legs].find((leg) => leg.facts.user === user)
  }

  /** The leg with this Call-ID, there or gone. */
  factsOf(callId: string): LegFacts | undefined {
    return this.known.get(callId)
  }

  /** How a user who was in departed last; undefined: it never was in, or is. */
  departureOf(user: string): 'left' | 'expelled' | undefined {
    return this.gone.get(user)
  }

  /** Remembers a leg that may come to be. */
  expect(facts: LegFacts): void {
    remember(this.known, facts.callId, facts)
  }

  attach(leg: Leg): void {
    this.legs.add(leg)
    this.gone.delete(leg.facts.user)
    this.expect(leg.facts)
  }

  /**
   * Takes a leg out, once. Ends the session with the last one, or releases it where the policy says so. Undefined when the
   * leg was out already; else whether its departure ended the session.
   */
  depart(kind: ConferenceEventKind, leg: Leg, happening: Happening): { readonly ends: boolean } | undefined {
    const before = this.users()
    if (this.now === 'over' || !this.legs.delete(leg)) return undefined
    leg.lease.stop()
    leg.msrp?.close()
    remember(this.gone, leg.facts.user, leg.leaving ? 'expelled' : 'left')
    const wasFinished = this.now === 'finished'
    const releasing = this.now === 'open' && this.isDue()
    const isRelease = releasing || this.now === 'releasing'
    const ends = !wasFinished && (this.legs.size === 0 || (isRelease && this.o.policy.release === 'silent'))
    if (ends) this.now = 'finished'
    this.tell(wasFinished ? 'released' : kind, leg.facts, { ...happening, before, ends })
    if (this.legs.size === 0) this.end(leg, happening)
    else if (releasing) this.release()
    this.o.onDeparted(leg.facts.user)
    return { ends }
  }

  /** Releases the session if an invitation that brought nobody makes it due. */
  releaseIfDue(status: number): void {
    if (this.now !== 'open' || !this.isDue()) return
    this.failure = status
    this.release()
  }

  /** Sends BYE to everybody. */
  release(): void {
    if (this.now === 'open') this.now = 'releasing'
    this.isReleasing = true
    this.o.onReleasing()
    for (const leg of [...this.legs]) void this.sendBye(leg)
  }

  /** Sends BYE to a leg, once; its answer takes the leg out, whatever it is. The response comes from there; undefined: no BYE was sent. */
  sendBye(leg: Leg, outcome: Outcome = () => {}): Promise<SipResponse> | undefined {
    if (leg.leaving) {
      outcome(486, 'Busy Here')
      return undefined
    }
    leg.leaving = true
    const { around, aor } = this.o
    const requestAt = around.now()
    const answered = leg.dialog.bye(identityHeaders(aor, leg.facts.icid))
    this.tell(this.now === 'finished' ? 'releaseSent' : 'expelSent', leg.facts, { method: 'BYE', requestAt })
    answered.then(
      ({ status, reason }) => {
        // RFC 3261 §15.1.1 — whatever the answer, the session is over; but only a 2xx is a "200 OK" that triggers by the CR's words.
        const kind = status < 300 ? 'expelled' : 'expelUnanswered'
        this.depart(kind, leg, { method: 'BYE', requestAt, responseAt: around.now(), status })
        outcome(status, reason)
      },
      (error: unknown) => {
        // RFC 3261 §8.1.3.1 — a transaction that times out counts as 408, one that cannot be sent as 503.
        const isTimeout = error instanceof Error && error.name === 'SipTimeout'
        const [status, reason] = isTimeout ? ([408, 'Request Timeout'] as const) : ([503, 'Service Unavailable'] as const)
        this.depart('expelUnanswered', leg, { method: 'BYE', requestAt, status })
        outcome(status, reason)
      },
    )
    return answered
  }

  /** Nobody refreshed the session of this leg, or its user does not know it any more: it is ended by BYE (RFC 4028 §10). */
  expire(leg: Leg): Promise<SipResponse> {
    this.tell('sessionExpired', leg.facts, { method: 'BYE', requestAt: this.o.around.now() })
    return this.sendBye(leg) ?? Promise.reject(new Error(`a BYE to ${leg.facts.user} is out already`))
  }

  /** The server closes: nothing is told any more. */
  abandon(): void {
    this.now = 'over'
    for (const leg of this.legs) {
      leg.lease.stop()
      leg.msrp?.close()
    }
  }

  /** Tells charging what happened, with the roster as it stands. */
  tell(kind: ConferenceEventKind, leg: LegFacts, happening: Happening): void {
    const { around, aor, session, group } = this.o
    const attached = this.users()
    const { method, requestAt, responseAt, status, before = attached, ends = false, listed, message } = happening
    around.emit({
      kind,
      conference: aor,
      at: around.now(),
      leg,
      method,
      requestAt,
      ...(responseAt !== undefined && { responseAt }),
      ...(status !== undefined && { status }),
      invited: this.invited,
      attached,
      attachedBefore: before,
      ends,
      session,
      ...(group !== undefined && { group }),
      ...(this.isReleasing && { releasing: true }),
      ...(this.failure !== undefined && { failure: this.failure }),
      ...(listed !== undefined && { listed }),
      ...(message !== undefined && { message }),
    })
  }

  private end(last: Leg, happening: Happening): void {
    this.tell('ended', last.facts, { ...happening, ends: true })
    this.abandon()
    this.o.onEnded()
  }

  private isDue(): boolean {
    const attached = [...this.legs].map((leg) => leg.facts.user)
    return releases(this.o.policy, { owner: this.owner, attached, pending: this.o.pending() })
  }

  private users(): readonly string[] {
    return this.attached.map(({ user }) => user)
  }
}

const MOST_REMEMBERED = 10_000

// The oldest is forgotten first, so that a session whose users come and go for ever does not grow for ever.
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > MOST_REMEMBERED && oldest !== undefined) map.delete(oldest)
}
