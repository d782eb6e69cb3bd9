// The smallest conference that fails: moves are taken out, many at first, then one by one, as long as it fails without them.
import { possible, type RandomConference, type Rounds } from './conference'

/** Tells of each of these conferences whether it fails; all of them are run in one go. */
export type Fails = (conferences: readonly RandomConference[]) => Promise<readonly boolean[]>

export interface Smallest {
  readonly conference: RandomConference
  /** No move can be taken out of it; false where the bound came first. */
  readonly isMinimal: boolean
  /** How many times conferences were run. */
  readonly runs: number
}

/** Halves of the moves, quarters, and so on down to single ones: `most` runs at most. A run of many candidates costs little more than one of one. */
export async function smallest(failing: RandomConference, fails: Fails, most = 16): Promise<Smallest> {
  let best = failing
  let size = Math.ceil(movesIn(best.rounds) / 2)
  let runs = 0
  while (size > 0 && runs < most) {
    const candidates = without(best.rounds, size).map((rounds, i) => ({ name: `${failing.name}, smaller ${i + 1}`, rounds }))
    if (candidates.length === 0) break
    const results = await fails(candidates)
    runs += 1
    const [next] = candidates
      .filter((_, i) => results[i] === true)
      .sort((a, b) => movesIn(a.rounds) - movesIn(b.rounds) || a.rounds.length - b.rounds.length)
    if (next) best = next
    else if (size === 1) return { conference: { ...best, name: named(failing, best) }, isMinimal: true, runs }
    size = Math.min(next ? size : Math.ceil(size / 2), Math.max(1, movesIn(best.rounds)))
  }
  return { conference: { ...best, name: named(failing, best) }, isMinimal: movesIn(best.rounds) === 0, runs }
}

/** How many moves there are. */
export function movesIn(rounds: Rounds): number {
  return rounds.reduce((sum, round) => sum + round.length, 0)
}

/** These rounds with `size` moves in a row taken out, and whatever cannot be made without them: one after the other, none twice. */
function without(rounds: Rounds, size: number): readonly Rounds[] {
  const total = movesIn(rounds)
  const seen = new Set<string>()
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => i * size).flatMap((from) => {
    let at = -1
    const left = rounds.map((round) =>
      round.filter(() => {
        at += 1
        return at < from || at >= from + size
      }),
    )
    const smaller = possible(left)
    const text = JSON.stringify(smaller)
    if (seen.has(text)) return []
    seen.add(text)
    return [smaller]
  })
}

function named(failing: RandomConference, best: RandomConference): string {
  return best.rounds === failing.rounds ? failing.name : `${failing.name}, made smaller`
}
