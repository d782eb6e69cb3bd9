// Lets two agents talk until neither has anything to say, promises included.
import type { AgentBench } from './agent-bench'

/** Delivers, and lets promises run, until nothing more is sent. */
export async function quiet(bench: AgentBench): Promise<void> {
  for (let idle = 0; idle < 3;) {
    const before = bench.network.sent.length
    bench.network.settle()
    await new Promise((resolve) => setImmediate(resolve))
    bench.network.settle()
    idle = bench.network.sent.length === before ? idle + 1 : 0
  }
}

/** Moves the clock, then {@link quiet}. */
export async function later(bench: AgentBench, ms: number): Promise<void> {
  bench.network.advance(ms)
  await quiet(bench)
}
