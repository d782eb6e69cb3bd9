// What a conference that ended long ago leaves, as plain data, once the model has forgotten it.
import type { ConferenceAccount } from '../accounts/account'
import type { Demand } from '../history/events'
import type { Decision, Explanation, MissingRecord } from '../verdict'

/** A demand with its place among all, and what was decided for good. */
export interface ClosedDemand {
  readonly nth: number
  readonly demand: Demand
  readonly decision: Decision
}

/** An account, and the place of its conference among all. */
export interface NumberedAccount {
  readonly id: number
  readonly account: ConferenceAccount
}

/** What is closed at one time. Nothing of it changes any more. */
export interface Closed {
  readonly accounts: readonly NumberedAccount[]
  readonly explanations: readonly Explanation[]
  readonly missing: readonly MissingRecord[]
  readonly demands: readonly ClosedDemand[]
}

/** Takes what is closed. */
export type Keep = (closed: Closed) => void

/** Keeps it all, for whoever asks at the end. */
export class Archive {
  private readonly all: Closed[] = []

  readonly keep: Keep = (closed) => {
    this.all.push(closed)
  }

  get accounts(): readonly NumberedAccount[] {
    return this.all.flatMap(({ accounts }) => accounts)
  }

  get explanations(): readonly Explanation[] {
    return this.all.flatMap(({ explanations }) => explanations)
  }

  get missing(): readonly MissingRecord[] {
    return this.all.flatMap(({ missing }) => missing)
  }

  get demands(): readonly ClosedDemand[] {
    return this.all.flatMap(({ demands }) => demands)
  }
}
