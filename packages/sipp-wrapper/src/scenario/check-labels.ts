// Checks where a call can go: labels that are not there, steps nobody gets to, a call that can never end.
import type { Problems } from './problem'
import { actionsOf, isOptional, valueOf, type ScenarioTree, type TreeLabel } from './scenario-tree'
import { nearest } from './nearest'
import type { XmlElement } from './xml-reader'

/** Checks `next`, `ontimeout`, `<jump>` and `<label>`, and what they leave unreachable. */
export function checkLabels(tree: ScenarioTree, problems: Problems): void {
  const used = new Set<string>()
  checkTargets(tree.steps, tree.labels, used, problems)
  checkTargets(tree.initSteps, tree.initLabels, new Set(), problems)
  checkTwice(tree.labels, problems)
  checkTwice(tree.initLabels, problems)
  checkJumps(tree, problems)
  const isComputed = tree.steps.some((step) => actionsOf(step).some(({ name }) => name === 'jump' || name === 'pauserestore'))
  if (isComputed) return // where these go is known at run time only
  for (const { id, line } of tree.labels) {
    if (!used.has(id) && !id.startsWith('_unexp.'))
      problems.warning('unused-label', line, `nothing leads to the label ${id}`, 'Name it in a next or ontimeout, or remove it.')
  }
  checkReach(tree, problems)
}

function checkTargets(steps: readonly XmlElement[], labels: readonly TreeLabel[], used: Set<string>, problems: Problems): void {
  const ids = labels.map(({ id }) => id)
  for (const step of steps) {
    for (const attribute of step.attributes) {
      if (attribute.name !== 'next' && attribute.name !== 'ontimeout') continue
      used.add(attribute.value)
      if (ids.includes(attribute.value)) continue
      const near = nearest(attribute.value, ids)
      const what = `${attribute.name} of <${step.name}> goes to the label ${attribute.value}, which is not there`
      problems.fault(
        'unknown-label',
        attribute.line,
        what,
        near === undefined ? `Add <label id="${attribute.value}"/>.` : `Is it ${near}?`,
      )
    }
  }
}

function checkTwice(labels: readonly TreeLabel[], problems: Problems): void {
  const seen = new Map<string, number>()
  for (const { id, line } of labels) {
    const before = seen.get(id)
    if (before !== undefined)
      problems.fault(
        'label-twice',
        line,
        `the label ${id} stands in line ${before} already`,
        'Give each label a name of its own.',
      )
    else seen.set(id, line)
  }
}

function checkJumps({ steps }: ScenarioTree, problems: Problems): void {
  steps.forEach((step, at) => {
    for (const action of actionsOf(step)) {
      const value = valueOf(action, 'value')
      if (action.name !== 'jump' || value === undefined) continue
      const target = Number(value)
      if (!Number.isInteger(target) || target < 0 || target > steps.length) {
        problems.fault(
          'jump-range',
          action.line,
          `there is no step ${value} to jump to`,
          `Steps are counted from 0 to ${steps.length - 1}, labels not counted.`,
        )
      } else if (target === at) {
        problems.fault(
          'jump-range',
          action.line,
          `the jump goes to its own step ${value}`,
          'SIPp would end with an error; jump to another step.',
        )
      } else if (steps[target - 1]?.attributes.some(({ name }) => name === 'next')) {
        // Seen with 3.6.1: the jump lands one step early and goes on as that step would.
        const what = `a jump to step ${value} follows the next of step ${target - 1}`
        problems.fault('jump-quirk', action.line, what, `Put a bare <nop/> before step ${value}, and jump behind it.`)
      }
    }
  })
}

function checkReach({ steps, labels }: ScenarioTree, problems: Problems): void {
  const stepOf = new Map(labels.map(({ id, step }) => [id, step]))
  const reached = new Set<number>()
  const todo = [0, stepOf.get('_unexp.main') ?? 0]
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const step = steps[at]
    if (step === undefined || reached.has(at)) continue
    reached.add(at)
    for (const name of ['next', 'ontimeout']) {
      const target = stepOf.get(valueOf(step, name) ?? '')
      if (target !== undefined) todo.push(target)
    }
    if (!isAlwaysLeft(step)) todo.push(at + 1)
  }
  // One finding a stretch: the rest of it follows.
  steps.forEach((step, at) => {
    if (reached.has(at) || (at > 0 && !reached.has(at - 1))) return
    const what = `no call ever gets to this <${step.name}>: the step before it always goes elsewhere`
    problems.warning('unreachable', step.line, what, 'Put a <label> before it and name that in a next, or remove it.')
  })
}

// By its `next`, without condition. An optional recv is passed over when the message does not come.
function isAlwaysLeft(step: XmlElement): boolean {
  if (valueOf(step, 'next') === undefined || valueOf(step, 'test') !== undefined || isOptional(step)) return false
  return Number(valueOf(step, 'chance') ?? '1') >= 1 && valueOf(step, 'condexec') === undefined
}
