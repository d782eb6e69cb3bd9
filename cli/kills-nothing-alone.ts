// Test purposes for which no mutant is killed by them and nobody else, and why that is so.

const REASONS: Readonly<Record<string, string>> = {
  TP_DEP_001:
    'A departure that is not charged is missed wherever somebody leaves: TP_DEP_002, TP_DEP_006, TP_DEP_007 and others demand the same record first.',
  TP_ERR_007:
    'The reference is judged as it declares itself, P-BUF: all-in-order; so it does not apply there; an edited history turns it red (test/judge).',
  TP_NEG_008:
    'An INTERIM for a provisional response is there before anybody knows how the invitation ends: TP_ARR_003 sees it where the user then accepts.',
}

/** Why no fault is this purpose's alone; undefined where no reason is given. */
export function whyNotAlone(purpose: string): string | undefined {
  return REASONS[purpose]
}
