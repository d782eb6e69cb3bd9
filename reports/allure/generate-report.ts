// Turns Allure results into the HTML report with allure-commandline, and does not believe its exit code alone.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { AllureReportError } from './allure-report-error'

export { AllureReportError } from './allure-report-error'

export interface GenerateInput {
  readonly resultsDir: string
  /** Replaced. */
  readonly reportDir: string
  /** One `index.html` with everything in it, which opens from a file system. */
  readonly singleFile?: boolean
  /** Default 180 000. */
  readonly timeoutMs?: number
  /** Default: that of this process. JAVA_HOME and PATH decide which Java runs. */
  readonly env?: NodeJS.ProcessEnv
}

/** Rejects with AllureReportError: nothing to report on, no Java, or no report afterwards. The caller then goes on without the HTML. */
export async function generateAllureReport(o: GenerateInput): Promise<void> {
  // allure-commandline reports success on an empty or missing folder, so we look ourselves.
  const results = existsSync(o.resultsDir) ? readdirSync(o.resultsDir).filter((name) => name.endsWith('-result.json')) : []
  if (results.length === 0) {
    throw new AllureReportError(
      `no Allure results in ${o.resultsDir}: nothing to make a report of. Run the suite first, or rebuild with: bin/ch1 report DIR`,
    )
  }
  const env = { ...(o.env ?? process.env), ALLURE_NO_ANALYTICS: 'true' } // only the value `true` keeps Google Analytics out
  await javaWorks(env)
  const allure = path.join(path.dirname(require.resolve('allure-commandline/package.json')), 'bin', 'allure')
  const flags = o.singleFile === true ? ['--clean', '--single-file'] : ['--clean']
  const end = await run(
    process.execPath,
    [allure, 'generate', o.resultsDir, '-o', o.reportDir, ...flags],
    env,
    o.timeoutMs ?? 180_000,
  )
  const index = path.join(o.reportDir, 'index.html')
  if (end.code !== 0 || !existsSync(index) || statSync(index).size === 0) {
    throw new AllureReportError(
      `allure generate made no report in ${o.reportDir} (${end.why}): ${end.output.trim().slice(-600) || 'it said nothing'}`,
    )
  }
}

async function javaWorks(env: NodeJS.ProcessEnv): Promise<void> {
  const home = env['JAVA_HOME']
  const java = home === undefined || home === '' ? 'java' : path.join(home, 'bin', 'java')
  const end = await run(java, ['-version'], env, 20_000)
  if (end.code === 0) return
  throw new AllureReportError(
    `the Allure HTML report needs a Java runtime, version 11 or newer; \`${java} -version\` failed (${end.why}). ` +
      'Install one (Debian: apt-get install default-jre-headless) or correct JAVA_HOME, then: bin/ch1 report DIR',
  )
}

interface End {
  readonly code: number | null
  readonly why: string
  readonly output: string
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv, timeoutMs: number): Promise<End> {
  return new Promise((resolve) => {
    // A process group of its own, so that the time limit reaches the JVM behind the two launchers too.
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let output = ''
    let timedOut = false
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-20_000)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const timer = setTimeout(() => {
      timedOut = true
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, timeoutMs)
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ code: null, why: error.message, output })
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, why: timedOut ? `stopped after ${timeoutMs} ms` : `exit ${code ?? signal ?? '?'}`, output })
    })
  })
}
