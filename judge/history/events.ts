// What can stand in a history: every kind of event, as plain data. This room imports nothing; everyone may read it.

/** Schema name of the first line of every history file that is written. */
export const HISTORY_SCHEMA = 'ch1-history/2'

/** The schemas that are read: 1 is 2 without short lines (`line.ts`). */
export const READABLE_SCHEMAS = ['ch1-history/1', HISTORY_SCHEMA] as const

/** Direction seen from the system under test: towards it, or from it. */
export type Direction = 'toSut' | 'fromSut'

/** The door of the Charging Enabler a CH-1 message used. */
export type Binding = 'diameter' | 'http' | 'nock'

/** The four CH-1 words: SessionRequest(start | interim | stop) and EventRequest. */
export type RecordType = 'start' | 'interim' | 'stop' | 'event'

/** Two transport ends of a message: `local` is ours, `remote` is the SUT's; both `host:port` (IPv6 hosts in brackets). */
export interface Flow {
  readonly transport: 'udp' | 'tcp' | 'tls'
  readonly local: string
  readonly remote: string
}

/** The profile as embedded in a history: its digest and its values, so that an old run can be judged again alone. */
export interface ProfileData {
  readonly digest: string
  readonly values: Readonly<Record<string, unknown>>
}

/**
 * One thing a history says. Bytes are base64 and exact.
 * A recorder writes `toSut` before the bytes are sent and `fromSut` after they were read, so a cause never stands behind its effect.
 */
export type HistoryFact =
  | {
      readonly kind: 'opened'
      readonly schema: (typeof READABLE_SCHEMAS)[number]
      readonly testbed: string
      readonly profile: ProfileData
      readonly suite: string
      /** ISO 8601; all other times are µs since this instant. */
      readonly wallClock: string
      readonly engine: 'sipp' | 'socket'
      readonly sut: { readonly name: string; readonly version: string; readonly role: string; readonly embedded: boolean }
      /** It was not recorded, but made from the capture of this name: nothing is demanded in it. */
      readonly capture?: string
    }
  /** `k` counts the scenarios of one test purpose, from 1. */
  | {
      readonly kind: 'scenario'
      readonly edge: 'begin' | 'end'
      readonly testPurpose: string
      readonly name: string
      readonly k: number
    }
  /**
   * A SIP message at the SUT's boundary. `party` is the participant whose traffic it is: a note for readers, never evidence.
   * `lost`: it was on its way to the SUT and was lost on purpose, so the SUT never got it.
   */
  | {
      readonly kind: 'sip'
      readonly dir: Direction
      readonly flow: Flow
      readonly bytes: string
      readonly party?: string
      readonly lost?: boolean
      /** Of a history made from a capture: the frame that completed it. */
      readonly frame?: number
    }
  /** A Diameter (or HTTP) message at the Charging Enabler. `conn` numbers the connections of one enabler from 1. */
  | {
      readonly kind: 'ch1'
      readonly dir: Direction
      readonly door: Binding
      readonly enabler: string
      readonly conn: number
      readonly flow: Flow
      readonly bytes: string
      /** The enabler's rule that made this answer. */
      readonly rule?: string
      /** Over HTTP: number, from 1 and per enabler, of the request and its answer. */
      readonly exchange?: number
      /** As of a SIP message. */
      readonly frame?: number
    }
  /** `open` after a successful capabilities exchange; `closed` when the transport ended; `refused` with a reason. */
  | {
      readonly kind: 'peer'
      readonly enabler: string
      readonly conn: number
      readonly state: 'connected' | 'open' | 'closing' | 'closed' | 'refused'
      readonly flow: Flow
      readonly why?: string
    }
  /** Bytes that could not be framed or parsed at the boundary: kept, explained, never dropped. */
  | { readonly kind: 'garbage'; readonly plane: 'sip' | 'ch1'; readonly flow: Flow; readonly bytes: string; readonly why: string }
  /** Something asked of a participant, of the SUT's adapter (`participant` = `sut`) or of an enabler (its name): an intention, never a stimulus. */
  | { readonly kind: 'command'; readonly participant: string; readonly verb: string; readonly args: readonly string[] }
  /** A participant's wire: the process that carries it. */
  | {
      readonly kind: 'wire'
      readonly participant: string
      readonly aor: string
      readonly engine: 'sipp' | 'socket'
      readonly state: 'started' | 'stopped'
      readonly pid?: number
      readonly version?: string
      readonly local?: string
      /** Why it is not the engine of the run that carries it. */
      readonly why?: string
      readonly files?: readonly string[]
    }
  /**
   * What the core did on purpose to the message of event `of`. Towards the SUT the event of a delayed message stands where it was
   * sent, and a duplicate has an event of its own; from the SUT `of` is the message as it was read.
   */
  | { readonly kind: 'impaired'; readonly of: number; readonly what: 'lost' | 'delayed' | 'duplicated' | 'reordered' }
  | { readonly kind: 'step'; readonly edge: 'begin' | 'end'; readonly text: string; readonly keyword?: string }
  | { readonly kind: 'demand'; readonly demand: Demand }
  /** Nothing else happened up to here. `lagUs`: how much later than planned this process (or the embedded SUT) ran. */
  | { readonly kind: 'tick'; readonly lagUs: number }
  /** Our own side broke, or a precondition was not reached. */
  | { readonly kind: 'trouble'; readonly verdict: 'error' | 'inconclusive'; readonly name: string; readonly message: string }
  /**
   * Only in a history made from a capture: something crossed the SUT's boundary that the history does not have, or may not have.
   * `before`: before it begins; `beside`: on a way that it does not show; `here`: about here; `anywhere`: nobody knows where.
   */
  | { readonly kind: 'unseen'; readonly where: 'before' | 'beside' | 'here' | 'anywhere'; readonly why: string }
  /** Written every 1,000 events: SHA-256 over all lines so far, each with its line end. */
  | { readonly kind: 'chain'; readonly upTo: number; readonly sha256: string }
  | { readonly kind: 'sealed'; readonly why: 'done' | 'aborted'; readonly sha256: string }

/** A fact with its number (from 0, no gaps) and its time in µs on the testbed's monotonic clock. */
export type HistoryEvent = { readonly n: number; readonly atUs: number } & HistoryFact

/** The port through which mocks tell what they see. Gives the number of the event written. */
export type Recorder = (fact: HistoryFact) => number

/**
 * What a demand waits for, as it shows on the SUT's wire.
 * arrival: `who` got into the conference (2xx, ACKed); departure: `who` left it (BYE and its 200);
 * attempt: an INVITE of the SUT to `who` that was refused or cancelled; ringing: an INVITE of the SUT to `who`, up to its final response;
 * fault: something that befell the Charging Enabler named `who`;
 * referral: a REFER that names `who`; resend: a message of `who` that the SUT got a second time; conference: `who` created a conference; end: the last participant left;
 * expelling: a BYE of the SUT to `who`, up to its answer; unanswered: an INVITE of the SUT to `who` that stays without a final response;
 * turnedAway: an INVITE of `who` that the SUT refused; referRefused: a REFER that names `who` and that the SUT refused;
 * mediaChange: a re-INVITE or UPDATE of `who` that the SUT accepted; otherRequest: an OPTIONS, INFO or MESSAGE of `who` in its leg;
 * strayBye: a BYE of `who` that names no dialog, which the SUT refused; message: a MESSAGE of `who` outside any dialog that the SUT accepted;
 * failedMessage: one that it gave another final response; mediaLoss: `who`, who is in, lost its MSRP connection with the SUT, and said nothing by SIP.
 */
export type CauseKind =
  | ('arrival' | 'departure' | 'attempt' | 'ringing' | 'referral' | 'resend' | 'conference' | 'end' | 'fault')
  | ('expelling' | 'unanswered' | 'turnedAway' | 'referRefused' | 'mediaChange' | 'otherRequest' | 'strayBye')
  | ('message' | 'failedMessage' | 'mediaLoss')

/** Which occurrence caused it: the first of its kind for `who` (an address of record) after event `after`, within `byMs` of it. */
export interface Cause {
  readonly of: CauseKind
  readonly who: string
  readonly after: number
  readonly byMs: number
}

/** One test on an AVP of the matched record. `path` has `/` between names; `**` in front searches at any depth. */
export interface AvpTest {
  readonly path: string
  /**
   * `participants`, `nextNumber`, `legIcid`, `legCallId`: the value the conference model computes; `party`: one of the paths names the
   * user of the cause; `invited`: so many users were invited at the start; `triggerTime`: as far from the time in the START as their
   * triggers are from each other; `callingParty`: whom the INVITE of the leg asserts as its sender;
   * `finalStatus`: of the MESSAGE, or of a copy of it; `exploded`: so many copies were sent;
   * `operators`: the networks that P-Charging-Vector names for the leg, as far as it names them;
   * `messages`: one of the media told is a stream of messages (MSRP);
   * `cumulative`: no counter of messages is below that of a record before it in the session.
   */
  readonly op:
    | ('equals' | 'oneOf' | 'matches' | 'present' | 'absent' | 'participants' | 'nextNumber' | 'legIcid' | 'legCallId' | 'party')
    | ('invited' | 'triggerTime' | 'callingParty' | 'finalStatus' | 'exploded' | 'operators' | 'messages' | 'cumulative')
  readonly value?: string | number | readonly (string | number)[]
}

/** What is owed. `records` 0..0 is a negative. `rule` names the rule whose finding breaks it. */
export type Owed =
  | { readonly what: 'records'; readonly type: RecordType; readonly min: number; readonly max: number }
  | { readonly what: 'content'; readonly type: RecordType; readonly tests: readonly AvpTest[] }
  /** The types of all owed records of the conference, in order of their numbers, from START to STOP. */
  | { readonly what: 'order'; readonly types: readonly RecordType[] }
  /** The conference accounts under one Session-Id, and no other conference uses it. */
  | { readonly what: 'ownSession' }
  /** Every ACR of the conference passes the grammar rule named. */
  | { readonly what: 'grammar'; readonly rule: string }
  /**
   * How often the record of the cause crosses CH-1. `first`: only where its first sending met this: no answer, or this Result-Code.
   * `elsewhere`: one of them at another enabler than the first. With `max` it is a negative: so often and no more.
   */
  | {
      readonly what: 'sendings'
      readonly min: number
      readonly max?: number
      readonly elsewhere?: true
      readonly first?: 'unanswered' | number
    }
  /** What the SUT does as our Diameter neighbour; the cause is a fault of the enabler `who`. */
  | {
      readonly what: 'peer'
      readonly does: 'comesBack' | 'comesBackLater' | 'staysAway' | 'answersDisconnect' | 'asks' | 'keepsOne'
    }
  /** The record of the cause goes to this enabler first, or to any but that one. */
  | { readonly what: 'at'; readonly enabler: string; readonly not?: true }
  /** The records of the conference come in the order of what they are for. */
  | { readonly what: 'inOrder' }
  /** Of the interims of an outage the newest alone is delivered (RFC 6733 §9.5). */
  | { readonly what: 'overwritten' }
  /** The accounting of the conference goes on at another Charging Enabler than it began at. */
  | { readonly what: 'continued' }
  /**
   * The record of the cause was on its way when the server was made to restart. `resend`: it comes again afterwards, with the T flag;
   * `state`: with a larger Origin-State-Id, where it has one.
   */
  | { readonly what: 'restarted'; readonly tells: 'resend' | 'state' }
  /** The SUT's answer on SIP does not wait for ours on CH-1. */
  | { readonly what: 'sipFirst' }
  /** What becomes of the conference while no Charging Enabler is there: all stay in, or the SUT releases all. */
  | { readonly what: 'service'; readonly kept: boolean }
  /** A record without an answer is sent again as the profile tells: so often, so far apart. */
  | { readonly what: 'schedule' }
  /** No record of the conference goes out between the initiator's ACK and the START. */
  | { readonly what: 'startFirst' }
  /** One record or none, where both are legal; the one that comes passes the tests. */
  | { readonly what: 'atMostOne'; readonly type: RecordType; readonly tests: readonly AvpTest[] }
  /** A 1-1 session: no record is of an arrival in it. */
  | { readonly what: 'nobodyArrives' }
  /** Whoever was charged as it came is charged as it goes. */
  | { readonly what: 'balance' }
  /** What a second 2xx of a fork is charged as, its release takes back. */
  | { readonly what: 'forkBalance' }
  /** Nothing: what there is to see is told with the verdict. */
  | { readonly what: 'observed'; readonly of: Observation }
  /**
   * So many interims by time in the conference's session, each about as long behind the record before it as the newest Response asked for.
   * `and`: what is demanded of them besides. `apart`: none comes sooner than half an interval behind the one before; `bare`: none bears Time-Stamps;
   * `spread`: nothing, but how far they are apart from those of the scenario's other conferences is told.
   */
  | { readonly what: 'byTime'; readonly interims: number; readonly and?: 'apart' | 'bare' | 'spread' }
  /** Every arrival (so many at least) and every departure has its record, none is one too many, and each tells the count. */
  | { readonly what: 'everyone'; readonly arrivals: number }

/** What a purpose of kind O looks at: how long after its occasion a record came; whether there was one; what it counts beside what was seen. */
export type Observation = 'latency' | 'charged' | 'rosterCount' | 'messageCounts'

/** A `Then` step, as data: what is owed, because of what, within how long. */
export interface Demand {
  readonly id: string
  readonly testPurpose: string
  readonly rule: string
  readonly clause: string
  readonly level: 'MUST' | 'SHOULD' | 'OBSERVE'
  readonly cause: Cause
  /** Length of the window from the cause's proof of receipt, and the name of the profile's value. */
  readonly within: { readonly ms: number; readonly name: string }
  readonly owed: Owed
}
