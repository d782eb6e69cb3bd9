// Guesses what a misspelt name was meant to be.

/** The name that differs from `name` in case or in at most two letters; undefined if there is none. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > 64) return undefined
  let best: string | undefined
  let least = 3
  for (const one of known) {
    const distance = one.toLowerCase() === name.toLowerCase() ? 0 : edits(name, one)
    // two edits of a word of three letters make any word
    if (distance < least && distance <= one.length / 2) [best, least] = [one, distance]
  }
  return best
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
