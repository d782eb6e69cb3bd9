// One to one: which of these can have one of those, all at once. Kuhn's augmenting paths, and what Dulmage and Mendelsohn read off them.

export interface Matching {
  /** By left vertex: its right vertex in one largest matching, or undefined. */
  readonly of: readonly (number | undefined)[]
  /** How many of the left have none, whichever largest matching is taken. */
  readonly short: number
  /** Left vertices that some largest matching leaves alone; all others have one in every largest matching. */
  readonly perhapsAlone: ReadonlySet<number>
}

/** `edges[i]` names the right vertices that left vertex i may have. */
export function largestMatching(edges: readonly (readonly number[])[]): Matching {
  const leftOf = new Map<number, number>()
  const of: (number | undefined)[] = edges.map(() => undefined)
  const augment = (left: number, visited: Set<number>): boolean => {
    for (const right of edges[left] ?? []) {
      if (visited.has(right)) continue
      visited.add(right)
      const holder = leftOf.get(right)
      if (holder !== undefined && !augment(holder, visited)) continue
      leftOf.set(right, left)
      of[left] = right
      return true
    }
    return false
  }
  let short = 0
  for (const left of edges.keys()) if (!augment(left, new Set())) short += 1
  return { of, short, perhapsAlone: reachableFromLonely(edges, of, leftOf) }
}

function reachableFromLonely(
  edges: readonly (readonly number[])[],
  of: readonly (number | undefined)[],
  leftOf: ReadonlyMap<number, number>,
): ReadonlySet<number> {
  const reached = new Set([...edges.keys()].filter((left) => of[left] === undefined))
  for (const left of reached) {
    for (const right of edges[left] ?? []) {
      const holder = leftOf.get(right)
      if (holder !== undefined) reached.add(holder)
    }
  }
  return reached
}
