// The judge: a fold over one history. The same for a live run and for a stored one; time is an event.
import { parseMessage } from '@ch1/sip'
import { accountsOf } from './accounts/accounts'
import { bytesOf } from './base64'
import { Archive, type Keep, type NumberedAccount } from './closing/closed'
import { Closing } from './closing/closing'
import { DemandTally } from './demand-tally'
import { Demands } from './demands/demands'
import { Findings } from './findings'
import type { HistoryEvent } from './history/events'
import { Accounting } from './model/accounting/accounting'
import { Boundary } from './model/boundary'
import { readCh1Message, type Ch1Event } from './model/ch1-message'
import { strangeVersion } from './model/ch1-message-diameter'
import { ConferencePlane } from './model/conference-plane'
import { Neighbour } from './model/neighbour'
import { PeerLog } from './model/peer-log'
import { rosterTold } from './model/roster-told'
import { ServedSide } from './model/served-side'
import { SipPlane } from './model/sip-plane'
import { Unseen } from './model/unseen'
import { profileOf, type Profile } from './profile/schema'
import { acrHeader } from './rules/acr-header'
import { historyVerdicts, type ScenarioRun, type Trouble } from './verdicts'
import type { Decision, Judgment } from './verdict'

/** A tick later than this inside a window makes an unmet demand undecidable (design.md §1). */
const MAX_LAG_US = 250_000

interface State {
  readonly profile: Profile
  readonly sip: SipPlane
  /** What SIP is stepped by: in the participating role the users' side alone. */
  readonly side: SipPlane | ServedSide
  readonly plane: ConferencePlane
  readonly boundary: Boundary
  readonly neighbour: Neighbour
  readonly unseen: Unseen
  readonly peers: PeerLog
  readonly findings: Findings
  readonly accounting: Accounting
  readonly demands: Demands
  readonly closing: Closing
}

/** How a judge is to work. */
export interface JudgeOptions {
  /** Takes what is to be said of conferences that ended long ago; without it the judge keeps that until it is asked. */
  readonly closed?: Keep
  /** They are closed when nothing was heard of them for so long, µs; without it the profile's timers and windows say. */
  readonly closesAfterUs?: number
}

export class Judge {
  private state: State | undefined
  private readonly archive = new Archive()
  private readonly tally = new DemandTally()
  private readonly options: JudgeOptions
  private readonly scenarios: ScenarioRun[] = []
  private readonly troubles: Trouble[] = []
  /** When the scenario began that goes on now. */
  private scenarioUs: number | undefined
  private aborted = false
  private isCapture = false
  private lack: string | undefined

  constructor(options: JudgeOptions = {}) {
    this.options = options
  }

  /** Takes one event; gives the demands it decided. Throws only RangeError, for a history that does not begin with `opened`. */
  step(event: HistoryEvent): readonly Decision[] {
    if (event.kind === 'opened') {
      this.state = opened(profileOf(event.profile.values), this.keep, this.options.closesAfterUs)
      this.isCapture = event.capture !== undefined
      return []
    }
    const { state } = this
    if (!state) throw new RangeError(`event ${event.n}: a history begins with "opened"`)
    this.take(event, state)
    state.accounting.timePassed(event.atUs)
    const decided = state.demands.timePassed(event.atUs)
    state.closing.timePassed(event.atUs, this.scenarioUs)
    return decided
  }

  private readonly keep: Keep = (closed) => {
    for (const one of closed.demands) this.tally.add(one)
    const { closed: keep = this.archive.keep } = this.options
    keep(closed)
  }

  /** The next instant at which time alone decides something; a live testbed ticks then. */
  dueAtUs(): number | undefined {
    const times = [this.state?.accounting.nextUs(), this.state?.demands.nextUs()].filter((one) => one !== undefined)
    return times.length > 0 ? Math.min(...times) : undefined
  }

  /** By SIP alone: is this address of record in a conference? */
  isIn(user: string): boolean {
    return this.state?.plane.isIn(user) ?? false
  }

  /** The enabler that the newest record went to; undefined before any. */
  get enablerInUse(): string | undefined {
    return this.state?.accounting.books.inUse
  }

  /** How many STOPs came so far. */
  get stopCount(): number {
    return this.state?.accounting.books.stopCount ?? 0
  }

  /** µs that the slowest START took so far; 0 before any. */
  get slowestStartUs(): number {
    return this.state?.accounting.books.slowestStartUs ?? 0
  }

  /** With {@link JudgeOptions.closed} the demands, explanations and missing records are those that were not handed out. */
  judgment(): Judgment {
    const { state, archive } = this
    if (!state) return { verdicts: [], demands: [], findings: [], explanations: [], missing: [], choices: [] }
    const { accounting, findings, demands, boundary } = state
    const { books } = accounting
    const undecided = demands.all()
    const found = findings.all()
    return {
      demands: [...archive.demands, ...undecided]
        .sort((a, b) => a.nth - b.nth)
        .map(({ demand, decision }) => ({ demand, decision })),
      findings: found,
      verdicts: historyVerdicts({
        demands: this.tally.with(undecided),
        findings: found,
        profile: state.profile,
        scenarios: this.scenarios,
        troubles: this.troubles,
        aborted: this.aborted,
        isCapture: this.isCapture,
        lack: this.lack,
        doubtful: findings.doubtful(),
        seen: {
          records: books.recordCount,
          owed: books.owedCount,
          everOpen: boundary.everOpen,
          stops: books.stopCount,
          looks: books.looks,
        },
      }),
      explanations: [...archive.explanations, ...books.explanations],
      missing: [...archive.missing, ...books.missing],
      choices: books.choices.all(),
    }
  }

  /** Each conference so far, but those that were handed out: who was in by SIP, what CH-1 charged. In order of their first INVITEs. */
  accounts(): readonly NumberedAccount[] {
    return this.state ? [...this.archive.accounts, ...accountsOf(this.state)].sort((a, b) => a.id - b.id) : []
  }

  private take(event: HistoryEvent, state: State): void {
    switch (event.kind) {
      case 'sip':
        return this.sip(event, state)
      case 'ch1':
        return this.ch1(event, state)
      case 'peer':
        state.peers.state(event.state, event)
        return state.boundary.peer(event.enabler, event.conn, event.state, event.atUs)
      case 'garbage':
        return event.plane === 'ch1' ? this.unframed(event, state) : undefined
      case 'tick':
        return state.boundary.tick(event.atUs, event.lagUs, MAX_LAG_US)
      case 'unseen':
        return this.unseen(event, state)
      case 'demand':
        return state.demands.add(event.demand, event.atUs)
      case 'scenario':
        if (event.edge === 'begin') {
          this.scenarios.push({ testPurpose: event.testPurpose, k: event.k, first: event.n })
          this.scenarioUs = event.atUs
        } else {
          this.scenarioUs = undefined
          const run = this.scenarios.findLast((one) => one.testPurpose === event.testPurpose && one.last === undefined)
          if (run) run.last = event.n
        }
        return undefined
      case 'trouble':
        this.troubles.push({ n: event.n, verdict: event.verdict, message: troubleText(event) })
        return undefined
      case 'sealed':
        this.aborted = event.why === 'aborted'
        return undefined
      case 'command':
        return this.command(event, state)
      default:
        return undefined // steps and wires are intentions and notes, no evidence
    }
  }

  /** What is done to the SUT and shows in no message of it. Other commands are intentions: SIP shows what became of them. */
  private command({ participant, verb, args, n, atUs }: HistoryEvent & { kind: 'command' }, state: State): void {
    if (participant === 'sut' && verb === 'restart') state.boundary.restarts(atUs)
    const [what, user] = args
    if (verb !== 'loses' || what !== 'MSRP' || user === undefined) return
    state.plane.lostMedia(user, { n, atUs })
    state.accounting.sipChanged()
  }

  /** What was not seen makes no fail, and what is behind it no pass. */
  private unseen(event: HistoryEvent & { kind: 'unseen' }, { unseen, findings }: State): void {
    unseen.note(event)
    if (event.where !== 'here' && event.where !== 'anywhere') return
    this.lack ??= event.why
    findings.doubtFrom(event.why, { earlier: event.where === 'anywhere' })
  }

  private sip(event: HistoryEvent & { kind: 'sip' }, state: State): void {
    // a message that was lost on its way to the SUT is no stimulus, and proves nothing received
    if (event.lost === true && event.dir === 'toSut') return
    const mark = { n: event.n, atUs: event.atUs }
    let message
    try {
      message = parseMessage(bytesOf(event.bytes))
    } catch {
      return // unreadable SIP moves nobody; its bytes stay in the history
    }
    const told = rosterTold(message, event.dir, mark)
    if (told) state.plane.told(told)
    const changes = state.side.step(message, event.dir, mark)
    for (const change of changes) state.plane.step(change)
    const isOfPager = state.plane.pager.step(message, event.dir, mark)
    if (isOfPager || changes.length > 0) state.accounting.sipChanged()
  }

  /** RFC 6733 §3 — bytes of a version other than 1 cannot be cut into messages; only their header is judged. */
  private unframed(event: HistoryEvent & { kind: 'garbage' | 'ch1' }, { profile, findings }: State): void {
    const version = strangeVersion(bytesOf(event.bytes))
    if (version === undefined || profile.topology.ch1 !== 'direct' || profile.topology.use !== 'exclusive') return
    findings.add({
      rule: acrHeader.id,
      signature: `version ${version}`,
      expected: acrHeader.expected,
      actual: `version ${version}: bytes that are no Diameter message`,
      atUs: event.atUs,
      events: [event.n],
    })
  }

  private ch1(event: Ch1Event, state: State): void {
    const { accounting, boundary } = state
    const message = readCh1Message(event)
    if (message.diameter) state.peers.message(message.diameter, event.dir, event)
    if (message.diameter && event.dir === 'fromSut') state.neighbour.check(message.diameter, event)
    switch (message.kind) {
      case 'request':
        return accounting.seen(message.record)
      case 'answer':
        return accounting.answered(event.enabler, event.conn, message, event)
      case 'alive':
        return boundary.watchdogAnswered(event.enabler, event.conn, event.atUs, message.exchange)
      case 'watchdogOfOurs':
        return boundary.watchdogSent(event.enabler, event.conn, message.exchange, event.atUs)
      case 'requestOfOurs':
        return boundary.asked(event.enabler, event.conn)
      case 'answerOfSut':
        // RFC 6733 §3 — an answer to nothing is a request with its R bit clear: judged as the record it is
        if (!boundary.wasAsked(event.enabler, event.conn)) accounting.seen(message.record)
        return undefined
      case 'unreadable':
        return event.door === 'diameter' && event.dir === 'fromSut' ? this.unframed(event, state) : undefined
      case 'other':
        return undefined // its bytes stay in the history
    }
  }
}

function opened(profile: Profile, keep: Keep, closesAfterUs: number | undefined): State {
  const sip = new SipPlane()
  const side = profile.sut.role === 'participating' ? new ServedSide(sip, profile.addresses.users) : sip
  const plane = new ConferencePlane(profile)
  const boundary = new Boundary()
  const findings = new Findings(profile)
  const unseen = new Unseen(profile)
  const accounting = new Accounting({ profile, sip, plane, boundary, findings, unseen })
  const peers = new PeerLog()
  const demands = new Demands({ profile, plane, accounting, boundary, peers, findings })
  const neighbour = new Neighbour({ profile, boundary, findings, lookedAt: (rule) => accounting.books.lookedAt(rule) })
  const closing = new Closing({ profile, sip, side, plane, accounting, demands }, keep, closesAfterUs)
  return { profile, sip, side, plane, boundary, neighbour, unseen, peers, findings, accounting, demands, closing }
}

/** What a step found wanting is told in its own words; of an error its name is told too. */
function troubleText({ verdict, name, message }: HistoryEvent & { kind: 'trouble' }): string {
  return verdict === 'inconclusive' ? message.replace(/^INCONCLUSIVE: /, '') : `${name}: ${message}`
}
