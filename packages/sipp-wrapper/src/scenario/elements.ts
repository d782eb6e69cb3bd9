// The elements of a scenario, typed. Attributes have SIPp's own names.
import type { Distribution, ScenarioAction } from './actions'

/** What every step of a call may have. */
export interface StepAttributes {
  /** The response time that ends here. */
  readonly rtd?: string | boolean
  readonly start_rtd?: string | boolean
  readonly repeat_rtd?: boolean
  readonly counter?: string
  /** Per cent of these messages that SIPp loses on purpose. */
  readonly lost?: number
  readonly crlf?: boolean
  readonly ignoresdp?: boolean
  readonly hide?: boolean
  readonly hiderest?: boolean
  readonly display?: string
  /** The step is done only if this variable is set (or, inverse, is not). */
  readonly condexec?: string
  readonly condexec_inverse?: boolean
  /** The label to go to; with `test` only if that variable is set, with `chance` only so often (0 to 1). */
  readonly next?: string
  readonly test?: string
  readonly chance?: number
  readonly ontimeout?: string
}

/** Attributes of <send>. Times are milliseconds. */
export interface SendAttributes extends StepAttributes {
  /** The first retransmission over UDP. */
  readonly retrans?: number
  readonly timeout?: number
  readonly start_txn?: string
  readonly ack_txn?: string
}

/** Attributes of <recv>; one of `request` and `response` is needed. */
export interface RecvAttributes extends StepAttributes {
  /** A status code; a pattern needs `regexp_match` and SIPp 3.7.5. */
  readonly response?: number | string
  readonly request?: string
  readonly optional?: boolean | 'global'
  readonly advance_state?: boolean
  readonly regexp_match?: boolean
  readonly timeout?: number
  /** Record the route set. */
  readonly rrs?: boolean
  readonly auth?: boolean
  readonly response_txn?: string
}

/** Attributes of <pause> and <timewait>; without any, `-d` says how long. */
export type PauseAttributes = StepAttributes & {
  readonly milliseconds?: number
  readonly variable?: string
  readonly sanity_check?: boolean
} & (Distribution | { readonly distribution?: never })

interface Step<Name extends string, Attributes> {
  readonly element: Name
  readonly attributes: Attributes
  readonly actions: readonly ScenarioAction[]
}

/** A label stands before a step and is none itself. */
export interface LabelElement {
  readonly element: 'label'
  readonly id: string
}

/** Text in <send>, <sendCmd> and <DefaultMessage> is as SIPp understands it: white space at the ends of lines does not count. */
export type StepElement =
  | (Step<'send', SendAttributes> & { readonly text: string })
  | Step<'recv', RecvAttributes>
  | Step<'pause' | 'timewait', PauseAttributes>
  | Step<'nop', StepAttributes>
  | Step<'recvCmd', StepAttributes & { readonly optional?: boolean | 'global'; readonly src?: string }>
  | (Step<'sendCmd', StepAttributes & { readonly dest?: string }> & { readonly text: string })

/** Anything in a scenario. */
export type ScenarioElement =
  | StepElement
  | LabelElement
  | { readonly element: 'init'; readonly elements: readonly (Step<'nop', StepAttributes> | LabelElement)[] }
  | { readonly element: 'Reference' | 'Global' | 'User'; readonly variables: readonly string[] }
  | { readonly element: 'DefaultMessage'; readonly id: string; readonly text: string }
  | { readonly element: 'CallLengthRepartition' | 'ResponseTimeRepartition'; readonly limitsMs: readonly number[] }
