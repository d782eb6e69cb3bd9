// Bench `sip`: what driving SIP costs: a message read and written, a step of a participant on either wire, twenty who join, churn through the core.
import type { BenchOptions, BenchResult } from '../cli/bench'
import { churn } from './parts/sip-churn'
import { joins } from './parts/sip-joins'
import { parsers } from './parts/sip-parsers'
import { steps } from './parts/sip-steps'

/** All its metrics. */
export async function run(o: BenchOptions): Promise<readonly BenchResult[]> {
  const messages = parsers(o)
  return [...messages, ...(await steps(o)), ...(await joins(o)), ...(await churn(o))]
}
