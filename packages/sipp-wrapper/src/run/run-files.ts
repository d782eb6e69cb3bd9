// Puts a run's files in place: its scenario, checked, and its injections; those of an earlier run go.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SippVersion } from '../process/sipp-version'
import { withoutFaults } from '../scenario/builder'
import type { ScenarioProblem } from '../scenario/problem'
import { SippError } from '../sipp-error'
import type { RunFileNames } from './run-arguments'
import type { Injection, RunOptions } from './run-options'

/** Writes the files and gives the checker's warnings. Throws SippError 'badScenario' before anything is written. */
export function writeRunFiles(options: RunOptions, version: SippVersion, names: RunFileNames): readonly ScenarioProblem[] {
  const { dir, injection = [] } = options
  const bytes = scenarioBytes(options)
  for (const one of injection) checkInjection(one)
  const warnings =
    bytes === undefined ? [] : withoutFaults(options.name, bytes.toString('latin1'), checkOptions(options, version))
  for (const name of Object.values<string>({ ...names })) rmSync(join(dir, name), { force: true })
  if (bytes !== undefined) writeFileSync(join(dir, names.scenario), bytes)
  for (const { name, order, lines } of injection)
    writeFileSync(join(dir, name), [order, ...lines.map((values) => values.join(';')), ''].join('\n'))
  return warnings
}

function scenarioBytes({ scenario }: RunOptions): Buffer | undefined {
  if (typeof scenario === 'string') return Buffer.from(scenario)
  if ('xml' in scenario) return Buffer.from(scenario.xml)
  if ('builtIn' in scenario) return undefined
  try {
    return readFileSync(scenario.file)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SippError('badScenario', `The scenario file ${scenario.file} cannot be read: ${why}`, { path: scenario.file })
  }
}

function checkOptions({ keys, globals, injection, arguments: more = [] }: RunOptions, version: SippVersion) {
  return {
    version,
    keys: [...Object.keys(keys ?? {}), ...following(more, '-key')],
    globals: [...Object.keys(globals ?? {}), ...following(more, '-set')],
    ...(more.includes('-inf') ? {} : { injection: (injection ?? []).map(({ name }) => name) }),
    isTwin: more.includes('-3pcc') || more.includes('-master') || more.includes('-slave'),
  }
}

function following(list: readonly string[], flag: string): readonly string[] {
  return list.filter((_, at) => list[at - 1] === flag)
}

function checkInjection({ name, lines }: Injection): void {
  const fault = (what: string): SippError => new SippError('badScenario', `The injection file ${JSON.stringify(name)} ${what}`)
  if (!/^[\w.-]+$/.test(name)) throw fault('cannot be written: use letters, digits, ".", "_", "-" for its name')
  if (lines.length === 0) throw fault('has no lines: SIPp would have nothing to put in')
  lines.forEach((values, at) => {
    if (values.some((value) => /[;\r\n]/.test(value))) throw fault(`has a ";" or a line end in a value of line ${at + 1}`)
  })
}
