// What became of the demands of each test purpose, counted: of a long run not every demand is kept.
import type { ClosedDemand } from './closing/closed'
import type { Finding } from './verdict'

/** A word of one demand, with the place of the demand among all. */
interface Told<T> {
  readonly nth: number
  readonly what: T
}

/** Of one purpose, in the order of its demands. */
export interface Tally {
  readonly total: number
  /** Met or broken. */
  readonly decided: number
  readonly broken: readonly Finding[]
  /** Why the first that is undecided is that; undefined where all are decided. */
  readonly undecided: string | undefined
  /** What was only looked at. */
  readonly observed: readonly string[]
}

interface Counted {
  total: number
  decided: number
  readonly broken: Told<Finding>[]
  undecided: Told<string> | undefined
  readonly observed: Told<string>[]
}

export class DemandTally {
  private readonly byPurpose = new Map<string, Counted>()

  add({ nth, demand, decision }: ClosedDemand): void {
    const { testPurpose } = demand
    const counted = this.byPurpose.get(testPurpose) ?? { total: 0, decided: 0, broken: [], undecided: undefined, observed: [] }
    this.byPurpose.set(testPurpose, counted)
    counted.total += 1
    if (decision.state === 'met' || decision.state === 'broken') counted.decided += 1
    if (decision.state === 'broken') counted.broken.push({ nth, what: decision.finding })
    if (decision.state === 'met' && decision.observed !== undefined) counted.observed.push({ nth, what: decision.observed })
    if (decision.state !== 'undecidable' && decision.state !== 'open') return
    const why = decision.state === 'undecidable' ? decision.missing : 'undecided at the end of the history'
    if (counted.undecided === undefined || counted.undecided.nth > nth) counted.undecided = { nth, what: why }
  }

  /** The same, and these: this one stays as it is. */
  with(more: readonly ClosedDemand[]): DemandTally {
    const all = new DemandTally()
    for (const [purpose, one] of this.byPurpose)
      all.byPurpose.set(purpose, { ...one, broken: [...one.broken], observed: [...one.observed] })
    for (const one of more) all.add(one)
    return all
  }

  of(testPurpose: string): Tally {
    const one = this.byPurpose.get(testPurpose)
    if (!one) return { total: 0, decided: 0, broken: [], undecided: undefined, observed: [] }
    const { total, decided, undecided } = one
    return { total, decided, broken: inOrder(one.broken), undecided: undecided?.what, observed: inOrder(one.observed) }
  }
}

function inOrder<T>(told: readonly Told<T>[]): readonly T[] {
  return [...told].sort((a, b) => a.nth - b.nth).map(({ what }) => what)
}
