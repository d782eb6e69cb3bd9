// What conferences that were closed leave, by the URIs they had: where one of these lives again it has the others too, and its records may still name
// the first legs of its former lives (ch1-facts C9).
import { userPartOf } from './focus'
import type { Leg } from './leg'

/** So many conferences, the newest; and so many first legs of one of them: that of its first life, and the newest. */
const MOST_CONFERENCES = 4096
const MOST_LIVES = 16

export interface FormerLife {
  readonly uris: readonly string[]
  readonly firsts: readonly Leg[]
}

export class FormerLives {
  /** Oldest first. */
  private readonly all = new Set<FormerLife>()
  private readonly byUri = new Map<string, FormerLife>()
  private readonly byUserPart = new Map<string, Set<FormerLife>>()

  /** A conference that had these URIs was closed; `firsts` are the first legs of all its lives. */
  ended(uris: Iterable<string>, firsts: readonly Leg[]): void {
    const [first, ...others] = firsts
    const life = { uris: [...uris].map(detached), firsts: first ? [first, ...others.slice(1 - MOST_LIVES)].map(remembered) : [] }
    if (!first || life.uris.length === 0) return
    for (const uri of life.uris) {
      this.forget(this.byUri.get(uri))
      this.byUri.set(uri, life)
      const user = userPartOf(uri)
      this.byUserPart.set(user, (this.byUserPart.get(user) ?? new Set()).add(life))
    }
    const [oldest] = this.all.add(life)
    if (this.all.size > MOST_CONFERENCES) this.forget(oldest)
  }

  /** A conference is known by this URI now: gives what it was before, once. LV-22 — `alike`: or by a user part that only one had. */
  take(uri: string, alike: boolean): FormerLife | undefined {
    const user = userPartOf(uri)
    const others = alike && user !== '' ? [...(this.byUserPart.get(user) ?? [])] : []
    const life = this.byUri.get(uri) ?? (others.length === 1 ? others[0] : undefined)
    this.forget(life)
    return life
  }

  private forget(life: FormerLife | undefined): void {
    if (!life) return
    this.all.delete(life)
    for (const uri of life.uris) {
      if (this.byUri.get(uri) === life) this.byUri.delete(uri)
      const user = userPartOf(uri)
      const others = this.byUserPart.get(user)
      others?.delete(life)
      if (others?.size === 0) this.byUserPart.delete(user)
    }
  }
}

/** What a record can name of it, and what its content is compared with. */
function remembered(leg: Leg): Leg {
  const { by, invite, inviteCseq, referred, operators, icid, farCallId, answer, ack } = leg
  return {
    ...{ callId: detached(leg.callId), user: detached(leg.user), requestUri: detached(leg.requestUri), by, invite, inviteCseq },
    ...{ inviterTag: '', from: '', referred, asserted: leg.asserted.map(detached), forks: new Map() },
    operators: {
      originating: new Set([...operators.originating].map(detached)),
      terminating: new Set([...operators.terminating].map(detached)),
    },
    ...(icid === undefined ? {} : { icid: detached(icid) }),
    ...(farCallId === undefined ? {} : { farCallId: detached(farCallId) }),
    ...(answer ? { answer } : {}),
    ...(ack ? { ack } : {}),
  }
}

/** A text of its own: one that was cut from a message keeps all of that in memory. */
function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
