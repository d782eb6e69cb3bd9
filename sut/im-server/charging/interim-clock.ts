// INTERIMs by time: one clock per accounting session, as its enabler asked. RFC 6733 §9.8.2
import type { Timers } from '@ch1/sip'

/** What the clocks are made with. */
export interface InterimClockOptions {
  readonly timers: Timers
  /** Length of a second, in ms. */
  readonly secondMs: number
  /** Part of the interval by which each is shorter or longer, so that sessions do not report in step. */
  readonly jitter: number
  /** A number from 0 up to but not including 1. */
  readonly random: () => number
  /** An interim of this session is due. */
  readonly due: (sessionId: string) => void
}

const MOST_SESSIONS = 20_000

/** Arrivals and departures do not move a clock: E11 of the facts leaves it open, and two kinds of interim stay independent. */
export class InterimClock {
  private readonly o: InterimClockOptions
  private readonly clocks = new Map<string, { readonly seconds: number; timer: unknown }>()

  constructor(o: InterimClockOptions) {
    this.o = o
  }

  /** The latest interval counts (RFC 6733 §9.1); the one that runs already goes on as it is, 0 ends it. */
  set(sessionId: string, seconds: number): void {
    if (this.clocks.get(sessionId)?.seconds === seconds) return
    this.stop(sessionId)
    if (seconds === 0 || this.clocks.size >= MOST_SESSIONS) return
    this.clocks.set(sessionId, { seconds, timer: undefined })
    this.wind(sessionId)
  }

  /** The session has its STOP. */
  stop(sessionId: string): void {
    this.o.timers.clear(this.clocks.get(sessionId)?.timer)
    this.clocks.delete(sessionId)
  }

  close(): void {
    for (const sessionId of [...this.clocks.keys()]) this.stop(sessionId)
  }

  private wind(sessionId: string): void {
    const clock = this.clocks.get(sessionId)
    if (!clock) return
    const spread = 1 + this.o.jitter * (2 * this.o.random() - 1)
    // A timer's longest time is 2³¹ - 1 ms.
    const ms = Math.min(clock.seconds * this.o.secondMs * spread, 0x7fff_ffff)
    clock.timer = this.o.timers.set(ms, () => {
      this.wind(sessionId)
      this.o.due(sessionId)
    })
  }
}
