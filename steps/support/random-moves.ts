// Random comings and goings, the same for the same seed: what each of a few users does next, given who is in.

/** One move: `joins` by its own INVITE, `added` by a REFER of `by`, `refuses` an invitation after such a REFER, `leaves`. */
export type Move =
  | { readonly kind: 'joins' | 'leaves'; readonly who: string }
  | { readonly kind: 'added' | 'refuses'; readonly who: string; readonly by: string }

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
 * `guests` are in at the start.
 */
export function randomRounds(
  seed: number,
  rounds: number,
  host: string,
  guests: readonly string[],
  others: readonly string[],
): Move[][] {
  const random = randomOf(seed)
  const users = [...guests, ...others]
  const inside = new Set(guests)
  return Array.from({ length: rounds }, () => {
    const moving = users.filter(() => random() < 0.4).slice(0, 2)
    const chosen = moving.length > 0 ? moving : [users[Math.floor(random() * users.length)] ?? host]
    return chosen.map((who): Move => {
      if (inside.delete(who)) return { kind: 'leaves', who }
      const way = random()
      if (way < 0.3) return { kind: 'refuses', who, by: host }
      inside.add(who)
      return way < 0.65 ? { kind: 'joins', who } : { kind: 'added', who, by: host }
    })
  })
}
