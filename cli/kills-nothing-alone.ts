// Test purposes for which no mutant is killed by them and nobody else, and why that is so.

const REASONS: Readonly<Record<string, string>> = {
  TP_NEG_008:
    'An INTERIM for a provisional response is there before anybody knows how the invitation ends: TP_ARR_003 sees it where the user then accepts.',
}

/** Why no fault is this purpose's alone; undefined where no reason is given. */
export function whyNotAlone(purpose: string): string | undefined {
  return REASONS[purpose]
}
