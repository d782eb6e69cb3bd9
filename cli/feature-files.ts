// The features as they are written: the purpose each is of, and of each scenario what is done and what is demanded.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './suite'

/** A scenario of a purpose, with the names of its participants taken out: Bob who leaves and Carol who leaves are one stimulus. */
export interface WrittenScenario {
  readonly name: string
  /** `Given` and `When` lines with their tables, in order. */
  readonly stimulus: string
  /** `Then` lines with their tables, in order. */
  readonly expectation: string
}

export interface FeatureFile {
  /** Below `features`. */
  readonly file: string
  /** The tags that name purposes, without the `@`. */
  readonly purposes: readonly string[]
  readonly scenarios: readonly WrittenScenario[]
}

const PARTICIPANT = /\b(Alice|Bob|Carol|Dave|Erin)\b/g

/** All features of the suite, by file name. */
export function featureFiles(folder = join(ROOT, 'features')): readonly FeatureFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.feature'))
    .sort()
    .map((file) => featureOf(file, readFileSync(join(folder, file), 'utf8')))
}

/** What one file says. It reads as much of Gherkin as the features use: one feature, scenarios and outlines, tables. */
export function featureOf(file: string, text: string): FeatureFile {
  const [head = '', ...scenarios] = text.split(/^ {2}Scenario(?: Outline)?: /m)
  return {
    file,
    purposes: [...head.matchAll(/^\s*@\S.*$/gm)].flatMap(([tags]) => [...tags.matchAll(/@(TP_\S+)/g)].map(([, id = '']) => id)),
    scenarios: scenarios.map(scenarioOf),
  }
}

function scenarioOf(text: string): WrittenScenario {
  const [name = '', ...lines] = text.split('\n')
  const said = { stimulus: [] as string[], expectation: [] as string[] }
  let of: keyof typeof said = 'stimulus'
  const places = new Map<string, string>()
  const anonymous = (line: string): string =>
    line.replace(PARTICIPANT, (who) => places.get(who) ?? (places.set(who, `P${places.size + 1}`).get(who) as string))
  for (const line of lines.map((one) => one.trim()).filter((one) => one !== '' && !one.startsWith('#'))) {
    const [, keyword] = /^(Given|When|Then|And|But)\b/.exec(line) ?? []
    if (keyword === 'Given' || keyword === 'When') of = 'stimulus'
    if (keyword === 'Then') of = 'expectation'
    // which values an outline takes, and what a table lists, is part of what is done
    said[of].push(anonymous(line.replace(/^(Given|When|Then|And|But) /, '')))
  }
  return { name, stimulus: said.stimulus.join('\n'), expectation: said.expectation.join('\n') }
}
