// What the second judge says: one word and the facts for every matter it looks at. Plain data.

/** `cannot say`: the deciding fact is missing, late, or open to more than one legal reading. It is never guessed. */
export type Word = 'ok' | 'broken' | 'cannot say'

/**
 * What is judged, each of one life of a conference, one accounting session or one record:
 * explained: every record has its own occasion, one to one · owed: every occasion that must be charged has its own record ·
 * one-session: a conference (or a leg, where the leg is charged) keeps one Session-Id · not-mixed: no Session-Id serves two ·
 * start-first, numbers, after-stop, consecutive: the order within a session · resend: what is sent again is the same record ·
 * first-t: no T flag on a first sending · header, mandatory: the form of the ACR · after-open: no ACR before the connection is open ·
 * time-order: Event-Timestamp does not fall · count: Number-Of-Participants is a number the roster had.
 */
export type Matter =
  | ('explained' | 'owed' | 'one-session' | 'not-mixed' | 'start-first' | 'numbers' | 'after-stop' | 'consecutive')
  | ('resend' | 'first-t' | 'header' | 'mandatory' | 'after-open' | 'time-order' | 'count')

/** The test purpose that a broken matter belongs to, run-wide (`spec/ch1-facts.md` §6). */
export const PURPOSE_OF: Readonly<Record<Matter, string>> = {
  explained: 'TP_SEQ_015',
  owed: 'TP_SEQ_011',
  'one-session': 'TP_ARR_007',
  'not-mixed': 'TP_SEQ_004',
  'start-first': 'TP_SEQ_001',
  numbers: 'TP_SEQ_014',
  'after-stop': 'TP_SEQ_012',
  consecutive: 'TP_SEQ_001',
  resend: 'TP_ERR_001',
  'first-t': 'TP_ERR_008',
  header: 'TP_CNT_001',
  mandatory: 'TP_CNT_002',
  'after-open': 'TP_PEER_003',
  'time-order': 'TP_SEQ_009',
  count: 'TP_SEQ_002',
}

/** One matter decided. */
export interface Opinion {
  readonly matter: Matter
  readonly word: Word
  /** What it is about: a life (`sip:conf-1@im.example #1`) or a Session-Id. */
  readonly about: string
  /** Numbers of the events that show it; for `broken`, those that are wrong. */
  readonly events: readonly number[]
  readonly facts: string
}

/** Somebody came, left, began or ended a conference. */
export interface OccasionOpinion {
  readonly what: string
  readonly word: Word
  readonly about: string
  /** The SIP messages it consists of. */
  readonly events: readonly number[]
  readonly facts: string
}

/** One record on CH-1, all its sendings together. */
export interface RecordOpinion {
  /** `ok`: surely explained. `broken`: nothing can explain it. */
  readonly word: Word
  readonly about: string
  readonly events: readonly number[]
  readonly facts: string
}

export interface SecondJudgment {
  readonly opinions: readonly Opinion[]
  /** Arrivals, departures, beginnings and ends whose record is owed or whose silence is legal. */
  readonly occasions: readonly OccasionOpinion[]
  readonly records: readonly RecordOpinion[]
  /** Every SIP and CH-1 event of a life or a session, by number: for whoever compares. */
  readonly homes: ReadonlyMap<number, string>
  /** Session-Ids that are of no conference. */
  readonly nobodys: ReadonlySet<string>
  /** The events that are records. */
  readonly sendings: ReadonlySet<number>
}
