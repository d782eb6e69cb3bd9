// Reads what SIPp left on disk after a run: statistics, response times, transactions, errors.
import { closeSync, createReadStream, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { Samples, type Distribution } from '../traces/distribution'
import { readErrorTrace } from '../traces/error-trace'
import { ResponseTimeTraceParser } from '../traces/response-time-trace'
import { ShortMessageTraceParser } from '../traces/short-message-trace'
import { StatisticsTraceParser, type Statistics } from '../traces/statistics-trace'
import { TransactionTimes } from '../traces/transaction-times'

/** The measured part of a result. */
export interface Measured {
  readonly statistics: Statistics | undefined
  readonly responseTimes: Readonly<Record<string, Distribution>>
  readonly transactionTimes: Readonly<Record<string, Distribution>>
  readonly errors: readonly string[]
  /** What in the traces could not be used, in sentences. */
  readonly remarks: readonly string[]
}

const mostErrors = 100
const readErrorBytes = 1 << 20

/** SIPp names this file itself, after the scenario and its own pid. */
export function responseTimeFile(dir: string, pid: number): string {
  const ending = `_${pid}_rtt.csv`
  try {
    return join(dir, readdirSync(dir).find((file) => file.endsWith(ending)) ?? `none${ending}`)
  } catch {
    return join(dir, `none${ending}`) // the folder is gone
  }
}

/** Reads the files; those that are not there are empty. */
export async function readResults(paths: {
  readonly statistics: string
  readonly errors: string
  readonly shortMessages: string
  readonly responseTimes: string
}): Promise<Measured> {
  const statistics = new StatisticsTraceParser()
  await eachChunk(paths.statistics, (chunk) => statistics.push(chunk))
  const responseTimes = new ResponseTimeTraceParser()
  const byTimer = new Map<string, Samples>()
  await eachChunk(paths.responseTimes, (chunk) => {
    for (const { rtd, responseTimeMs } of responseTimes.push(chunk)) {
      const samples = byTimer.get(rtd) ?? new Samples()
      byTimer.set(rtd, samples)
      samples.add(responseTimeMs)
    }
  })
  const shortMessages = new ShortMessageTraceParser()
  const transactions = new TransactionTimes()
  await eachChunk(paths.shortMessages, (chunk) => {
    for (const message of shortMessages.push(chunk)) transactions.add(message)
  })
  const remarks: string[] = []
  const skipped = (what: string, count: number): void => {
    if (count > 0) remarks.push(`${count} lines of the ${what} trace could not be read`)
  }
  skipped('response time', responseTimes.skipped)
  skipped('short message', shortMessages.skipped)
  return {
    statistics: statistics.last,
    responseTimes: distributions(byTimer),
    transactionTimes: Object.fromEntries(transactions.distributions()),
    errors: readErrorTrace(readStart(paths.errors, readErrorBytes))
      .slice(0, mostErrors)
      .map(({ text }) => text),
    remarks,
  }
}

function distributions(samples: ReadonlyMap<string, Samples>): Readonly<Record<string, Distribution>> {
  const all: [string, Distribution][] = []
  for (const [name, one] of samples) {
    const distribution = one.distribution()
    if (distribution) all.push([name, distribution])
  }
  return Object.fromEntries(all)
}

async function eachChunk(path: string, take: (chunk: Uint8Array) => void): Promise<void> {
  try {
    for await (const chunk of createReadStream(path)) take(chunk as Uint8Array)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function readStart(path: string, bytes: number): Buffer {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return Buffer.alloc(0)
  }
  try {
    const buffer = Buffer.alloc(bytes)
    return buffer.subarray(0, readSync(fd, buffer))
  } finally {
    closeSync(fd)
  }
}
