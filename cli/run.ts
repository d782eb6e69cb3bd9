// `ch1 run`: one conformance run.
import { EXIT } from './exit-codes'
import { runOptions, runHelp } from './run-options'
import { conformanceRun } from './conformance-run'

export async function command(args: readonly string[]): Promise<number> {
  const options = await runOptions(args)
  if (options === 'help') {
    process.stdout.write(runHelp)
    return EXIT.passed
  }
  return conformanceRun(options)
}
