// What every INVITE is asked before anybody is let in: credentials, extensions, bodies, media, session timer (RFC 3261 §8.2).
import { DigestServer, sessionAnswer, type HeaderList, type SipRequest } from '@ch1/sip'
import type { LegFacts } from './conference-event'
import type { ConferencePolicy } from './conference-policy'
import type { FocusSurroundings } from './focus-surroundings'
import { readsBodiesOf, sdpFor } from './session-description'

/** How an INVITE is refused. */
export interface Refusal {
  readonly status: number
  readonly reason?: string
  readonly headers?: HeaderList
}

/** The one door of the server. */
export class Door {
  private readonly around: FocusSurroundings
  private readonly digest: DigestServer | undefined
  private readonly optionTags: readonly string[]

  constructor(around: FocusSurroundings) {
    const { challenge, sessionTimer } = around.policy
    this.around = around
    this.digest = challenge && new DigestServer({ realm: challenge.realm, password: (user) => passwordOf(challenge, user) })
    this.optionTags = ['recipient-list-invite', '100rel', ...(sessionTimer ? ['timer'] : [])]
  }

  /** Why it is refused, or what answers its SDP offer. The order is that of the clauses: authentication, header fields, bodies. */
  ask(request: SipRequest, facts: LegFacts): { readonly refusal: Refusal } | { readonly sdp: string } {
    const refusal = this.credentials(request, facts) ?? this.extensions(request) ?? this.sessionTimer(request)
    if (refusal) return { refusal }
    if (!readsBodiesOf(request)) return { refusal: { status: 415, headers: [['Accept', 'application/sdp, multipart/mixed']] } }
    const sdp = sdpFor(request, this.around.mediaHost, this.around.newToken())
    return sdp === undefined ? { refusal: { status: 488 } } : { sdp }
  }

  private credentials(request: SipRequest, { user }: LegFacts): Refusal | undefined {
    if (!this.digest) return undefined
    const verdict = this.digest.verify(request)
    // RFC 3261 §22.1 — a user agent server asks with 401.
    if (verdict.kind !== 'accepted') return { status: 401, headers: this.digest.challenge({ stale: verdict.kind === 'stale' }) }
    const isOneself = user.replace(/^sips?:/, '').replace(/@.*$/, '') === verdict.username
    return isOneself ? undefined : { status: 403, reason: 'The credentials of another user' }
  }

  // RFC 3261 §8.2.2.3
  private extensions(request: SipRequest): Refusal | undefined {
    const unsupported = request.list('Require').filter((tag) => !this.optionTags.includes(tag.toLowerCase()))
    return unsupported.length === 0 ? undefined : { status: 420, headers: [['Unsupported', unsupported.join(', ')]] }
  }

  // RFC 4028 §9 — an interval below ours.
  private sessionTimer(request: SipRequest): Refusal | undefined {
    const { sessionTimer } = this.around.policy
    const answer = sessionTimer && sessionAnswer(request, sessionTimer)
    return answer?.kind === 'refused' ? answer : undefined
  }
}

function passwordOf({ passwords }: NonNullable<ConferencePolicy['challenge']>, user: string): string | undefined {
  return Object.hasOwn(passwords, user) ? passwords[user] : undefined
}
