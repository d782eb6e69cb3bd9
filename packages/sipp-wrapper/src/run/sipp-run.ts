// One scenario, run by a SIPp process of its own: started, watched, ended in time, judged.
import { join, resolve as resolvePath } from 'node:path'
import { isTcpFree, isUdpFree } from '../ports/free-port'
import { portInUse, startFailure } from '../process/start-failure'
import { sippFeatures } from '../process/sipp-features'
import { startProcess, type ProcessEnd, type SippProcess } from '../process/sipp-process'
import { findSipp, type SippVersion } from '../process/sipp-version'
import { withPorts } from '../ports/with-ports'
import type { ScenarioProblem } from '../scenario/problem'
import { SippError } from '../sipp-error'
import { untilBound } from './bound-port'
import { explainRunEnd, judgeRun } from './judge-run'
import { readResults, responseTimeFile } from './read-results'
import { deadlineOf, watchRun } from './run-ending'
import { runArguments, runFileNames, type RunFileNames } from './run-arguments'
import { writeRunFiles } from './run-files'
import type { RunOptions, RunPorts } from './run-options'
import type { EndedBy, RunResult } from './run-result'

const startMs = 5_000

/** A run that goes on. */
export interface SippRun {
  readonly pid: number
  /** As SIPp prints it. */
  readonly version: string
  /** Where it takes calls. */
  readonly local: { readonly host: string; readonly port: number }
  /** Resolves when the process has ended and its files were read; never rejects. */
  readonly result: Promise<RunResult>
  /** Ends it, within about a second, and gives the result; harmless when repeated. */
  readonly stop: () => Promise<RunResult>
}

/**
 * Starts a run and returns when SIPp has its port, so that calls may come.
 * Rejects with SippError 'notFound', 'tooOld', 'missingFeature', 'badScenario', 'noPorts', 'portInUse' or 'didNotStart'; no process is left then.
 */
export async function startSipp(options: RunOptions): Promise<SippRun> {
  checkNumbers(options)
  const sipp = await findSipp(options.sippPath)
  return await withPorts(options.ports, options.host ?? '127.0.0.1', (ports, release) => startOn(options, sipp, ports, release))
}

/** Runs a scenario to its end. Rejects as `startSipp` does; what goes wrong after that is in the result. */
export async function runSipp(options: RunOptions): Promise<RunResult> {
  const run = await startSipp(options)
  return await run.result
}

async function startOn(
  options: RunOptions,
  sipp: SippVersion & { readonly path: string },
  ports: RunPorts,
  release: () => void,
): Promise<SippRun> {
  const { name, host = '127.0.0.1' } = options
  const dir = resolvePath(options.dir)
  const names = runFileNames(name)
  const args = runArguments(options, ports, sippFeatures(sipp), names)
  const warnings = write(options, sipp, names)
  const protocol = (options.transport ?? 'udp').startsWith('udp') ? 'udp' : 'tcp'
  const isFree = protocol === 'udp' ? isUdpFree : isTcpFree
  // Else the port would look as if SIPp had it.
  if (!(await isFree(ports.sip, host))) throw portInUse(name, ports.sip, 'SIP', {}, 'run')
  const beganMs = performance.now()
  const child = await startProcess(sipp.path, args, dir).catch((error: unknown) => {
    throw new SippError('didNotStart', `The SIPp run ${name} did not start in ${dir}: ${String(error)}`, { path: sipp.path })
  })
  const ending = watchRun(child, options)
  const giveUp = new AbortController()
  const early = await Promise.race([untilBound(protocol, ports.sip, startMs, giveUp.signal), child.ended])
  giveUp.abort()
  if (typeof early === 'object')
    await refuseIfNeverRan(name, early, ports, child, join(dir, names.statistics), join(dir, names.errors))
  const result = child.ended.then(async (end): Promise<RunResult> => {
    ending.over()
    release()
    const durationMs = performance.now() - beganMs
    return await resultOf({
      options,
      dir,
      names,
      pid: child.pid,
      end,
      by: ending.by(end),
      durationMs,
      stderr: child.stderr(),
      warnings,
    })
  })
  return {
    pid: child.pid,
    version: sipp.text,
    local: { host, port: ports.sip },
    result,
    stop: () => {
      ending.end('stop')
      return result
    },
  }
}

function write(options: RunOptions, sipp: SippVersion, names: RunFileNames): readonly ScenarioProblem[] {
  try {
    return writeRunFiles(options, sipp, names)
  } catch (error) {
    if (error instanceof SippError) throw error
    throw new SippError(
      'didNotStart',
      `The SIPp run ${options.name} cannot write its files into ${options.dir}: ${String(error)}`,
    )
  }
}

function checkNumbers({ name, calls, rate = 10, deadlineMs = 1 }: RunOptions): void {
  const wrong = (what: string): SippError =>
    new SippError('didNotStart', `The SIPp run ${JSON.stringify(name)} cannot be: ${what}`)
  if (!/^[\w.-]+$/.test(name)) throw wrong('its files are named after it; use letters, digits, ".", "_", "-"')
  if (!Number.isSafeInteger(calls) || calls < 1) throw wrong(`calls is ${calls}; a run of no calls could only succeed`)
  if (!(rate > 0)) throw wrong(`rate is ${rate}; calls a second must be above 0`)
  if (!(deadlineMs > 0)) throw wrong(`deadlineMs is ${deadlineMs}; it must be above 0`)
}

// Without a line of statistics and with a bad exit code, SIPp refused its options or could not have its ports: no run at all.
async function refuseIfNeverRan(
  agent: string,
  end: ProcessEnd,
  ports: RunPorts,
  child: SippProcess,
  statistics: string,
  errors: string,
): Promise<void> {
  if (end.exitCode === 0 || end.signal !== null) return
  const measured = await readResults({ statistics, errors, shortMessages: '', responseTimes: '' })
  if (measured.statistics !== undefined && measured.statistics.created > 0) return
  throw startFailure(agent, { ...ports, twin: 0 }, end, [...measured.errors, child.stderr()].join('\n'), 'run')
}

async function resultOf(facts: {
  readonly options: RunOptions
  readonly dir: string
  readonly names: RunFileNames
  readonly pid: number
  readonly end: ProcessEnd
  readonly by: EndedBy
  readonly durationMs: number
  readonly stderr: string
  readonly warnings: readonly ScenarioProblem[]
}): Promise<RunResult> {
  const { options, dir, names, pid, end, by, durationMs, stderr, warnings } = facts
  const at = (name: string): string => join(dir, name)
  const isBuiltIn = typeof options.scenario === 'object' && 'builtIn' in options.scenario
  const files = {
    scenario: isBuiltIn ? undefined : at(names.scenario),
    statistics: at(names.statistics),
    errors: at(names.errors),
    log: at(names.log),
    messages: at(names.messages),
    shortMessages: at(names.shortMessages),
    responseTimes: responseTimeFile(dir, pid),
  }
  const measured = await readResults(files).catch((error: unknown) => ({
    ...{ statistics: undefined, responseTimes: {}, transactionTimes: {}, errors: [] },
    remarks: [`its files could not be read: ${String(error)}`],
  }))
  const { statistics, errors } = measured
  const planned = options.calls
  const judgement = judgeRun({
    planned,
    end,
    by,
    deadlineMs: deadlineOf(options),
    statistics,
    errors,
    stderr,
    remarks: measured.remarks,
  })
  return {
    isSuccess: judgement.problems.length === 0,
    ...judgement,
    planned,
    retransmissions: statistics?.retransmissions ?? 0,
    responseTimes: measured.responseTimes,
    transactionTimes: measured.transactionTimes,
    durationMs,
    end: { exitCode: end.exitCode, signal: end.signal, by, explained: explainRunEnd(end) },
    errors,
    statistics,
    warnings,
    files,
  }
}
