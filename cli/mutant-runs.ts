// The runs behind the kill matrix: some side by side, each in a worker process of ours, all ended with us.
import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { STOOD_STILL } from '../judge/stood-still'
import { worse } from '../judge/verdict'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { addedUp } from './bills'
import type { MutantJob, MutantJobEnd } from './mutant-job'
import { ROOT } from './suite'

/** They mostly wait for windows to close; more than this, and they disturb each other's clocks. */
const SIDE_BY_SIDE = Math.min(6, 2 * cpus().length)
/** Ports of participants: below those that systems give out themselves. */
const LEASES_FROM = 21_000
const LEASES_EACH = 1_400
const RUN_LIMIT_MS = 300_000
/** A run that is told to end seals its history within 1.5 s. */
const END_MS = 3_000

/** Runs of one mutant (undefined: of none), over these purposes. */
export interface Wanted {
  /** Runs of one name are taken together. */
  readonly name: string
  readonly mutant: string | undefined
  /** More flags of `ch1 run`: the role. */
  readonly flags: readonly string[]
  readonly only: readonly string[]
}

/** What is run for itself, with nothing beside it: a crowd of hundreds needs the whole machine, and is SIPp's. */
export const STORMS: ReadonlySet<string> = new Set(['TP_SEQ_010'])

/** So often, at most, purposes are run again, alone, that this machine left undecided. */
const TIMES_AGAIN = 2

/** Elsewhere a SIPp for each participant would be thousands of processes, for the same scenarios and verdicts (test/conformance/engines.test.ts). */
const ON_SOCKETS = ['--engine', 'socket'] as const

/** Was ended from outside. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/**
 * Makes the runs and gives their verdicts; runs of one name are taken together, and a storm is a run of its own. What this machine left undecided is
 * run again, alone (docs/decisions/0043). Folders below `work` are removed as they are read.
 * @throws Interrupted after `signal`, when every process that was started is gone; Error when a run does not finish
 */
export async function mutantRuns(
  work: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
  told: (line: string) => void,
): Promise<ReadonlyMap<string, VerdictsDocument>> {
  const calm = wanted.map((one) => ({
    ...one,
    flags: [...one.flags, ...ON_SOCKETS],
    only: one.only.filter((id) => !STORMS.has(id)),
  }))
  const storms = wanted.map((one) => ({ ...one, only: one.only.filter((id) => STORMS.has(id)) }))
  let queue: Wanted[] = calm.filter(({ only }) => only.length > 0)
  const documents = new Map<string, VerdictsDocument>()
  const workers = Array.from({ length: Math.max(1, Math.min(SIDE_BY_SIDE, queue.length)) }, (_, slot) => new Worker(slot))
  const endAll = (): void => workers.forEach((worker) => worker.end())
  signal.addEventListener('abort', endAll, { once: true })
  const serve = async (worker: Worker): Promise<void> => {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      const { name, mutant, flags, only } = next
      const outDir = join(work, `${worker.slot}`)
      await worker.run({ mutant, only, flags, outDir, leaseBase: LEASES_FROM + LEASES_EACH * worker.slot })
      const before = documents.get(name)
      documents.set(name, before ? together(before, verdictsIn(outDir)) : verdictsIn(outDir))
      rmSync(outDir, { recursive: true, force: true })
      told(`${name}: run, ${only.length} purposes`)
    }
  }
  try {
    await Promise.all(workers.map(serve))
    queue = storms.filter(({ only }) => only.length > 0)
    const [first] = workers
    if (first) await serve(first)
    // it runs so much side by side that this machine may stand still: then nothing was measured, which is no fault that survived
    for (let times = 0; first && times < TIMES_AGAIN && !signal.aborted; times += 1) {
      queue = [...calm, ...storms].flatMap((one) => undecided(one, documents))
      for (const { name, only } of queue) told(`${name}: again, as this machine stood still: ${only.join(', ')}`)
      await serve(first)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    endAll()
    await Promise.all(workers.map((worker) => worker.ended))
    signal.removeEventListener('abort', endAll)
  }
  if (signal.aborted) throw new Interrupted('the runs were ended before their time')
  return documents
}

/** What of this is to be run again: the purposes that are undecided because of this machine. Their results are taken out of `documents`. */
export function undecided(one: Wanted, documents: Map<string, VerdictsDocument>): readonly Wanted[] {
  const document = documents.get(one.name)
  const open = document?.results.filter(
    ({ id, verdict, reason }) => one.only.includes(id) && verdict === 'inconclusive' && reason.startsWith(STOOD_STILL),
  )
  if (!document || !open || open.length === 0) return []
  documents.set(one.name, { ...document, results: document.results.filter((result) => !open.includes(result)) })
  return [{ ...one, only: open.map(({ id }) => id) }]
}

class Worker {
  readonly slot: number
  readonly ended: Promise<void>
  private readonly child: ChildProcess
  private said = ''

  constructor(slot: number) {
    this.slot = slot
    const compiled = __filename.endsWith('.js')
    this.child = fork(join(__dirname, `mutant-worker.${compiled ? 'js' : 'ts'}`), [], {
      execArgv: compiled ? [] : ['-r', join(ROOT, 'tools', 'register.js')],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.child.stderr?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4_000)))
    this.ended = new Promise((resolve) => this.child.once('exit', () => resolve()).once('error', () => resolve()))
  }

  /** @throws Error when the run did not come to verdicts */
  run(job: MutantJob): Promise<void> {
    const who = job.mutant ?? 'the reference'
    return new Promise((resolve, reject) => {
      const failed = (why: string): void =>
        over(() => reject(new Error(`the run of ${who} did not finish: ${why}\n${this.said}`)))
      const limit = setTimeout(() => failed(`it took longer than ${RUN_LIMIT_MS / 1000} s`), RUN_LIMIT_MS)
      const heard = (end: MutantJobEnd): void => ('trouble' in end ? failed(end.trouble) : over(resolve))
      const gone = (): void => failed('its process ended')
      const over = (then: () => void): void => {
        clearTimeout(limit)
        this.child.off('message', heard).off('exit', gone).off('error', gone)
        then()
      }
      this.child.on('message', heard).once('exit', gone).once('error', gone)
      this.child.send(job)
    })
  }

  /** A run that is on seals its history and ends what it started; then the process is gone, at the latest after some seconds. */
  end(): void {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    if (this.child.connected) this.child.disconnect()
    const kill = setTimeout(() => this.child.kill('SIGKILL'), END_MS)
    this.child.once('exit', () => clearTimeout(kill))
  }
}

/** Two runs of one server: of what both judged the worse verdict, with the complaints of both, and both bills. */
function together(one: VerdictsDocument, other: VerdictsDocument): VerdictsDocument {
  const later = new Map(other.results.map((result) => [result.id, result]))
  const both = one.results.map((result) => {
    const twin = later.get(result.id)
    later.delete(result.id)
    if (!twin) return result
    const verdict = worse(result.verdict, twin.verdict)
    return {
      ...(verdict === result.verdict ? result : twin),
      findings: [...result.findings, ...twin.findings],
      warnings: [...result.warnings, ...twin.warnings],
    }
  })
  return { ...one, results: [...both, ...later.values()], billing: addedUp([one.billing, other.billing]) }
}

function verdictsIn(outDir: string): VerdictsDocument {
  const file = join(outDir, 'verdicts.json')
  if (!existsSync(file)) throw new Error(`the run in ${outDir} left no verdicts.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as VerdictsDocument
}
