// The scenario part of sipp-wrapper: build, read, check and write SIPp's XML.
export { ScenarioBuilder } from './builder'
export type { Scenario, WithActions } from './builder'
export { checkScenario } from './check-scenario'
export type { CheckOptions } from './check-scenario'
export { problemText } from './problem'
export type { ProblemLevel, ScenarioProblem } from './problem'
export { readScenario } from './read-scenario'
export type { ReadScenario } from './read-scenario'
export { writeScenario } from './write-scenario'
export type { Checks, Comparison, Distribution, EregAction, ScenarioAction, ValueOrVariable } from './actions'
export type {
  LabelElement,
  PauseAttributes,
  RecvAttributes,
  ScenarioElement,
  SendAttributes,
  StepAttributes,
  StepElement,
} from './elements'
