// Bench `enabler`: what a record costs the Charging Enabler, every check and the journal on, beside foreign accounting servers.
import { availableParallelism } from 'node:os'
import type { BenchOptions, BenchResult } from '../cli/bench'
import {
  enablerServer,
  erlangServer,
  framingServer,
  freeDiameterServer,
  missingFor,
  type AccountingServer,
} from './accounting-servers'
import { LoadClient } from './load-client'
import { cpuUs, leaveCore, rssMib } from './process-cost'
import { startServer, type MeasuredServer } from './server-process'

const CONCURRENCY = 64
const PIPELINED = 1024
const WARM_UP = 20_000
const SERVER_CORE = availableParallelism() - 1

/** Sizes of the short bench and of `--full`. */
const SIZES = {
  short: { repetitions: 3, costRecords: 60_000, rateRecords: 200_000, rssRecords: [100_000, 600_000] },
  full: { repetitions: 5, costRecords: 200_000, rateRecords: 500_000, rssRecords: [200_000, 2_000_000] },
} as const

/** All its metrics, three repetitions or more of each, interleaved. */
export async function run({ full, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const sizes = full ? SIZES.full : SIZES.short
  const cost = await costPerRecord(sizes.repetitions, sizes.costRecords, say)
  const rate = await recordsPerSecond(sizes.repetitions, sizes.rateRecords, say)
  const memory = await memoryAfter(sizes.repetitions, sizes.rssRecords, say)
  return [...cost, ...rate, ...memory]
}

/** Server CPU time per ACR at concurrency 64, ours against the better of the foreign ones; nobody is bound to a core. */
async function costPerRecord(repetitions: number, records: number, say: BenchOptions['say']): Promise<readonly BenchResult[]> {
  const metric = `server CPU per ACR, ${CONCURRENCY} outstanding`
  const servers = [enablerServer, freeDiameterServer, erlangServer].filter((server) => isHere(server, say))
  const runs = await interleaved(servers, repetitions, async (server) => {
    const perRecord = await withServer(server, {}, async ({ pid, port }) => {
      const client = await LoadClient.open(port)
      await client.run(WARM_UP, CONCURRENCY)
      const before = cpuUs(pid)
      await client.run(records, CONCURRENCY)
      const used = cpuUs(pid) - before
      client.close()
      return used / records
    })
    say(`${server.name}: ${perRecord.toFixed(1)} µs of CPU per ACR`)
    return perRecord
  })
  const foreign = [freeDiameterServer, erlangServer]
    .filter((server) => runs.has(server))
    .sort((a, b) => of(runs, a) - of(runs, b))
  const [best] = foreign
  const ours = result(metric, 'µs', runs.get(enablerServer), best?.name, best && of(runs, best))
  return [ours, ...foreign.map((server) => result(`${metric} (${server.name})`, 'µs', runs.get(server)))]
}

/** ACR/s of a pipelining client with the server on one core, against the same server with framing and answer only. */
async function recordsPerSecond(repetitions: number, records: number, say: BenchOptions['say']): Promise<readonly BenchResult[]> {
  const metric = `ACR answered per second, one core, ${PIPELINED} outstanding`
  const used: number[] = []
  const unbind = leaveCore(SERVER_CORE)
  const runs = await interleaved([enablerServer, framingServer], repetitions, (server) =>
    withServer(server, { core: SERVER_CORE }, async ({ pid, port }) => {
      const client = await LoadClient.open(port)
      await client.run(WARM_UP, PIPELINED)
      const before = cpuUs(pid)
      const { seconds } = await client.run(records, PIPELINED)
      const perRecord = (cpuUs(pid) - before) / records
      if (server === enablerServer) used.push(perRecord)
      client.close()
      say(`${server.name}: ${Math.round(records / seconds)} ACR/s, ${perRecord.toFixed(1)} µs of CPU per ACR`)
      return records / seconds
    }),
  ).finally(unbind)
  return [
    result(metric, 'ACR/s', runs.get(enablerServer), framingServer.name, of(runs, framingServer)),
    result(`${metric} (${framingServer.name})`, 'ACR/s', runs.get(framingServer)),
    // On a machine with other work the rate is what that work leaves; this is not.
    result(`server CPU per ACR, one core, ${PIPELINED} outstanding`, 'µs', used),
  ]
}

/** Resident memory after many records against that after a tenth of them or less, journal on disk. */
async function memoryAfter(
  repetitions: number,
  [few, many]: readonly [number, number],
  say: BenchOptions['say'],
): Promise<readonly BenchResult[]> {
  const early: number[] = []
  const late: number[] = []
  for (let i = 0; i < repetitions; i += 1) {
    await withServer(enablerServer, {}, async ({ pid, port }) => {
      const client = await LoadClient.open(port)
      early.push(await memoryAt(client, pid, 0, few))
      late.push(await memoryAt(client, pid, few, many))
      client.close()
    })
    say(`${enablerServer.name}: ${early.at(-1)?.toFixed(0)} MiB after ${few}, ${late.at(-1)?.toFixed(0)} MiB after ${many}`)
  }
  return [result(`RSS after ${many} ACR`, 'MiB', late, `RSS after ${few} ACR`, median(early))]
}

// Between two collections of garbage memory goes up and down: the last fifth of the way is looked at in nine places.
async function memoryAt(client: LoadClient, pid: number, from: number, to: number): Promise<number> {
  const step = Math.floor((to - from) / 45)
  await client.run(to - from - 9 * step, PIPELINED)
  const seen: number[] = []
  for (let i = 0; i < 9; i += 1) {
    await client.run(step, PIPELINED)
    seen.push(rssMib(pid))
  }
  return median(seen)
}

function isHere(server: AccountingServer, say: BenchOptions['say']): boolean {
  const missing = missingFor(server)
  if (missing.length > 0) say(`${server.name} is left out: apt-get install ${missing.join(' ')}`)
  return missing.length === 0
}

async function withServer<T>(
  server: AccountingServer,
  o: { readonly core?: number },
  measure: (server: MeasuredServer) => Promise<T>,
): Promise<T> {
  const running = await startServer(server, o)
  try {
    return await measure(running)
  } finally {
    await running.stop()
  }
}

/** One run of each server, then again, so that a busy minute of the machine meets all alike. */
async function interleaved(
  servers: readonly AccountingServer[],
  repetitions: number,
  measure: (server: AccountingServer) => Promise<number>,
): Promise<ReadonlyMap<AccountingServer, readonly number[]>> {
  const runs = new Map(servers.map((server) => [server, [] as number[]]))
  for (let i = 0; i < repetitions; i += 1) for (const server of servers) runs.get(server)?.push(await measure(server))
  return runs
}

function of(runs: ReadonlyMap<AccountingServer, readonly number[]>, server: AccountingServer): number {
  return median(runs.get(server) ?? [])
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function result(
  metric: string,
  unit: string,
  runs: readonly number[] = [],
  against: string | null = null,
  reference?: number,
): BenchResult {
  const value = median(runs)
  return { bench: 'enabler', metric, value, unit, against, ratio: reference === undefined ? null : value / reference, runs }
}
