// The clock of the machine we run on.
import type { Clock } from '../peer/clock'

/** Node's timers and random numbers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  random: Math.random,
}
