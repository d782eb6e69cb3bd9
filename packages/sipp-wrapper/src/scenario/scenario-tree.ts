// A scenario as SIPp counts it: steps from 0, labels between them, and the rest.
import type { XmlElement } from './xml-reader'
import { stepElements } from './dialect'
import { unescapeEntities } from './entities'

/** A label and the step it stands before. */
export interface TreeLabel {
  readonly id: string
  readonly line: number
  /** The index of the step behind it; the number of steps where none is. */
  readonly step: number
}

/** A scenario, in SIPp's order. */
export interface ScenarioTree {
  readonly root: XmlElement
  /** send, recv, pause, timewait, nop, recvCmd, sendCmd. */
  readonly steps: readonly XmlElement[]
  readonly labels: readonly TreeLabel[]
  /** The nops and labels of all <init>. */
  readonly initSteps: readonly XmlElement[]
  readonly initLabels: readonly TreeLabel[]
}

/** Sorts the children of <scenario>. */
export function scenarioTree(root: XmlElement): ScenarioTree {
  const [steps, labels] = sorted(root.children)
  const [initSteps, initLabels] = sorted(root.children.filter(({ name }) => name === 'init').flatMap((init) => init.children))
  return { root, steps, labels, initSteps, initLabels }
}

function sorted(children: readonly XmlElement[]): readonly [readonly XmlElement[], readonly TreeLabel[]] {
  const steps: XmlElement[] = []
  const labels: TreeLabel[] = []
  for (const child of children) {
    if (Object.hasOwn(stepElements, child.name)) steps.push(child)
    else if (child.name === 'label')
      labels.push({ id: unescapeEntities(valueOf(child, 'id') ?? ''), line: child.line, step: steps.length })
  }
  return [steps, labels]
}

/** The value of an attribute, entities left as they are; undefined without it. */
export function valueOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value
}

/** The actions of a step: those of the <action> that is its first child, the only one SIPp looks at. */
export function actionsOf(step: XmlElement): readonly XmlElement[] {
  const first = step.children[0]
  return first?.name === 'action' ? first.children : []
}

/** True where an attribute is a yes in SIPp's sense. */
export function isYes(value: string | undefined): boolean {
  return value !== undefined && (/^true$/i.test(value) || (/^-?\d+$/.test(value) && Number(value) !== 0))
}

/** True for a recv or recvCmd that may be left out. */
export function isOptional(step: XmlElement): boolean {
  const value = valueOf(step, 'optional')
  return (step.name === 'recv' || step.name === 'recvCmd') && (value === 'true' || value === 'global')
}
