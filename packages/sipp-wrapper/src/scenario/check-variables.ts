// Counts the uses of variables as SIPp does: one that is used once only is refused, one that is never given a value is empty.
import { actionElements, stepAttributes, type AttributeRules } from './dialect'
import { unescapeEntities } from './entities'
import { keywordMeaning, keywordsOf } from './keywords'
import type { Problems } from './problem'
import { actionsOf, type ScenarioTree } from './scenario-tree'
import type { XmlElement } from './xml-reader'

interface Variable {
  uses: number
  readonly line: number
  isAssigned: boolean
}

const noKeys = new Set<string>()

/** Checks the variables; `globals` are those given by `-set`. */
export function checkVariables(tree: ScenarioTree, globals: readonly string[], problems: Problems): void {
  const variables = new Map<string, Variable>()
  const use = (name: string, line: number, isAssigned: boolean): void => {
    const known = variables.get(name)
    if (known === undefined) variables.set(name, { uses: 1, line, isAssigned })
    else {
      known.uses += 1
      known.isAssigned ||= isAssigned
    }
  }
  for (const name of globals) use(name, 1, true)
  for (const element of tree.root.children) {
    if (element.name === 'Reference') reference(element, variables, problems)
    else for (const one of element.name === 'init' ? element.children : [element]) usesOf(one, use)
  }
  // SIPp asks for these by itself.
  for (const name of ['_unexp.retaddr', '_unexp.pausedaddr']) if (variables.has(name)) use(name, 1, true)
  for (const [name, { uses, line, isAssigned }] of variables) {
    if (name === '_' || name === '') continue
    if (uses < 2)
      problems.fault(
        'variable-once',
        line,
        `the variable ${name} is used only here`,
        `SIPp refuses that: use it, or put <Reference variables="${name}"/> behind this.`,
      )
    else if (!isAssigned)
      problems.warning(
        'variable-unassigned',
        line,
        `nothing gives the variable ${name} a value`,
        'It is empty; assign it, or declare it with <Global> or <User>.',
      )
  }
}

function reference(element: XmlElement, variables: Map<string, Variable>, problems: Problems): void {
  const attribute = element.attributes.find(({ name }) => name === 'variables')
  for (const name of unescapeEntities(attribute?.value ?? '').split(',')) {
    const variable = variables.get(name)
    if (variable) variable.uses += 1
    else if (name !== '')
      problems.fault(
        'reference',
        element.line,
        `<Reference> names the variable ${name}, which is not used before`,
        'Put <Reference> behind the first use, or correct the name.',
      )
  }
}

type Use = (name: string, line: number, isAssigned: boolean) => void

function usesOf(element: XmlElement, use: Use): void {
  if (element.name === 'Global' || element.name === 'User') {
    for (const { value, line } of element.attributes) for (const name of unescapeEntities(value).split(',')) use(name, line, true)
    return
  }
  if (element.cdata) usesInText(element.cdata.text, element.cdata.line, use)
  for (const action of actionsOf(element)) usesInAttributes(action, actionElements[action.name] ?? {}, use)
  // `test` counts only beside a `next`.
  const hasNext = element.attributes.some(({ name }) => name === 'next')
  usesInAttributes(
    element,
    element.name === 'pause' || element.name === 'timewait'
      ? { ...stepAttributes, variable: { kind: 'variable' } }
      : stepAttributes,
    (name, line, isAssigned) => {
      use(name, line, isAssigned)
    },
    hasNext ? [] : ['test'],
  )
}

function usesInAttributes(element: XmlElement, rules: AttributeRules, use: Use, without: readonly string[] = []): void {
  for (const { name, value, line } of element.attributes) {
    const kind = Object.hasOwn(rules, name) && !without.includes(name) ? rules[name]?.kind : undefined
    const isAssigned = name === 'assign_to' || element.name.startsWith('url')
    if (kind === 'variable') use(value, line, isAssigned)
    else if (kind === 'variables') for (const one of value.split(',')) use(one, line, isAssigned)
    else if (kind === 'message') usesInText(unescapeEntities(value), line, use)
  }
}

function usesInText(text: string, line: number, use: Use): void {
  for (const keyword of keywordsOf(text)) {
    if (keyword.kind === 'literal') continue
    if (keyword.kind === 'broken') return
    const at = line + text.slice(0, keyword.offset).split('\n').length - 1
    const meaning = keywordMeaning(keyword.text, noKeys, undefined)
    if (meaning.kind === 'variable') use(meaning.name, at, false)
    if ('inner' in meaning) for (const inner of meaning.inner) usesInText(inner, at, use)
  }
}
