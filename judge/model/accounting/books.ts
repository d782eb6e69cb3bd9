// What the files of this folder share: the planes they read, and the books in which they write down what was found.
import type { Findings } from '../../findings'
import type { Profile } from '../../profile/schema'
import type { Explanation, MissingRecord } from '../../verdict'
import type { Boundary } from '../boundary'
import { Choices } from '../choices'
import type { Trigger } from '../conference'
import type { ConferencePlane } from '../conference-plane'
import type { SeenRecord } from '../record'
import { Sendings } from '../sendings'
import { Sessions } from '../sessions'
import type { SipPlane } from '../sip-plane'
import type { Unseen } from '../unseen'

/** What accounting reads of the world. */
export interface Planes {
  readonly profile: Profile
  readonly sip: SipPlane
  readonly plane: ConferencePlane
  readonly boundary: Boundary
  readonly findings: Findings
  readonly unseen: Unseen
}

/** What accounting has found out so far. */
export class Books {
  readonly sessions: Sessions
  readonly sendings = new Sendings()
  /** The enabler that the newest record went to. */
  inUse: string | undefined
  explanations: Explanation[] = []
  missing: MissingRecord[] = []
  readonly choices: Choices
  /** Triggers whose record was taken from them; whoever rests on a record looks at them, and empties the list. */
  readonly bereft: Trigger[] = []
  /** Those whose record turned out to be another's, and that wait for their own again; who closes them empties the list. */
  readonly reopened: Trigger[] = []
  /** Which trigger explains a record. */
  readonly explainedBy = new WeakMap<SeenRecord, Trigger>()
  recordCount = 0
  owedCount = 0
  /** When the newest owed record came. */
  lastOwedUs = -Infinity
  stopCount = 0
  /** µs from what made a START due to that START, the longest so far; 0 before any. What waited for an outage to end is not counted. */
  slowestStartUs = 0
  /** Rule on records → how many records it spoke of. */
  readonly looks = new Map<string, number>()

  constructor({ profile, findings }: Planes) {
    this.sessions = new Sessions(profile.topology.ch1 === 'direct')
    this.choices = new Choices(profile, findings)
  }

  lookedAt(rule: string): void {
    this.looks.set(rule, (this.looks.get(rule) ?? 0) + 1)
  }

  explain(explanation: Explanation): void {
    this.explanations.push(explanation)
  }

  /** What was written of these records, and of what these events made due. */
  takeOut(
    records: ReadonlySet<number>,
    causes: ReadonlySet<number>,
  ): { readonly explanations: readonly Explanation[]; readonly missing: readonly MissingRecord[] } {
    const explanations = this.explanations.filter(({ record }) => records.has(record))
    const missing = this.missing.filter(({ trigger }) => causes.has(trigger))
    this.explanations = this.explanations.filter(({ record }) => !records.has(record))
    this.missing = this.missing.filter(({ trigger }) => !causes.has(trigger))
    return { explanations, missing }
  }

  /** The record needs another explanation than it had. */
  unexplain(record: number): void {
    // a record has one explanation at a time, and those that lose it are young
    const at = this.explanations.findLastIndex((one) => one.record === record)
    if (at >= 0) this.explanations.splice(at, 1)
  }
}
