// Test purposes for which no mutant is killed by them and nobody else, and why that is so.

/** Why no fault is a purpose's alone. */
export interface NotAlone {
  /** `not yet: …` where a mutant could be made. */
  readonly why: string
  /** Mutants that it sees as well, and others are named for. Each was run against it. */
  readonly seesToo?: readonly string[]
}

const observes = (what: string): NotAlone => ({ why: `An observation fails nobody: ${what}` })

/** The fault it looks for is broken together with the wider one of another purpose. */
const shares = (why: string, ...seesToo: readonly string[]): NotAlone => ({ why, seesToo })

const ofOthers = (declared: string): NotAlone => ({
  why: `It is for servers that declare ${declared}; the reference, and so every mutant, declares otherwise. An edited history turns it red (test/judge).`,
})

export const notAlone: Readonly<Record<string, NotAlone>> = {
  TP_ARR_004: observes('it tells how long an arrival waits for its record. One without a record fails TP_ARR_001.'),
  TP_ARR_011: shares(
    'A REFER of several users is one REFER to each, so what is not charged in it is not charged for one either: TP_ARR_010 is named for that.',
    'interim-missing-on-invited-arrival',
  ),
  TP_ARR_013: shares(
    'Whom the server invites of its own accord arrives as anybody else who is invited: TP_ARR_001 is named for that.',
    'interim-missing-on-invited-arrival',
  ),
  TP_ARR_019: {
    why: 'No Charging Enabler of a run proposes an interval unless a scenario says so: a server that then charges no arrival fails wherever somebody is invited.',
  },
  TP_ARR_021: observes('which of the 2xx other than 200 is charged is a reading of the clause, and is told.'),
  TP_ARR_023: ofOthers('P-ARR-POINT: ack'),
  TP_ARR_026: {
    why: 'A record while it rings is there before anybody knows how the invitation ends: TP_NEG_027, where the served user refuses, sees it too.',
  },
  TP_DEP_001: {
    why: 'A departure that is not charged is missed wherever somebody leaves: TP_DEP_002, TP_DEP_006, TP_DEP_007 and others demand the same record first.',
  },
  TP_DEP_005: shares(
    'Whom a REFER removes gets the same BYE as whom the operator expels: TP_DEP_003 is named for that.',
    'interim-missing-on-expulsion',
  ),
  TP_DEP_010: shares(
    'A conference that is released ends as any other does, with one STOP: TP_DEP_009 is named for that.',
    'stop-missing',
  ),
  TP_DEP_011: shares(
    'Whose session expires gets the same BYE as who is expelled: TP_DEP_003 is named for that.',
    'interim-missing-on-expulsion',
    'interim-doubled-on-expulsion',
  ),
  TP_DEP_012: shares(
    'BYEs that cross are a departure and an expulsion at once: what is missing or doubled in either shows where it is alone, in TP_DEP_001 and TP_DEP_002.',
    'interim-missing-on-bye',
    'interim-doubled-on-expulsion',
  ),
  TP_DEP_013: shares(
    'An expulsion that is charged twice is so whether Bob answers 200 or 481: TP_DEP_002 is named for that.',
    'interim-doubled-on-expulsion',
  ),
  TP_DEP_014: {
    why: 'not yet: a second INTERIM when the BYE of the server times out comes as the others leave, and whether the BYE counted leaves open who is the last, so one of them may explain it: the mutant that was tried survives on a quick machine; an edited history turns it red (test/judge/red).',
  },
  TP_DEP_017: shares(
    'A BYE with a Reason is a BYE: what charges no departure charges this one neither.',
    'interim-missing-on-bye',
  ),
  TP_DEP_018: shares(
    'Who leaves without an ACK leaves by BYE: a server that charges no BYE fails TP_DEP_001 as well.',
    'interim-missing-on-bye',
  ),
  TP_SEQ_008: shares(
    'A row of numbers that falls, or has a number twice, breaks the rule on numbers that TP_SEQ_014 owns and asks of every run.',
    'interims-by-time-numbered-apart',
  ),
  TP_SEQ_011: shares(
    'It does what other purposes do, in an order that is drawn: a fault of one kind of arrival or departure fails the purpose on that kind too.',
    'interim-missing-on-invited-arrival',
    'interim-missing-on-bye',
  ),
  TP_SEQ_013: observes('a roster that counts otherwise than the record is told of; RFC 4575 binds no charging.'),
  TP_NEG_008: {
    why: 'An INTERIM for a provisional response is there before anybody knows how the invitation ends: TP_ARR_003 sees it where the user then accepts.',
  },
  TP_NEG_012: shares(
    'A 401 is a final response other than 2xx, as a 486 is: TP_NEG_001 is named for one that is charged.',
    'interim-on-refusal',
    'interim-on-other-refusal',
  ),
  TP_NEG_022: shares(
    'What it demands first is the STOP: TP_DEP_009 is named for one that is missing. Another cause than that of a failure no mutant gives yet; the rule warns.',
    'stop-missing',
  ),
  TP_NEG_027: {
    why: 'A record while it rings is there before anybody knows how the invitation ends: TP_ARR_026, where the served user accepts, sees it too.',
  },
  TP_LIF_003: shares(
    'That the last two leave together changes nothing in what is owed: TP_DEP_009 is named for a STOP that is missing.',
    'stop-missing',
  ),
  TP_LIF_005: {
    why: 'not yet: where the INVITE that is refused comes again, as on a busy machine, the START of the mutant that was tried is taken for one of the repetition, and fails the purpose by another rule; an edited history turns it red (test/judge/red).',
  },
  TP_LIF_008: observes('how far sessions are spread is told, since no document says how far they must be.'),
  TP_ERR_007: ofOthers('P-BUF: overwrite'),
  TP_PEER_002: observes('a CER that does not name 3GPP as a supported vendor is told of.'),
}

/** Why no fault is this purpose's alone; undefined where no reason is given. */
export function whyNotAlone(purpose: string): string | undefined {
  const { why, seesToo } = notAlone[purpose] ?? {}
  return seesToo === undefined ? why : `${why} It sees ${seesToo.join(', ')} as well.`
}
