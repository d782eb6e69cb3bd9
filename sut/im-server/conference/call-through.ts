// How a 1-1 session begins: the caller waits while the other party is invited, and is answered as that party answers.
import type { IncomingInvite } from '@ch1/sip'
import type { LegFacts } from './conference-event'
import type { FocusSurroundings } from './focus-surroundings'
import type { Asking, Invitations } from './invitations'
import { requires } from './recipient-list'

/** Whom to call, and what becomes of it. Exactly one of `arrived` and `refused` is called, once. */
export interface CallThrough extends Pick<Asking, 'headers' | 'arrived'> {
  readonly peer: string
  /** The caller was refused, with this status. */
  readonly refused: (status: number) => void
}

/** Calls the other party. The caller's CANCEL is the other's. */
export function callThrough(
  invite: IncomingInvite,
  caller: LegFacts,
  { peer, refused, ...asking }: CallThrough,
  invitations: Invitations,
  around: FocusSurroundings,
): void {
  invite.onCancel = () => invitations.cancel(peer)
  invitations.ask({
    ...asking,
    ...{ user: peer, from: caller.user },
    ringing: () => ring(invite, around),
    failed: (status) => {
      const answer = invite.answered ? 487 : answerAfter(status)
      if (!invite.answered) invite.refuse(answer)
      refused(answer)
    },
  })
}

// RFC 3262 §3 — a caller that requires reliable provisional responses gets no other.
function ring(invite: IncomingInvite, around: FocusSurroundings): void {
  if (invite.answered) return
  if (!requires(invite.request, '100rel')) return invite.ring()
  invite.ringReliably(180).catch((error: unknown) => around.log(`180 to ${invite.request.callId ?? ''}: ${String(error)}`))
}

// Who does not answer, or wants credentials that the server does not have, is not to be reached now. RFC 3261 §21.4.18
function answerAfter(status: number): number {
  return [401, 407, 408, 487].includes(status) ? 480 : status
}
