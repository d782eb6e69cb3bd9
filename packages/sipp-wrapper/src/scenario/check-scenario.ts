// The checker of scenarios: every rule over one text.
import { sippFeatures } from '../process/sipp-features'
import type { SippVersion } from '../process/sipp-version'
import { checkElements } from './check-elements'
import { checkLabels } from './check-labels'
import { checkMessages } from './check-messages'
import { checkResults } from './check-results'
import { checkSequence } from './check-sequence'
import { checkVariables } from './check-variables'
import { Problems, type ScenarioProblem } from './problem'
import { scenarioTree } from './scenario-tree'
import { readXml } from './xml-reader'

/** What is known of the run a scenario is for; what is left out is not held against it. */
export interface CheckOptions {
  /** Which SIPp will run it, for what not every SIPp can. */
  readonly version?: SippVersion
  /** Keywords given by `-key`. */
  readonly keys?: readonly string[]
  /** Variables given by `-set`. */
  readonly globals?: readonly string[]
  /** Names of the injection files; none: `[]`. */
  readonly injection?: readonly string[]
  /** Whether `-3pcc` is given. */
  readonly isTwin?: boolean
}

/**
 * Everything that is wrong with a scenario, by line, before SIPp starts; at most 200 problems. It never throws, whatever the text is.
 * A scenario without a `fault` is one that SIPp loads; a `warning` is about what it will do then.
 */
export function checkScenario(xml: string, options: CheckOptions = {}): readonly ScenarioProblem[] {
  const problems = new Problems()
  const root = readXml(xml, problems)
  if (root === undefined) return problems.list()
  const features = options.version === undefined ? undefined : sippFeatures(options.version)
  checkElements(root, features, problems)
  const tree = scenarioTree(root)
  checkSequence(tree, options.isTwin, problems)
  checkLabels(tree, problems)
  checkResults(tree, features, problems)
  checkVariables(tree, options.globals ?? [], problems)
  checkMessages(tree, { keys: new Set(options.keys), injection: options.injection, features }, problems)
  return problems.list()
}
