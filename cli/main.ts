// The command line: one file a command, loaded when asked for.
import { createRequire } from 'node:module'
import { EXIT } from './exit-codes'
import { harmlessLines } from '../reports/harmless-text'
import { UsageError } from './usage-error'
import { suiteVersion } from './suite'

const MOST_CHARS = 20_000

/** A command is loaded only when it is asked for: a run needs no report room, a server no judge. */
const load = createRequire(__filename)

interface Command {
  readonly about: string
  readonly file: string
}

const commands: Readonly<Record<string, Command>> = {
  run: {
    about: 'one conformance run; without --profile or --sut against the embedded reference server',
    file: './run',
  },
  random: { about: 'random conferences; what fails is made as small as it can be', file: './random/random' },
  list: { about: 'the test purposes, and which apply to a profile', file: './list' },
  judge: { about: 'judges a stored run again, or a capture', file: './judge' },
  sabotage: { about: 'shows that the judge can fail: breaks every premise of a stored run', file: './sabotage' },
  mutants: { about: 'the kill matrix: which faults the suite catches', file: './mutants' },
  'im-server': { about: 'the reference IM server alone', file: './im-server' },
  mock: { about: 'the Charging Enabler alone, with rules, journal and a live view', file: './mock' },
  report: { about: 'rebuilds the reports of a stored run', file: './report' },
  bundle: { about: 'a stored run as one signed file', file: './bundle' },
  verify: { about: 'says whether a bundle is intact, and who signed it', file: './verify' },
  countersign: { about: "adds a reviewer's signature to a bundle", file: './countersign' },
  remark: { about: 'adds a remark or a dispute to a purpose of a stored run', file: './remark' },
  bench: { about: 'the benchmarks', file: './bench' },
}

/** Runs one command and ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args
  // a reader that closes early, as `| head` does, is no trouble
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.error))
  const debug = rest.includes('--debug') || process.env['CH1_DEBUG'] !== undefined
  try {
    process.exitCode = await dispatch(
      name,
      rest.filter((arg) => arg !== '--debug'),
    )
  } catch (error) {
    const usage = error instanceof UsageError
    process.stderr.write(
      `ch1: ${shown(error instanceof Error ? (debug ? (error.stack ?? error.message) : error.message) : String(error))}\n`,
    )
    if (!usage && !debug) process.stderr.write('  mend   run again with --debug for the place in our code, and report it\n')
    process.exitCode = usage ? EXIT.usage : EXIT.error
  }
}

/** A message may hold what a server sent, or a file is called: nothing in it commands the terminal. */
function shown(message: string): string {
  return harmlessLines(message.length <= MOST_CHARS ? message : `${message.slice(0, MOST_CHARS)} …`)
}

async function dispatch(name: string | undefined, args: readonly string[]): Promise<number> {
  if (name === '--version') {
    process.stdout.write(`${suiteVersion()}\n`)
    return EXIT.passed
  }
  if (name === undefined || name === '--help' || name === 'help') {
    const width = Math.max(...Object.keys(commands).map((one) => one.length))
    const lines = Object.entries(commands).map(([one, { about }]) => `  ${one.padEnd(width)}  ${about}`)
    process.stdout.write(`ch1 ${suiteVersion()}\n\nUsage: ch1 <command> [--help]\n\n${lines.join('\n')}\n`)
    return name === undefined ? EXIT.usage : EXIT.passed
  }
  const command = commands[name]
  if (!command)
    throw new UsageError(`there is no command "${name}"`, `ch1 ${name}`, `one of: ${Object.keys(commands).join(', ')}`)
  return (load(command.file) as { command(args: readonly string[]): Promise<number> }).command(args)
}
