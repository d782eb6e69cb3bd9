// The clock of the machine we run on.
import { performance } from 'node:perf_hooks'
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
