// What the documents of a run tell of a history beside its judgment: noted as it is read, so that no event need be kept for it.
import type { HistoryEvent } from '../judge/history/events'
import { PREFLIGHT } from '../judge/verdicts'
import type { Slice } from '../judge/verdicts-document'

type Opened = HistoryEvent & { readonly kind: 'opened' }

/** Trouble that hindered every scenario. */
export interface Hindrance {
  readonly word: 'inconclusive' | 'error'
  readonly reason: string
}

/** More versions of SIPp than these are not told. */
export const MOST_VERSIONS = 4

export class HistoryNotes {
  readonly file: string
  opened: Opened | undefined
  /** How many events were read, and when the newest came. */
  count = 0
  lastUs = 0
  sealed: 'done' | 'aborted' | undefined
  /** Trouble before the first scenario. */
  hindrance: Hindrance | undefined
  /** A CH-1 message came through another door than Diameter's. */
  isHttp = false
  readonly sippVersions = new Set<string>()
  private readonly ended: Slice[] = []
  /** By the first event of a slice, when it began and when it ended. */
  private readonly spans = new Map<number, { readonly fromUs: number; toUs?: number }>()
  private begun: (HistoryEvent & { kind: 'scenario' }) | undefined
  private isBegun = false
  private lastN = 0

  constructor(file: string) {
    this.file = file
  }

  take(event: HistoryEvent): void {
    this.count += 1
    this.lastUs = event.atUs
    this.lastN = event.n
    this.sealed = event.kind === 'sealed' ? event.why : undefined
    if (event.kind === 'opened') this.opened ??= event
    else if (event.kind === 'ch1') this.isHttp ||= event.door !== 'diameter'
    else if (event.kind === 'wire') this.wire(event)
    else if (event.kind === 'trouble') this.trouble(event)
    else if (event.kind === 'scenario' && event.testPurpose !== PREFLIGHT) this.scenario(event)
  }

  /** Where each scenario stands, in their order; one that never ended ends with the history. The preflight is none. */
  slices(): readonly Slice[] {
    const { begun } = this
    return begun ? [...this.ended, this.slice(begun, begun.name, this.lastN)] : this.ended
  }

  /** How long a slice of this history took, in whole milliseconds. */
  durationMs({ first }: Slice): number {
    const { fromUs = 0, toUs = this.lastUs } = this.spans.get(first) ?? {}
    return Math.round((toUs - fromUs) / 1000)
  }

  private scenario(event: HistoryEvent & { kind: 'scenario' }): void {
    this.isBegun = true
    if (event.edge === 'begin') {
      this.begun = event
      this.spans.set(event.n, { fromUs: event.atUs })
    } else if (this.begun) {
      this.ended.push(this.slice(this.begun, event.name, event.n, event))
      const span = this.spans.get(this.begun.n)
      if (span) span.toUs = event.atUs
      this.begun = undefined
    }
  }

  private slice(
    { n, ...begin }: HistoryEvent & { kind: 'scenario' },
    scenario: string,
    last: number,
    { testPurpose, k }: Pick<HistoryEvent & { kind: 'scenario' }, 'testPurpose' | 'k'> = begin,
  ): Slice {
    return { testPurpose, k, scenario, file: this.file, first: n, last }
  }

  private trouble({ verdict, name, message }: HistoryEvent & { kind: 'trouble' }): void {
    if (this.isBegun) return
    this.hindrance ??=
      verdict === 'error' ? { word: 'error', reason: `${name}: ${message}` } : { word: 'inconclusive', reason: message }
  }

  private wire({ engine, version }: HistoryEvent & { kind: 'wire' }): void {
    if (engine === 'sipp' && version !== undefined && this.sippVersions.size < MOST_VERSIONS) this.sippVersions.add(version)
  }
}
