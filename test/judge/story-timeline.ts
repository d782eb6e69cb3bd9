// The frame of a story: its clock, its scenarios and steps, CH-1's connection, and the history that comes of it all.
import { HISTORY_SCHEMA, type Direction, type HistoryEvent, type HistoryFact } from '../../judge/history/events'
import { profileOf, type Profile } from '../../judge/profile/schema'
import { cerBytes, watchdogBytes, type RecordPlan } from './record-plan'
import { referenceValues, type StoryOptions } from './story-options'
import { ch1Flow, ch1Item, openingsOf, sendingsOf, type Anchor, type Item } from './story-records'

export abstract class Timeline {
  /** The story's clock. */
  nowMs = 1000
  /** Where records go from now on, unless they say so themselves. */
  via: Pick<RecordPlan, 'enabler' | 'conn'> = {}
  readonly profile: Profile
  protected readonly o: StoryOptions
  private readonly items: Item[] = []
  private readonly plans: RecordPlan[] = []
  private readonly opened = new Set<string>()
  private runs = 0
  /** Of the scenario that runs. */
  protected testPurpose = ''
  protected begun: Anchor = { n: -1 }
  protected since: Anchor = { n: -1 }

  constructor(o: StoryOptions = {}) {
    this.o = o
    const values = referenceValues(o)
    this.profile = profileOf(values)
    this.put(0, {
      kind: 'opened',
      schema: HISTORY_SCHEMA,
      testbed: 'story',
      profile: { digest: 'none', values },
      suite: '0',
      wallClock: '2026-11-23T10:00:00.000Z',
      engine: 'socket',
      sut: { name: 'story', version: '0', role: this.profile.sut.role, embedded: true },
    })
    if (o.peer === false) return
    this.items.push(ch1Item(0.5, 'fromSut', 1, cerBytes(o.cer)))
    this.peer('open', 1, o.openAtMs ?? 1)
  }

  begin(testPurpose: string): this {
    this.testPurpose = testPurpose
    this.runs += 1
    this.begun = this.put(this.nowMs, { kind: 'scenario', edge: 'begin', testPurpose, name: testPurpose, k: this.runs })
    this.since = this.begun
    return this.wait(1)
  }

  end(): this {
    this.put(this.nowMs, { kind: 'scenario', edge: 'end', testPurpose: this.testPurpose, name: this.testPurpose, k: this.runs })
    return this.wait(1)
  }

  /** The next causes are looked for after this. */
  when(): this {
    this.since = this.put(this.nowMs, { kind: 'step', edge: 'begin', text: 'When' })
    return this.wait(1)
  }

  wait(ms: number): this {
    this.nowMs += ms
    return this
  }

  /** A tick that came late. */
  lag(ms: number): this {
    this.put(this.nowMs, { kind: 'tick', lagUs: ms * 1000 })
    return this
  }

  peer(state: 'connected' | 'open' | 'refused' | 'closed', conn: number, atMs = this.nowMs, enabler = 'cdf1'): this {
    if (state === 'open') this.opened.add(`${enabler}#${conn}`)
    this.put(atMs, { kind: 'peer', enabler, conn, state, flow: ch1Flow })
    return this
  }

  watchdog(conn = 1): this {
    const [dwr, dwa] = watchdogBytes(900_000 + this.nowMs, this.o.dwaResult)
    this.ch1(this.nowMs, 'toSut', conn, dwr)
    this.ch1(this.nowMs + (this.o.dwaAfterMs ?? 1), 'fromSut', conn, dwa)
    return this.wait(5)
  }

  fact(fact: HistoryFact): this {
    this.put(this.nowMs, fact)
    return this
  }

  /** A CH-1 message of its own making. */
  ch1(atMs: number, dir: Direction, conn: number, bytes: Uint8Array, enabler = 'cdf1'): void {
    this.items.push(ch1Item(atMs, dir, conn, bytes, enabler))
  }

  /** All that happened, in order of time, numbered, with ticks. */
  events(): readonly HistoryEvent[] {
    const all = [...this.items, ...this.records()]
    for (const { atMs, ms } of this.o.lags ?? []) all.push({ atMs, fact: () => ({ kind: 'tick', lagUs: ms * 1000 }) })
    const everyMs = this.o.tickEveryMs ?? 100
    const endMs = Math.max(this.nowMs, ...all.map((item) => item.atMs))
    if (everyMs > 0)
      for (let atMs = everyMs; atMs <= endMs; atMs += everyMs) all.push({ atMs, fact: () => ({ kind: 'tick', lagUs: 0 }) })
    return all
      .map((item, order) => ({ item, order }))
      .sort((a, b) => a.item.atMs - b.item.atMs || a.order - b.order)
      .map(({ item }, n) => {
        if (item.anchor) item.anchor.n = n
        return { n, atUs: item.atMs * 1000, ...item.fact() }
      })
  }

  /** The records after the edits, in order of time. */
  private records(): readonly Item[] {
    const edit = this.o.edit ?? ((plan: RecordPlan) => [plan])
    const edited = this.plans.flatMap((plan) => edit(plan)).sort((a, b) => a.atMs - b.atMs)
    const plans = [...(this.o.way?.(edited) ?? edited)].sort((a, b) => a.atMs - b.atMs)
    return [...(this.o.peer === false ? [] : openingsOf(plans, this.opened)), ...sendingsOf(plans)]
  }

  /** A record that the server will send, unless an edit changes that. */
  protected plan(plan: RecordPlan): void {
    this.plans.push({ ...this.via, ...plan })
  }

  /** The newest record of this label meets trouble, and is sent again so long after it: `again:<label>`, `again2:<label>` … */
  meets(
    label: string,
    trouble: Partial<RecordPlan>,
    ...again: readonly (Partial<RecordPlan> & { readonly afterMs: number })[]
  ): this {
    const at = this.plans.findLastIndex((plan) => plan.label === label)
    const plan = this.plans[at]
    if (!plan) throw new RangeError(`no record ${label}`)
    this.plans[at] = { ...plan, ...trouble }
    for (const [i, { afterMs, ...change }] of again.entries())
      this.plans.push({
        ...plan,
        ...{ t: true, again: label, label: `again${i === 0 ? '' : i + 1}:${label}`, atMs: plan.atMs + afterMs, ...change },
      })
    return this
  }

  /** The newest record of this label is never sent. */
  forgets(label: string): this {
    this.plans.splice(
      this.plans.findLastIndex((plan) => plan.label === label),
      1,
    )
    return this
  }

  /** How the server behaves as a neighbour; as it should, without. */
  get neighbour(): NonNullable<StoryOptions['neighbour']> {
    return this.o.neighbour ?? {}
  }

  /** What the server does with the users when no enabler is there; as it should, without. */
  get onOutage(): StoryOptions['onOutage'] {
    return this.o.onOutage
  }

  protected put(atMs: number, fact: HistoryFact): Anchor {
    const anchor = { n: -1 }
    this.items.push({ atMs, fact: () => fact, anchor })
    return anchor
  }

  /** What can be told only when everything before it has its number. */
  protected later(fact: () => HistoryFact): void {
    this.items.push({ atMs: this.nowMs, fact })
  }
}
