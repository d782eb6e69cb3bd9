// Runs the Gherkin in workers: one process each, so that a testbed's clock is not disturbed by anybody.
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { loadSupport, runCucumber, type IRunConfiguration, type ISupportCodeLibrary } from '@cucumber/cucumber/api'
import type { Envelope } from '@cucumber/messages'
import type { WorldParameters } from '../steps/support/demanding-world'
import { ROOT } from './suite'

export interface ScenarioRunOptions {
  readonly parameters: WorldParameters
  /** Absolute feature paths, with `:line` where only one scenario is meant. */
  readonly features: readonly string[]
  readonly tags: string
  readonly parallel: number
  readonly shard?: string
  readonly onMessage: (envelope: Envelope) => void
}

/** Loaded once a process: a module registers its steps only when it is loaded, so a second run would find none. */
let support: Promise<ISupportCodeLibrary> | undefined

/** Runs and resolves when every worker ended. What went wrong is in the messages and the workers' notes. */
export async function runScenarios(o: ScenarioRunOptions): Promise<{ readonly errorText: string }> {
  const compiled = __filename.endsWith('.js')
  const stderr = new PassThrough()
  let errorText = ''
  stderr.on('data', (chunk: Buffer) => (errorText = (errorText + chunk.toString()).slice(-20_000)))
  const configuration: IRunConfiguration = {
    sources: {
      paths: [...o.features],
      defaultDialect: 'en',
      names: [],
      tagExpression: o.tags,
      order: 'defined',
      ...(o.shard === undefined ? {} : { shard: o.shard }),
    },
    support: {
      requireModules: compiled ? [] : [join(ROOT, 'tools', 'register.js')],
      requirePaths: [join(__dirname, '..', 'steps', '**', compiled ? '*.js' : '*.ts')],
      importPaths: [],
      loaders: [],
    },
    runtime: {
      parallel: o.parallel,
      retry: 0,
      retryTagFilter: '',
      strict: true,
      failFast: false,
      dryRun: false,
      filterStacktraces: true,
      worldParameters: JSON.parse(JSON.stringify(o.parameters)) as Record<string, never>,
    },
    formats: { stdout: join(ROOT, 'cli', 'silent-formatter.cjs'), files: {}, publish: false, options: {} },
  }
  const environment = { cwd: ROOT, stdout: new PassThrough().resume(), stderr, env: process.env }
  support ??= loadSupport(configuration, environment)
  await runCucumber({ ...configuration, support: await support }, environment, o.onMessage)
  return { errorText }
}
