// Seeded trouble on the way between the core and the SUT: loss, duplication, delay, reordering, the same for the same seed.
import type { Direction, HistoryFact } from '../../judge/history/events'

/** How often what happens in one direction: shares of all messages, 0 to 1; together at most 1. */
export interface ImpairmentShares {
  readonly loss: number
  readonly duplication: number
  readonly delay: number
  readonly reordering: number
  /** How long a delayed message is held; a message to be reordered waits so long at most for another to overtake it. */
  readonly delayMs: number
}

/** Both directions. The n-th message of a direction meets the same fate in every run of the same seed. */
export interface ImpairmentPlan {
  readonly seed: number
  readonly toSut: ImpairmentShares
  readonly fromSut: ImpairmentShares
}

/** A message on its way. */
export interface Passage {
  /** Writes it to the history where that is not done yet, and gives the number of its event; `lost` when it goes no further. */
  readonly record: (lost: boolean) => number
  readonly send: () => void
}

/** Starts a timer and gives the way to stop it. */
export type After = (ms: number, run: () => void) => () => void

type What = Extract<HistoryFact, { kind: 'impaired' }>['what']

interface Held {
  /** It is released when another overtook it; else by its timer alone. */
  readonly waits: boolean
  readonly stop: () => void
  readonly release: (what: What) => void
}

interface Lane {
  readonly shares: ImpairmentShares
  readonly random: () => number
  readonly held: Set<Held>
}

/** What an impairment needs from the core. */
export interface ImpairmentSite {
  /** How many messages of one direction wait at most; further ones pass at once. */
  readonly most: number
  /** Writes to the history what was done to the message of event `of`. */
  readonly tell: (of: number, what: What) => void
  readonly after: After
}

/** Decides the fate of every message and says so in the history. */
export class Impairment {
  readonly #lanes: Readonly<Record<Direction, Lane>>
  readonly #site: ImpairmentSite

  constructor(plan: ImpairmentPlan, site: ImpairmentSite) {
    this.#lanes = { toSut: lane(plan.toSut, plan.seed), fromSut: lane(plan.fromSut, plan.seed ^ 0x5f37_59df) }
    this.#site = site
  }

  /** How many messages wait. */
  get held(): number {
    return this.#lanes.toSut.held.size + this.#lanes.fromSut.held.size
  }

  pass(dir: Direction, passage: Passage): void {
    const { shares, random, held } = this.#lanes[dir]
    const { most, tell } = this.#site
    const fate = fateOf(shares, random())
    if (fate === 'lost') return tell(passage.record(true), 'lost')
    if (fate === 'delayed' || fate === 'reordered') {
      // With no room left it passes unharmed, and nothing is said of it.
      if (held.size < most) return this.#hold(this.#lanes[dir], passage, fate === 'reordered')
      return this.#through(held, passage)
    }
    this.#through(held, passage)
    // Towards the SUT the copy is an event of its own.
    if (fate === 'duplicated') deliver(passage, (of) => tell(of, 'duplicated'))
  }

  /** Drops whatever still waits. */
  close(): void {
    for (const { held } of Object.values(this.#lanes)) {
      for (const one of held) one.stop()
      held.clear()
    }
  }

  #through(held: ReadonlySet<Held>, passage: Passage): void {
    deliver(passage, () => undefined)
    for (const one of held) if (one.waits) one.release('reordered')
  }

  #hold({ shares, held }: Lane, passage: Passage, waits: boolean): void {
    const release = (what: What): void => {
      if (!held.delete(one)) return
      one.stop()
      deliver(passage, (of) => this.#site.tell(of, what))
    }
    const one: Held = { waits, stop: this.#site.after(shares.delayMs, () => release('delayed')), release }
    held.add(one)
  }
}

/** The history knows of it before the bytes leave: a cause never stands behind its effect. */
function deliver(passage: Passage, tell: (of: number) => void): void {
  tell(passage.record(false))
  passage.send()
}

function fateOf({ loss, duplication, delay, reordering }: ImpairmentShares, drawn: number): What | undefined {
  if (drawn < loss) return 'lost'
  if (drawn < loss + duplication) return 'duplicated'
  if (drawn < loss + duplication + delay) return 'delayed'
  return drawn < loss + duplication + delay + reordering ? 'reordered' : undefined
}

function lane(shares: ImpairmentShares, seed: number): Lane {
  return { shares, random: mulberry32(seed), held: new Set() }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
