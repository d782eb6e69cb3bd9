// A leg: one INVITE between the SUT and one user, from the first INVITE to the answered BYE, as SIP alone shows it.

/** An event by its number and time. */
export interface Mark {
  readonly n: number
  readonly atUs: number
}

export interface Bye {
  readonly by: 'user' | 'server'
  readonly cseq: number
  readonly first: Mark
  /** Times of all transmissions, the first included. */
  readonly sentUs: number[]
  answer?: Mark & { readonly status: number }
  /** The first of its answers; `answer` is the last. */
  firstAnswer?: Mark
  /** One of its answers was a 2xx. */
  accepted?: true
  /** The other side's own BYE met it on the way. */
  crossed?: Mark
}

/** The networks that P-Charging-Vector named in the INVITE of a leg and in the answers to it (RFC 7315 §4.6). */
export interface OperatorsSeen {
  /** orig-ioi */
  readonly originating: Set<string>
  /** term-ioi */
  readonly terminating: Set<string>
}

export interface Leg {
  readonly callId: string
  /** Call-ID of the dialog that a participating function has with the controlling one for this leg, where it is another. */
  farCallId?: string
  /** Address of record of the user at the other end. */
  readonly user: string
  /** Who sent the INVITE. */
  readonly by: 'user' | 'server'
  readonly requestUri: string
  readonly invite: Mark
  readonly inviteCseq: number
  /** The SUT sent its INVITE more than once: nothing of the user had reached it when its first resend was due. */
  inviteResent?: boolean
  /** From tag of the INVITE; the other tag comes with the first answer. */
  readonly inviterTag: string
  inviteeTag?: string
  icid?: string
  readonly operators: OperatorsSeen
  /** URI of the focus: Contact with isfocus of the SUT's own message. */
  focus?: string
  /** From of the SUT's INVITE: the focus where its Contact does not say isfocus. */
  readonly from: string
  /** The user was named by a REFER before the SUT invited it. */
  referred: boolean
  ringing?: Mark
  /** P-Asserted-Identity of its INVITE. */
  readonly asserted: readonly string[]
  answer?: Mark & { readonly status: number }
  ack?: Mark
  refusal?: Mark & { readonly status: number }
  cancel?: Mark
  bye?: Bye
  /** By their To tag, further 2xx to the same INVITE (LV-14). */
  readonly forks: Map<string, Fork>
}

/** A further device that answered. */
export interface Fork {
  readonly answer: Mark
  /** The first ACK or BYE of the SUT to it: the SUT has its 2xx. */
  known?: Mark
  /** The newest BYE of the SUT to it. */
  released?: Mark
}

/** The leg's user may be counted from here on; undefined before any 2xx. */
export function attachedFromUs(leg: Leg): number | undefined {
  if (!leg.answer) return undefined
  return leg.by === 'user' ? leg.invite.atUs : leg.answer.atUs
}

/** The leg's user is surely attached from here on: the SUT's ACK to a 2xx, or the ACK to the SUT's own 2xx. */
export function surelyAttachedUs(leg: Leg): number | undefined {
  return leg.answer && leg.ack ? Math.max(leg.answer.atUs, leg.ack.atUs) : undefined
}

/** In the conference as far as SIP shows: answered 2xx, no BYE yet. */
export function isAttached(leg: Leg): boolean {
  return leg.answer !== undefined && leg.bye === undefined
}

/**
 * Invited, and nothing of the user has reached the SUT: it may have given up without a word (RFC 3261 §9.1 lets it send no CANCEL), and has
 * by timer B.
 */
export function isSilent(leg: Leg): boolean {
  return isPending(leg) && leg.by === 'server' && leg.ringing === undefined
}

/** Invited or joining: not answered, not refused, not given up by CANCEL. */
export function isPending(leg: Leg): boolean {
  return leg.answer === undefined && leg.refusal === undefined && leg.cancel === undefined
}

/**
 * Had the SUT given its INVITE up before the 2xx reached it? By its CANCEL, or, where no provisional response had come, without one:
 * then no CANCEL may be sent (RFC 3261 §9.1), and what shows is an INVITE sent again, a late 2xx, and BYE close behind its ACK.
 * @param grainUs two outputs of the SUT that are closer than this belong together
 */
export function wasGivenUp(leg: Leg, grainUs: number): boolean {
  if (leg.cancel) return true
  const { by, bye, ack, ringing, inviteResent = false } = leg
  if (by !== 'server' || bye?.by !== 'server' || ack === undefined) return false
  return inviteResent && ringing === undefined && bye.first.atUs - ack.atUs <= grainUs
}
