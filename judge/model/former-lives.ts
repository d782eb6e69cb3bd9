// First legs of conferences that were closed, by the URIs they had: where one of these lives again, a record of its may still name them (ch1-facts C9).
import type { Leg } from './leg'

/** So many URIs, the newest; and so many first legs of one of them: that of its first life, and the newest. */
const MOST_URIS = 4096
const MOST_LIVES = 16

export class FormerLives {
  private readonly byUri = new Map<string, readonly Leg[]>()

  /** A conference that had these URIs was closed; `firsts` are the first legs of all its lives. */
  ended(uris: Iterable<string>, firsts: readonly Leg[]): void {
    const [first, ...others] = firsts
    if (!first) return
    const kept = [first, ...others.slice(-MOST_LIVES + 1)].map(remembered)
    for (const uri of uris) {
      this.byUri.delete(uri)
      this.byUri.set(uri, kept)
      const [oldest] = this.byUri.keys()
      if (this.byUri.size > MOST_URIS && oldest !== undefined) this.byUri.delete(oldest)
    }
  }

  /** A conference has this URI now: gives the first legs of its former lives, once. */
  take(uri: string): readonly Leg[] {
    const firsts = this.byUri.get(uri) ?? []
    this.byUri.delete(uri)
    return firsts
  }
}

/** What a record can name of it, and what its content is compared with. */
function remembered(leg: Leg): Leg {
  const { by, invite, inviteCseq, referred, operators, icid, answer, ack } = leg
  const [originating, terminating] = [operators.originating, operators.terminating].map((all) => new Set([...all].map(detached)))
  return {
    ...{ callId: detached(leg.callId), user: detached(leg.user), requestUri: detached(leg.requestUri), by, invite, inviteCseq },
    ...{ inviterTag: '', from: '', referred, asserted: leg.asserted.map(detached), forks: new Map() },
    operators: { originating: originating ?? new Set(), terminating: terminating ?? new Set() },
    ...(icid === undefined ? {} : { icid: detached(icid) }),
    ...(answer ? { answer } : {}),
    ...(ack ? { ack } : {}),
  }
}

/** A text of its own: one that was cut from a message keeps all of that in memory. */
function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
