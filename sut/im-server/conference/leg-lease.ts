// How long a leg may live: the session timer its two sides agreed on (RFC 4028), and the longest stay of the server's policy.
import {
  SessionTimer,
  agreedSession,
  type InDialogOptions,
  type InviteDialog,
  type SessionAnswer,
  type SessionPolicy,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  type Timers,
} from '@ch1/sip'

/** What a lease is made of. */
export interface LegLeaseOptions {
  readonly dialog: InviteDialog
  readonly timers: Timers
  readonly session?: SessionPolicy | undefined
  readonly longestStayMs?: number | undefined
  /** What a refresh by re-INVITE carries. */
  readonly description: () => InDialogOptions
  /** A refresh of ours was answered 2xx. */
  readonly refreshed: (method: string, sentAt: Date) => void
  /** Nobody refreshed the session, or its user does not know it any more: sends the BYE. */
  readonly expire: () => Promise<SipResponse>
  /** The user has been here too long. */
  readonly overstayed: () => void
  readonly now: () => Date
}

/** One leg's time. Stop it when the leg ends. */
export class LegLease {
  readonly #options: LegLeaseOptions
  #timer: SessionTimer | undefined
  readonly #stay: unknown

  /** Starts the longest stay. @param peer the message of the other side that says what it allows: its INVITE or 2xx */
  constructor(o: LegLeaseOptions, peer: SipMessage) {
    this.#options = o
    if (o.longestStayMs !== undefined) this.#stay = o.timers.set(o.longestStayMs, o.overstayed)
    if (o.session === undefined) return
    this.#timer = new SessionTimer({
      session: this.#timed(o),
      timers: o.timers,
      policy: o.session,
      // RFC 4028 §7.4 — UPDATE where the peer allows it: it needs no session description.
      ...(allows(peer, 'UPDATE') ? { method: 'UPDATE' } : { method: 'INVITE', refresh: o.description }),
    })
  }

  /** Answers an INVITE or UPDATE of the user; undefined: the server has no session timers. */
  serve(request: SipRequest): SessionAnswer | undefined {
    return this.#timer?.serve(request)
  }

  /** Takes what the 2xx to the server's own INVITE agreed on. */
  agreed(response: SipResponse): void {
    this.#timer?.start(agreedSession(response))
  }

  /** No end by time any more. */
  stop(): void {
    this.#timer?.stop()
    if (this.#stay !== undefined) this.#options.timers.clear(this.#stay)
  }

  #timed({ dialog, refreshed, expire, now }: LegLeaseOptions): ConstructorParameters<typeof SessionTimer>[0]['session'] {
    return {
      get ended() {
        return dialog.ended
      },
      send: async (method, o) => {
        const sentAt = now()
        const response = await dialog.send(method, o)
        if (response.status < 300) refreshed(method, sentAt)
        return response
      },
      bye: expire,
    }
  }
}

function allows(message: SipMessage, method: string): boolean {
  return message.list('Allow').some((allowed) => allowed.toUpperCase() === method)
}
