// Builds a scenario step by step, typed, and checks it before anybody runs it.
import { SippError } from '../sipp-error'
import type { ScenarioAction } from './actions'
import { checkScenario, type CheckOptions } from './check-scenario'
import type { PauseAttributes, RecvAttributes, ScenarioElement, SendAttributes, StepAttributes } from './elements'
import { problemText, type ScenarioProblem } from './problem'
import { writeScenario } from './write-scenario'

/** A scenario that was checked and has no fault. */
export interface Scenario {
  readonly name: string
  readonly elements: readonly ScenarioElement[]
  readonly xml: string
  readonly warnings: readonly ScenarioProblem[]
}

/** Actions stand beside the attributes of a step. */
export type WithActions<Attributes> = Attributes & { readonly actions?: readonly ScenarioAction[] }

/** Methods add one element each, in order, and give the builder back; `build` checks. */
export class ScenarioBuilder {
  readonly name: string
  private readonly elements: ScenarioElement[] = []

  constructor(name: string) {
    this.name = name
  }

  /** Sends a message; SIPp makes CR LF of line ends and fills `[keywords]` in. */
  send(text: string, options: WithActions<SendAttributes> = {}): this {
    const { actions = [], ...attributes } = options
    return this.add({ element: 'send', attributes, actions, text })
  }

  /** Waits for a message, or with `optional` passes by when another comes. */
  recv(options: WithActions<RecvAttributes>): this {
    const { actions = [], ...attributes } = options
    return this.add({ element: 'recv', attributes, actions })
  }

  /** Waits for a time. */
  pause(options: WithActions<PauseAttributes> = {}): this {
    const { actions = [], ...attributes } = options
    return this.add({ element: 'pause', attributes: attributes, actions })
  }

  /** Waits for repetitions after the call's end; the last step, if there is one. */
  timewait(options: WithActions<PauseAttributes> = {}): this {
    const { actions = [], ...attributes } = options
    return this.add({ element: 'timewait', attributes: attributes, actions })
  }

  /** Carries actions, a label's step, or a `next`. */
  nop(options: WithActions<StepAttributes> = {}): this {
    const { actions = [], ...attributes } = options
    return this.add({ element: 'nop', attributes, actions })
  }

  /** Waits for a command of the 3PCC twin. */
  recvCmd(options: WithActions<StepAttributes & { readonly src?: string }> = {}): this {
    const { actions = [], ...attributes } = options
    return this.add({ element: 'recvCmd', attributes, actions })
  }

  /** Sends a command to the 3PCC twin. */
  sendCmd(text: string, options: WithActions<StepAttributes & { readonly dest?: string }> = {}): this {
    const { actions = [], ...attributes } = options
    return this.add({ element: 'sendCmd', attributes, actions, text })
  }

  /** Names the place before the next step. */
  label(id: string): this {
    return this.add({ element: 'label', id })
  }

  /** Variables that all calls share. */
  global(...variables: readonly string[]): this {
    return this.add({ element: 'Global', variables })
  }

  /** Variables that all calls of one user share. */
  user(...variables: readonly string[]): this {
    return this.add({ element: 'User', variables })
  }

  /** Makes SIPp accept variables that are used once only; behind their first use. */
  reference(...variables: readonly string[]): this {
    return this.add({ element: 'Reference', variables })
  }

  /** Any element, for example one that `readScenario` read. */
  add(element: ScenarioElement): this {
    this.elements.push(element)
    return this
  }

  /** Checks the scenario. Throws SippError 'badScenario' with its problems if it has a fault. */
  build(options: CheckOptions = {}): Scenario {
    const xml = writeScenario(this.name, this.elements)
    const elements = [...this.elements]
    return { name: this.name, elements, xml, warnings: withoutFaults(this.name, xml, options) }
  }
}

/** The warnings about a scenario. Throws SippError 'badScenario' if it has a fault. */
export function withoutFaults(name: string, xml: string, options: CheckOptions): readonly ScenarioProblem[] {
  const problems = checkScenario(xml, options)
  const faults = problems.filter(({ level }) => level === 'fault')
  if (faults.length === 0) return problems
  const shown = faults.slice(0, 5).map((fault) => `\n  ${problemText(fault)}`)
  const more = faults.length > shown.length ? `\n  and ${faults.length - shown.length} more` : ''
  throw new SippError(
    'badScenario',
    `The scenario ${JSON.stringify(name)} has ${faults.length} faults:${shown.join('')}${more}`,
    { problems },
  )
}
