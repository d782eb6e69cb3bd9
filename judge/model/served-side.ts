// The two sides of a participating function: its served users on one, the controlling function on the other. Every message crosses its
// boundary twice, and who came and went is read off the users' side alone; the other side only tells the Call-ID that is paired with a leg.
import { aorOf, parseNameAddr, parseUri, type SipMessage, type SipRequest } from '@ch1/sip'
import type { Direction } from '../history/events'
import type { Leg, Mark } from './leg'
import type { LegChange, SipPlane } from './sip-plane'

/** Whom a tag stands for: a served user, or the focus. The tags that a B2BUA makes stand for whoever is behind it. */
type End = 'user' | 'focus'

const other = { user: 'focus', focus: 'user' } as const

export class ServedSide {
  private readonly plane: SipPlane
  private readonly users: string
  /** Call-ID → tag → whom it stands for; and when a message last bore it. */
  private readonly ends = new Map<string, { readonly of: Map<string, End>; heardUs: number }>()
  /** INVITEs on the far side whose leg on the users' side is still to come, by user: their Call-IDs. */
  private readonly ahead = new Map<string, string>()
  /** Legs that users opened, whose INVITE on the far side is still to come, by user. */
  private readonly behind = new Map<string, Leg>()

  /** @param users the domain of the served users */
  constructor(plane: SipPlane, users: string) {
    this.plane = plane
    this.users = users.toLowerCase()
  }

  /** As `SipPlane.step`, of the users' side. */
  step(message: SipMessage, dir: Direction, mark: Mark): readonly LegChange[] {
    const author = this.authorOf(message, mark)
    const opens = isOpening(message)
    if (author !== undefined && !isOnUsersSide(message, dir, author)) {
      if (opens) this.pairFar(message, author)
      return []
    }
    const changes = this.plane.step(message, dir, mark)
    for (const change of changes) if (change.what === 'invited') this.pairNear(change.leg)
    return changes
  }

  /** Closed legs, and every Call-ID that no leg has and that was not heard since `limitUs`. */
  forget(legs: ReadonlySet<Leg>, limitUs: number): void {
    for (const leg of legs) if (this.behind.get(leg.user) === leg) this.behind.delete(leg.user)
    const isGone = (callId: string): boolean =>
      (this.ends.get(callId)?.heardUs ?? 0) <= limitUs && this.plane.legsOf(callId).length === 0
    for (const [user, callId] of this.ahead) if (isGone(callId)) this.ahead.delete(user)
    for (const callId of this.ends.keys()) if (isGone(callId)) this.ends.delete(callId)
  }

  /** Who began the transaction of this message, by its From tag; undefined for what belongs to no session. */
  private authorOf(message: SipMessage, { atUs }: Mark): End | undefined {
    const { callId, fromTag, toTag } = message
    if (callId === undefined || fromTag === undefined) return undefined
    const ends = this.ends.get(callId)?.of ?? new Map<string, End>()
    const answerer = toTag === undefined ? undefined : ends.get(toTag)
    const author = ends.get(fromTag) ?? (answerer && other[answerer]) ?? (isOpening(message) ? this.openerOf(message) : undefined)
    if (author === undefined) return undefined
    this.ends.set(callId, { of: ends.set(fromTag, author), heardUs: atUs })
    if (toTag !== undefined) ends.set(toTag, other[author])
    return author
  }

  // RFC 4579 §4 — a focus says so in its Contact; else whoever calls a served user is none of them.
  private openerOf(invite: SipRequest): End {
    if (isFocus(invite)) return 'focus'
    return hostIn(invite.header('To')) === this.users ? 'focus' : 'user'
  }

  private pairFar(invite: SipRequest, author: End): void {
    const user = aorIn(invite.header(author === 'user' ? 'From' : 'To'))
    const { callId } = invite
    if (user === undefined || callId === undefined) return
    const leg = author === 'user' ? this.behind.get(user) : undefined
    if (leg) {
      this.behind.delete(user)
      this.plane.alias(leg, callId)
    } else if (author === 'focus') this.ahead.set(user, callId)
  }

  private pairNear(leg: Leg): void {
    if (leg.by === 'user') {
      this.behind.set(leg.user, leg)
      return
    }
    const callId = this.ahead.get(leg.user)
    this.ahead.delete(leg.user)
    if (callId !== undefined) this.plane.alias(leg, callId)
  }
}

/** A request of a user comes to the SUT on the users' side and leaves it on the other; its response takes the same way back. */
function isOnUsersSide({ kind }: SipMessage, dir: Direction, author: End): boolean {
  const isBeyond = kind === 'request' ? dir === 'fromSut' : dir === 'toSut'
  return (author === 'user') !== isBeyond
}

function isOpening(message: SipMessage): message is SipRequest {
  return message.kind === 'request' && (message as SipRequest).method === 'INVITE' && message.toTag === undefined
}

function isFocus(invite: SipRequest): boolean {
  try {
    return invite.contacts.some(({ params }) => params.has('isfocus'))
  } catch {
    return false // an unreadable Contact says nothing
  }
}

function aorIn(value: string | undefined): string | undefined {
  try {
    return aorOf(parseNameAddr(value ?? '').uri)
  } catch {
    return undefined // an unreadable address names nobody
  }
}

function hostIn(value: string | undefined): string | undefined {
  try {
    return parseUri(parseNameAddr(value ?? '').uri).host.toLowerCase()
  } catch {
    return undefined
  }
}
