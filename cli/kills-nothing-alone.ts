// Test purposes for which no mutant is killed by them and nobody else, and why that is so.

const REASONS: Readonly<Record<string, string>> = {}

/** Why no fault is this purpose's alone; undefined where no reason is given. */
export function whyNotAlone(purpose: string): string | undefined {
  return REASONS[purpose]
}
