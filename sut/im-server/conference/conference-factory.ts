// Takes every INVITE without To tag: opens a conference, lets a user into one, or refuses at the door.
import { parseUri, type IncomingInvite, type SipRequest } from '@ch1/sip'
import type { LegFacts } from './conference-event'
import { Focus } from './focus'
import type { FocusSurroundings } from './focus-surroundings'
import { factsOfIncoming } from './leg'
import { readsBodiesOf, sdpFor } from './session-description'
import { RecipientListError, recipientsOf } from './recipient-list'

/** User part of the factory's URI; every conference's is `conf-<id>`. RFC 4579 §3.2 */
export const FACTORY_USER = 'factory'

const OPTION_TAGS: ReadonlySet<string> = new Set(['recipient-list-invite'])
const MOST_CONFERENCES = 10_000

/** All conferences of the server, by the user part of their URI. */
export class ConferenceFactory {
  private readonly conferences = new Map<string, Focus>()
  private readonly around: FocusSurroundings
  private readonly domain: string
  private readonly contactHost: string

  /** @param contactHost `host:port` of the focus Contacts */
  constructor(o: { around: FocusSurroundings; domain: string; contactHost: string }) {
    this.around = o.around
    this.domain = o.domain
    this.contactHost = o.contactHost
  }

  /** Decides an INVITE. Never throws. */
  onInvite(invite: IncomingInvite): void {
    const user = userOf(invite.request.requestUri)
    const conference = this.conferences.get(user)
    // RFC 3261 §8.2 — method (the agent's), then headers (Request-URI, Require), then bodies.
    if (user !== FACTORY_USER && !conference) return invite.refuse(404)
    const unsupported = invite.request.list('Require').filter((tag) => !OPTION_TAGS.has(tag.toLowerCase()))
    if (unsupported.length > 0) return invite.refuse(420, { headers: [['Unsupported', unsupported.join(', ')]] })
    const facts = factsOrNone(invite.request, conference ? 'joined' : 'created')
    if (!facts) return invite.refuse(400, { reason: 'From or P-Asserted-Identity is no address' })
    if (!readsBodiesOf(invite.request)) return invite.refuse(415, { headers: [['Accept', 'application/sdp, multipart/mixed']] })
    const sdp = sdpFor(invite.request, this.around.mediaHost, this.around.newToken())
    if (sdp === undefined) return conference ? conference.refuse(invite, facts, 488) : invite.refuse(488)
    if (conference) conference.join(invite, facts, sdp)
    else this.open(invite, facts, sdp)
  }

  /** Has the focus of `conferenceUri` send BYE to the user; false when either is unknown. */
  expel(conferenceUri: string, userAor: string): boolean {
    return this.conferences.get(userOf(conferenceUri))?.expel(userAor) ?? false
  }

  /** Tells the conference concerned that a message it had received came again. */
  cameAgain(kind: 'resentAnswer' | 'resentRequest', callId: string, method: string): void {
    for (const focus of this.conferences.values()) if (focus.cameAgain(kind, callId, method)) return
  }

  /** The server closes. */
  close(): void {
    for (const focus of this.conferences.values()) focus.abandon()
    this.conferences.clear()
  }

  private open(invite: IncomingInvite, facts: LegFacts, sdp: string): void {
    if (this.conferences.size >= MOST_CONFERENCES) return invite.refuse(503)
    let recipients: readonly string[]
    try {
      recipients = recipientsOf(invite.request)
    } catch (error) {
      if (error instanceof RecipientListError) return invite.refuse(error.status, { reason: error.message })
      return invite.refuse(400)
    }
    const user = `conf-${this.around.newToken()}`
    const focus = new Focus({
      aor: `sip:${user}@${this.domain}`,
      contact: `<sip:${user}@${this.contactHost}>;isfocus`,
      around: this.around,
      onEnded: () => this.conferences.delete(user),
    })
    focus.create(invite, facts, sdp, recipients)
    this.conferences.set(user, focus)
  }
}

function userOf(uri: string): string {
  try {
    return parseUri(uri).user ?? ''
  } catch {
    return ''
  }
}

function factsOrNone(request: SipRequest, origin: 'created' | 'joined'): LegFacts | undefined {
  try {
    return factsOfIncoming(request, origin)
  } catch {
    return undefined
  }
}
