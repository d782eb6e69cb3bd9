// `Then` never throws, so cucumber calls its steps passed: here the step whose demand was broken is marked, for the eye.
import { TestStepResultStatus, type TestStepResult } from '@cucumber/messages'
import type { Decision } from '../../judge/verdict'
import type { RunCase } from './run-record'
import type { ScenarioDecisions, StepDecisions } from './step-decisions'

/** Test step id → the result to show instead of cucumber's. Only steps whose text is that of the history are marked. */
export function stepMarks(one: RunCase, decisions: ScenarioDecisions | undefined): ReadonlyMap<string, TestStepResult> {
  const marks = new Map<string, TestStepResult>()
  if (!decisions) return marks
  const steps = one.testCase.testSteps.filter((step) => step.pickleStepId !== undefined)
  const texts = new Map(one.pickle.steps.map((step) => [step.id, step.text]))
  for (const made of decisions.steps) {
    const step = steps[made.step]
    const said = step && one.results.find((result) => result.testStepId === step.id)?.result
    if (!step || said?.status !== TestStepResultStatus.PASSED || texts.get(step.pickleStepId ?? '') !== made.text) continue
    const worst = worstOf(made)
    if (worst) marks.set(step.id, { ...said, ...worst })
  }
  return marks
}

function worstOf(made: StepDecisions): Pick<TestStepResult, 'status' | 'message' | 'exception'> | undefined {
  const demanded = made.decisions.filter((one) => one.level === 'MUST')
  const broken = demanded.flatMap((one) => (one.decision.state === 'broken' ? [brokenText(one.decision)] : []))
  if (broken.length > 0) return failed('ConformanceAssertion', broken)
  const unknown = demanded.flatMap((one) =>
    one.decision.state === 'undecidable' ? [`INCONCLUSIVE: ${one.decision.missing} (${one.clause})`] : [],
  )
  return unknown.length > 0 ? failed('Inconclusive', unknown) : undefined
}

function brokenText(decision: Extract<Decision, { state: 'broken' }>): string {
  const { finding } = decision
  return `${finding.clause}: expected ${finding.expected}; came ${finding.actual} (rule ${finding.rule})`
}

function failed(type: string, lines: readonly string[]): Pick<TestStepResult, 'status' | 'message' | 'exception'> {
  const message = lines.join('\n')
  return { status: TestStepResultStatus.FAILED, message, exception: { type, message } }
}
