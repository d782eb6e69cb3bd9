// The judge: a fold over one history. The same for a live run and for a stored one; time is an event.
import { parseMessage } from '@ch1/sip'
import { COMMAND, decodeMessage } from '@ch1/diameter'
import { bytesOf } from './base64'
import { Demands } from './demands'
import { Findings } from './findings'
import type { HistoryEvent } from './history/events'
import { Accounting } from './model/accounting'
import { Boundary } from './model/boundary'
import { ConferencePlane } from './model/conference-plane'
import { seenRecord } from './model/record'
import { SipPlane } from './model/sip-plane'
import { profileOf, type Profile } from './profile/schema'
import { historyVerdicts, type ScenarioRun, type Trouble } from './verdicts'
import type { Decision, Judgment } from './verdict'

/** A tick later than this inside a window makes an unmet demand undecidable (design.md §1). */
const MAX_LAG_US = 250_000

interface State {
  readonly profile: Profile
  readonly sip: SipPlane
  readonly plane: ConferencePlane
  readonly boundary: Boundary
  readonly findings: Findings
  readonly accounting: Accounting
  readonly demands: Demands
}

export class Judge {
  private state: State | undefined
  private readonly scenarios: ScenarioRun[] = []
  private readonly troubles: Trouble[] = []
  private aborted = false

  /** Takes one event; gives the demands it decided. Throws only RangeError, for a history that does not begin with `opened`. */
  step(event: HistoryEvent): readonly Decision[] {
    if (event.kind === 'opened') {
      this.state = opened(profileOf(event.profile.values))
      return []
    }
    const { state } = this
    if (!state) throw new RangeError(`event ${event.n}: a history begins with "opened"`)
    this.take(event, state)
    state.accounting.timePassed(event.atUs)
    return state.demands.timePassed(event.atUs)
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

  judgment(): Judgment {
    const { state } = this
    if (!state) return { verdicts: [], demands: [], findings: [], explanations: [], missing: [], choices: [] }
    const { accounting, findings, demands, boundary } = state
    const all = { demands: demands.all(), findings: findings.all() }
    return {
      ...all,
      verdicts: historyVerdicts({
        ...all,
        profile: state.profile,
        scenarios: this.scenarios,
        troubles: this.troubles,
        aborted: this.aborted,
        seen: {
          records: accounting.recordCount,
          owed: accounting.owedCount,
          everOpen: boundary.everOpen,
          stops: accounting.stopCount,
        },
      }),
      explanations: [...accounting.explanations],
      missing: [...accounting.missing],
      choices: [...accounting.choices].map(([name, values]) => `${name}: ${[...values].join(' and ')}`),
    }
  }

  private take(event: HistoryEvent, state: State): void {
    switch (event.kind) {
      case 'sip':
        return this.sip(event, state)
      case 'ch1':
        return this.ch1(event, state)
      case 'peer':
        return state.boundary.peer(event.enabler, event.conn, event.state, event.atUs)
      case 'tick':
        return state.boundary.tick(event.atUs, event.lagUs, MAX_LAG_US)
      case 'demand':
        return state.demands.add(event.demand, event.atUs)
      case 'scenario':
        if (event.edge === 'begin') this.scenarios.push({ testPurpose: event.testPurpose, k: event.k, first: event.n })
        else {
          const run = this.scenarios.findLast((one) => one.testPurpose === event.testPurpose && one.last === undefined)
          if (run) run.last = event.n
        }
        return undefined
      case 'trouble':
        this.troubles.push({ n: event.n, verdict: event.verdict, message: `${event.name}: ${event.message}` })
        return undefined
      case 'sealed':
        this.aborted = event.why === 'aborted'
        return undefined
      default:
        return undefined // commands, steps and wires are intentions and notes, no evidence
    }
  }

  private sip(event: HistoryEvent & { kind: 'sip' }, state: State): void {
    const mark = { n: event.n, atUs: event.atUs }
    let message
    try {
      message = parseMessage(bytesOf(event.bytes))
    } catch {
      return // unreadable SIP moves nobody; its bytes stay in the history
    }
    const changes = state.sip.step(message, event.dir, mark)
    for (const change of changes) state.plane.step(change)
    if (changes.length > 0) state.accounting.sipChanged()
  }

  private ch1(event: HistoryEvent & { kind: 'ch1' }, state: State): void {
    if (event.door !== 'diameter') return // the experimental doors are outside any conformance claim
    let message
    try {
      message = decodeMessage(bytesOf(event.bytes))
    } catch {
      return
    }
    if (message.commandCode === COMMAND.deviceWatchdog && !message.request && event.dir === 'fromSut') {
      state.boundary.watchdogAnswered(event.enabler, event.conn, event.atUs)
    }
    if (message.commandCode !== COMMAND.accounting) return
    if (event.dir === 'toSut') {
      if (!message.request) state.accounting.sessions.answeredBy(event.enabler, event.conn, message)
    } else if (message.request)
      state.accounting.seen(seenRecord(message, { n: event.n, atUs: event.atUs }, event.enabler, event.conn))
  }
}

function opened(profile: Profile): State {
  const sip = new SipPlane()
  const plane = new ConferencePlane(profile)
  const boundary = new Boundary()
  const findings = new Findings(profile)
  const accounting = new Accounting({ profile, sip, plane, boundary, findings })
  const demands = new Demands({ profile, plane, accounting, boundary, findings })
  return { profile, sip, plane, boundary, findings, accounting, demands }
}
