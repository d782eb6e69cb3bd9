// The actions of a scenario, typed. Attributes have SIPp's own names.

/** A constant or another variable; SIPp wants one of the two. */
export type ValueOrVariable =
  { readonly value: number; readonly variable?: never } | { readonly variable: string; readonly value?: never }

/** Makes the call fail if the check does not (or does) hold. */
export interface Checks {
  readonly check_it?: boolean
  readonly check_it_inverse?: boolean
}

/** Draws from a distribution; those but `fixed` and `uniform` need a SIPp built with GSL. */
export type Distribution =
  | { readonly distribution: 'fixed'; readonly value: number }
  | { readonly distribution: 'uniform'; readonly min: number; readonly max: number }
  | { readonly distribution: 'normal' | 'lognormal'; readonly mean: number; readonly stdev: number }
  | { readonly distribution: 'exponential'; readonly mean: number }
  | { readonly distribution: 'weibull'; readonly lambda: number; readonly k: number }
  | { readonly distribution: 'pareto'; readonly k: number; readonly x_m: number }
  | { readonly distribution: 'gpareto'; readonly shape: number; readonly scale: number; readonly location: number }
  | { readonly distribution: 'gamma'; readonly k: number; readonly theta: number }
  | { readonly distribution: 'negbin'; readonly n: number; readonly p: number }

/** How `test` compares two numbers. */
export type Comparison = 'equal' | 'not_equal' | 'greater_than' | 'less_than' | 'greater_than_equal' | 'less_than_equal'

/** `assign_to` names the whole match, then one variable a group, separated by commas. What does not match leaves the old values. */
export interface EregAction extends Checks {
  readonly action: 'ereg'
  readonly regexp: string
  readonly search_in?: 'msg' | 'hdr' | 'body' | 'var'
  /** With its colon: `CSeq:`. */
  readonly header?: string
  readonly occurrence?: number
  /** SIPp reads this misspelling too. */
  readonly occurence?: number
  readonly case_indep?: boolean
  readonly start_line?: boolean
  readonly assign_to: string
  readonly variable?: string
}

/** One action. */
export type ScenarioAction =
  | EregAction
  | { readonly action: 'log' | 'warning' | 'error'; readonly message: string }
  | ({ readonly action: 'assign' | 'add' | 'subtract' | 'multiply' | 'divide'; readonly assign_to: string } & ValueOrVariable)
  | { readonly action: 'assignstr'; readonly assign_to: string; readonly value: string }
  | { readonly action: 'gettimeofday' | 'index' | 'trim'; readonly assign_to: string }
  | ({ readonly action: 'jump' | 'pauserestore' | 'rtp_echo' } & ValueOrVariable)
  | ({ readonly action: 'sample'; readonly assign_to: string } & Distribution)
  | { readonly action: 'todouble'; readonly assign_to: string; readonly variable: string }
  | { readonly action: 'urlencode' | 'urldecode'; readonly variable: string }
  | ({
      readonly action: 'test'
      readonly assign_to?: string
      readonly variable: string
      readonly variable2?: string
      readonly value?: number
      readonly compare: Comparison
    } & Checks)
  | ({
      readonly action: 'strcmp'
      readonly assign_to?: string
      readonly variable: string
      readonly variable2?: string
      readonly value?: string
    } & Checks)
  | { readonly action: 'verifyauth'; readonly assign_to: string; readonly username: string; readonly password: string }
  | { readonly action: 'lookup'; readonly assign_to: string; readonly file: string; readonly key: string }
  | { readonly action: 'insert'; readonly file: string; readonly value: string }
  | { readonly action: 'replace'; readonly file: string; readonly line: string; readonly value: string }
  | { readonly action: 'setdest'; readonly host: string; readonly port: string; readonly protocol: string }
  | { readonly action: 'closecon' }
  | { readonly action: 'exec'; readonly command: string }
  | { readonly action: 'exec'; readonly int_cmd: 'stop_call' | 'stop_gracefully' | 'stop_now' }
  | { readonly action: 'exec'; readonly play_pcap_audio: string }
  | { readonly action: 'exec'; readonly play_pcap_video: string }
  | { readonly action: 'exec'; readonly play_pcap_image: string }
  | { readonly action: 'exec'; readonly play_dtmf: string }
  | { readonly action: 'exec'; readonly rtp_stream: string }
  | { readonly action: 'exec'; readonly rtp_echo: string }
