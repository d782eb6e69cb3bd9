// What makes a server do what SIP cannot ask for: a command, an HTTP call, or a word to the tester. Plain data, as a profile has it.
import { SutError } from '../adapter'

/** What a trigger is about; texts of a trigger name them as `{conference}` and `{user}`. */
export interface Occasion {
  readonly verb: 'expel' | 'restart'
  /** URI of the focus, and the user's address of record; only where a user is expelled. */
  readonly conference?: string
  readonly user?: string
}

/** One program with its arguments, each passed as it is; or, where asked for, a line for the shell. */
export type CommandTrigger = { readonly deadlineMs: number } & (
  { readonly command: readonly string[] } | { readonly shell: string }
)

/** One HTTP request. `{env.NAME}` in a header's value is the environment variable of that name: a profile stands in every history. */
export interface HttpTrigger {
  readonly http: {
    readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET'
    readonly url: string
    readonly headers: readonly (readonly [string, string])[]
    readonly body?: string | undefined
    /** Statuses that mean it was done. Any 2xx where absent. */
    readonly expect?: readonly number[] | undefined
  }
  readonly deadlineMs: number
}

/** A person does it and presses Enter. */
export interface PromptTrigger {
  readonly prompt: string
  readonly deadlineMs: number
}

export type Trigger = CommandTrigger | HttpTrigger | PromptTrigger
export type Triggers = { readonly [V in Occasion['verb']]?: Trigger | undefined }

/** How a trigger went wrong: our own trouble, never the server's fault. */
export type TriggerProblem =
  'not started' | 'deadline' | 'exit code' | 'signal' | 'no answer' | 'status' | 'placeholder' | 'stopped'

export class TriggerError extends SutError {
  readonly problem: TriggerProblem

  constructor(problem: TriggerProblem, what: string, where: string, mend: string, options?: ErrorOptions) {
    super(what, where, mend, options)
    this.problem = problem
  }
}

/** Nobody was there, or nobody did it: whether the server is right cannot be told. */
export class TesterAbsent extends Error {
  override readonly name = 'TesterAbsent'
}

const PLACE = /\{(conference|user)\}/g

/** The text with its placeholders filled in; `as` writes a value so that it stays one value there. */
export function filled(text: string, occasion: Occasion, as: (value: string) => string = (value) => value): string {
  return text.replace(PLACE, (_, name: 'conference' | 'user') => {
    const value = occasion[name]
    if (value === undefined)
      throw new TriggerError(
        'placeholder',
        `{${name}} means nothing to ${occasion.verb}`,
        `triggers.${occasion.verb}`,
        'Take it out; it is known where a user is expelled.',
      )
    return as(value)
  })
}
