// Bench `sip`: what driving SIP costs: a message read and written, and a step of a participant on either wire.
import type { BenchOptions, BenchResult } from '../cli/bench'
import { parsers } from './parts/sip-parsers'
import { steps } from './parts/sip-steps'

/** All its metrics. */
export async function run(o: BenchOptions): Promise<readonly BenchResult[]> {
  const messages = parsers(o)
  return [...messages, ...(await steps(o))]
}
