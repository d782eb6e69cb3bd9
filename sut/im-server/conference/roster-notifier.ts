// Who has subscribed to the roster of a session, and what they are told (RFC 4575 §3).
import { CONFERENCE_EVENT, type IncomingSubscribe, type NotifierSubscription } from '@ch1/sip'
import { conferenceDocument, type RosterState } from './conference-document'

const LONGEST_S = 3600
const MOST_SUBSCRIPTIONS = 2000

/** The notifier of one session. */
export class RosterNotifier {
  private readonly state: () => RosterState
  private readonly log: (line: string) => void
  private readonly subscriptions = new Map<NotifierSubscription, string>()

  constructor(o: { state: () => RosterState; log: (line: string) => void }) {
    this.state = o.state
    this.log = o.log
  }

  /** Takes the SUBSCRIBE of a user who is in; false: it was refused. */
  accept(incoming: IncomingSubscribe, user: string): boolean {
    const refusal =
      incoming.event.package !== CONFERENCE_EVENT ? 489 : this.subscriptions.size >= MOST_SUBSCRIPTIONS ? 503 : undefined
    if (refusal !== undefined) {
      incoming.refuse(refusal)
      return false
    }
    let version = 0
    const subscription = incoming.accept({
      current: () => conferenceDocument(this.state(), version++),
      maxExpiresS: LONGEST_S,
    })
    // A fetch (Expires: 0) is over with its one NOTIFY.
    if (subscription.end === undefined) {
      this.subscriptions.set(subscription, user)
      subscription.onEnd = () => this.subscriptions.delete(subscription)
    }
    return true
  }

  /** Tells everybody the roster as it is now. RFC 4575 §4.6 — full states: one that is lost is made good by the next. */
  changed(): void {
    for (const subscription of [...this.subscriptions.keys()]) this.watched(subscription.notify())
  }

  /** The roster is not for those who have gone: their subscriptions end, and the last NOTIFY tells nothing. */
  departed(user: string): void {
    for (const [subscription, subscriber] of [...this.subscriptions])
      if (subscriber === user) this.watched(subscription.terminate('rejected', {}))
  }

  /** The session is over, and so are all subscriptions to it. RFC 6665 §4.1.3 */
  ended(): void {
    for (const subscription of [...this.subscriptions.keys()]) this.watched(subscription.terminate('noresource'))
    this.subscriptions.clear()
  }

  private watched(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => this.log(`NOTIFY of the roster: ${String(error)}`))
  }
}
