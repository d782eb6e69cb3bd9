// What can be wrong with a scenario.

/** How bad it is: SIPp refuses or misreads a `fault`; it runs a `warning`, probably not as meant. */
export type ProblemLevel = 'fault' | 'warning'

/** One thing that is wrong with a scenario, found before SIPp starts. */
export interface ScenarioProblem {
  /** Names the rule, for tests and filters; the README lists them. */
  readonly rule: string
  readonly level: ProblemLevel
  /** Of the scenario's text, from 1. */
  readonly line: number
  /** What is wrong. */
  readonly what: string
  /** What to do about it. */
  readonly mend: string
}

const mostProblems = 200

/** Collects the problems of one scenario, at most 200. */
export class Problems {
  private readonly found: ScenarioProblem[] = []

  /** Adds what SIPp refuses or misreads. */
  fault(rule: string, line: number, what: string, mend: string): void {
    this.add({ rule, level: 'fault', line, what, mend })
  }

  /** Adds what SIPp runs, though probably not as meant. */
  warning(rule: string, line: number, what: string, mend: string): void {
    this.add({ rule, level: 'warning', line, what, mend })
  }

  /** By line; faults before warnings of the same line. */
  list(): readonly ScenarioProblem[] {
    return [...this.found].sort((a, b) => a.line - b.line || (a.level < b.level ? -1 : a.level > b.level ? 1 : 0))
  }

  private add(problem: ScenarioProblem): void {
    if (this.found.length < mostProblems) this.found.push(problem)
  }
}

/** One line a problem, for people. */
export function problemText(problem: ScenarioProblem): string {
  return `line ${problem.line}: ${problem.what}. ${problem.mend}`
}
