// Random comings and goings, the same for the same seed: what each of a few users does next, given who is in.

/**
 * One move: `joins` by its own INVITE, `added` by a REFER of `by`, `refuses` an invitation after such a REFER, `leaves`; `expelled` by the server,
 * `crosses` its own BYE with the server's as it is.
 */
export type Move =
  | { readonly kind: 'joins' | 'leaves' | 'expelled' | 'crosses'; readonly who: string }
  | { readonly kind: 'added' | 'refuses'; readonly who: string; readonly by: string }

/** How many arrivals there are in these rounds. */
export function arrivalsIn(rounds: readonly (readonly Move[])[]): number {
  return rounds.flat().filter(({ kind }) => kind === 'joins' || kind === 'added').length
}

/** Who plays: all of them take turns but the host. */
export interface Cast {
  readonly host: string
  readonly guests: readonly string[]
  readonly others: readonly string[]
  /** The server can be made to expel somebody. */
  readonly expels?: boolean
}

/** A number from 0 up to but not including 1, and so on (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * So many rounds of moves; the moves of a round, of different users, are made at the same time. `host` is in all the time.
 * `guests` are in at the start. Whom the server expels stays away: it need not let anybody back in.
 */
export function randomRounds(seed: number, rounds: number, { host, guests, others, expels = false }: Cast): Move[][] {
  const random = randomOf(seed)
  const users = new Set([...guests, ...others])
  const inside = new Set(guests)
  return Array.from({ length: rounds }, () => {
    const moving = [...users].filter(() => random() < 0.4).slice(0, 2)
    const chosen = moving.length > 0 ? moving : [...users].slice(Math.floor(random() * users.size)).slice(0, 1)
    return chosen.map((who): Move => {
      if (inside.delete(who)) {
        const how = expels ? random() : 1
        if (how < 0.3) users.delete(who)
        return { kind: how < 0.2 ? 'expelled' : how < 0.3 ? 'crosses' : 'leaves', who }
      }
      const way = random()
      if (way < 0.3) return { kind: 'refuses', who, by: host }
      inside.add(who)
      return way < 0.65 ? { kind: 'joins', who } : { kind: 'added', who, by: host }
    })
  })
}
