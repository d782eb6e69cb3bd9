// Reads existing scenario XML into typed elements.
import { checkScenario, type CheckOptions } from './check-scenario'
import { rulesOf, type AttributeRule } from './dialect'
import type { ScenarioElement } from './elements'
import { unescapeEntities } from './entities'
import { Problems, type ScenarioProblem } from './problem'
import { actionsOf, isYes, valueOf } from './scenario-tree'
import { readXml, type XmlElement } from './xml-reader'

/** A scenario that was read. */
export interface ReadScenario {
  readonly name: string
  /** Attributes SIPp does not read, unknown elements and comments are not among them. */
  readonly elements: readonly ScenarioElement[]
  readonly problems: readonly ScenarioProblem[]
}

/**
 * Reads a scenario and checks it. Elements are told as far as they could be read, which with a fault among the problems may be in part
 * and not of the types they claim; without one, `writeScenario` of them is a scenario that does the same. It never throws.
 */
export function readScenario(xml: string, options: CheckOptions = {}): ReadScenario {
  const problems = checkScenario(xml, options)
  const root = readXml(xml, new Problems())
  if (root === undefined) return { name: '', elements: [], problems }
  return {
    name: valueOf(root, 'name') ?? '',
    elements: root.children.flatMap((child) => elementsOf(child, 'scenario')),
    problems,
  }
}

function elementsOf(element: XmlElement, place: 'scenario' | 'init'): readonly ScenarioElement[] {
  const read = elementOf(element, place)
  // The values were checked against the same tables that the types stand for.
  return read === undefined ? [] : [read as unknown as ScenarioElement]
}

function elementOf(element: XmlElement, place: 'scenario' | 'init'): object | undefined {
  const { name } = element
  const list = (attribute: string): readonly string[] => unescapeEntities(valueOf(element, attribute) ?? '').split(',')
  if (rulesOf(name, place) === undefined) return undefined
  switch (name) {
    case 'label':
      return { element: name, id: unescapeEntities(valueOf(element, 'id') ?? '') }
    case 'init':
      return { element: name, elements: element.children.flatMap((child) => elementsOf(child, 'init')) }
    case 'Reference':
    case 'Global':
    case 'User':
      return { element: name, variables: list('variables') }
    case 'CallLengthRepartition':
    case 'ResponseTimeRepartition':
      return { element: name, limitsMs: list('value').map(Number) }
    case 'DefaultMessage':
      return { element: name, id: unescapeEntities(valueOf(element, 'id') ?? ''), text: messageText(element) }
    default: {
      const actions = actionsOf(element)
        .filter((action) => rulesOf(action.name, 'action') !== undefined)
        .map((action) => ({ action: action.name, ...values(action, 'action') }))
      const step = { element: name, attributes: values(element, place), actions }
      return name === 'send' || name === 'sendCmd' ? { ...step, text: messageText(element) } : step
    }
  }
}

function values(element: XmlElement, place: 'scenario' | 'init' | 'action'): Readonly<Record<string, unknown>> {
  const rules = rulesOf(element.name, place) ?? {}
  const read: [string, unknown][] = []
  for (const { name, value } of element.attributes)
    if (Object.hasOwn(rules, name) && rules[name]) read.push([name, valueAs(rules[name], value)])
  return Object.fromEntries(read)
}

function valueAs(rule: AttributeRule, raw: string): unknown {
  const value = rule.entities === true ? unescapeEntities(raw) : raw
  const { kind } = rule
  if (typeof kind !== 'string') return kind.includes('true') && value !== 'global' ? isYes(value) : value
  if (kind === 'boolean') return isYes(value)
  if (kind === 'integer' || kind === 'number' || kind === 'probability') return Number(value)
  if (kind === 'status') return /^\d+$/.test(value) ? Number(value) : value
  return value
}

// As SIPp cleans it up: no blanks at the ends of lines, no empty lines around; an empty line ends the header even when nothing follows.
function messageText(element: XmlElement): string {
  const text = (element.cdata?.text ?? '')
    .replace(/^[ \t\n]+|[ \t\n]+$/g, '')
    .replace(/\n[ \t]+/g, '\n')
    .replace(/[ \t]+\n/g, '\n')
  return text
}
