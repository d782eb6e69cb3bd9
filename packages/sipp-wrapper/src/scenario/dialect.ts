// SIPp's scenario language as data: which elements and actions there are, which attributes each reads, and of what kind they are.

/** What an attribute's value is. */
export type ValueKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'probability'
  | 'boolean'
  | 'label'
  | 'variable'
  | 'variables'
  | 'transaction'
  | 'timer'
  /** Text with `[keywords]`. */
  | 'message'
  | 'regexp'
  /** A status code; with `regexp_match`, from 3.7.5, a pattern of some. */
  | 'status'
  | readonly string[]

/** One attribute. */
export interface AttributeRule {
  readonly kind: ValueKind
  readonly required?: boolean
  /** SIPp undoes entities (`&lt;`) in it. */
  readonly entities?: boolean
}

/** The attributes of one element or action by name. */
export type AttributeRules = Readonly<Record<string, AttributeRule>>

const text: AttributeRule = { kind: 'text' }
const integer: AttributeRule = { kind: 'integer' }
const number: AttributeRule = { kind: 'number' }
const boolean: AttributeRule = { kind: 'boolean' }
const variable: AttributeRule = { kind: 'variable' }
const needed = (kind: ValueKind, entities = false): AttributeRule => ({ kind, required: true, entities })

/** Attributes of every element that is a step of the call. */
export const stepAttributes: AttributeRules = {
  rtd: { kind: 'timer' },
  start_rtd: { kind: 'timer' },
  repeat_rtd: boolean,
  counter: text,
  lost: number,
  crlf: boolean,
  ignoresdp: boolean,
  hide: boolean,
  hiderest: boolean,
  display: text,
  condexec: variable,
  condexec_inverse: boolean,
  next: { kind: 'label' },
  test: variable,
  chance: { kind: 'probability' },
  ontimeout: { kind: 'label' },
}

const distributionNames = [
  'fixed',
  'uniform',
  'normal',
  'lognormal',
  'exponential',
  'weibull',
  'pareto',
  'gpareto',
  'gamma',
  'negbin',
]

const distribution: AttributeRules = {
  distribution: { kind: distributionNames },
  ...Object.fromEntries(
    ['value', 'min', 'max', 'mean', 'stdev', 'lambda', 'k', 'x_m', 'shape', 'scale', 'location', 'theta', 'n', 'p'].map(
      (name) => [name, number],
    ),
  ),
}

const pause: AttributeRules = { milliseconds: number, variable, sanity_check: boolean, ...distribution }
const optional: AttributeRule = { kind: ['true', 'false', 'global'] }

/** The elements that are steps of the call; SIPp counts them from 0. */
export const stepElements: Readonly<Record<string, AttributeRules>> = {
  send: { retrans: integer, timeout: integer, start_txn: { kind: 'transaction' }, ack_txn: { kind: 'transaction' } },
  recv: {
    ...{
      response: { kind: 'status' },
      request: text,
      optional,
      advance_state: boolean,
      regexp_match: { kind: ['true', 'false'] },
    },
    ...{ timeout: integer, rrs: boolean, auth: boolean, response_txn: { kind: 'transaction' } },
  },
  pause,
  timewait: pause,
  nop: {},
  recvCmd: { optional, src: text },
  sendCmd: { dest: text },
}

/** The other elements of a scenario. */
export const otherElements: Readonly<Record<string, AttributeRules>> = {
  label: { id: needed('text', true) },
  init: {},
  Reference: { variables: needed('variables', true) },
  Global: { variables: needed('variables', true) },
  User: { variables: needed('variables', true) },
  DefaultMessage: { id: needed('text', true) },
  CallLengthRepartition: { value: needed('text', true) },
  ResponseTimeRepartition: { value: needed('text', true) },
}

const assignTo = { assign_to: needed('variable') }
const valueOrVariable: AttributeRules = { value: number, variable }
const arithmetic: AttributeRules = { ...assignTo, ...valueOrVariable }
const checks: AttributeRules = { check_it: boolean, check_it_inverse: boolean }
const comparisons = ['equal', 'not_equal', 'greater_than', 'less_than', 'greater_than_equal', 'less_than_equal']
const message: AttributeRules = { message: needed('message', true) }

/** The actions of an `<action>`. */
export const actionElements: Readonly<Record<string, AttributeRules>> = {
  ereg: {
    ...{ regexp: needed('regexp', true), search_in: { kind: ['msg', 'hdr', 'body', 'var'] }, header: text, occurrence: integer },
    ...{ occurence: integer, case_indep: boolean, start_line: boolean, ...checks, assign_to: needed('variables'), variable },
  },
  log: message,
  warning: message,
  error: message,
  assign: arithmetic,
  add: arithmetic,
  subtract: arithmetic,
  multiply: arithmetic,
  divide: arithmetic,
  assignstr: { ...assignTo, value: needed('message', true) },
  gettimeofday: { assign_to: needed('variables') },
  index: assignTo,
  trim: assignTo,
  jump: valueOrVariable,
  pauserestore: valueOrVariable,
  rtp_echo: valueOrVariable,
  sample: { ...assignTo, ...distribution },
  todouble: { ...assignTo, variable: needed('variable') },
  urlencode: { variable: needed('variable') },
  urldecode: { variable: needed('variable') },
  test: {
    ...{ assign_to: variable, variable: needed('variable'), variable2: variable, value: number },
    ...{ compare: { kind: comparisons, required: true, entities: true }, ...checks },
  },
  strcmp: {
    ...{ assign_to: variable, variable: needed('variable'), variable2: variable },
    ...{ value: { kind: 'text', entities: true }, ...checks },
  },
  verifyauth: { ...assignTo, username: needed('message', true), password: needed('message', true) },
  lookup: { ...assignTo, file: needed('message', true), key: needed('message', true) },
  insert: { file: needed('message', true), value: needed('message', true) },
  replace: { file: needed('message', true), line: needed('message', true), value: needed('message', true) },
  setdest: { host: needed('message', true), port: needed('message', true), protocol: needed('message', true) },
  closecon: {},
  exec: {
    ...{
      command: { kind: 'message' },
      int_cmd: { kind: ['stop_call', 'stop_gracefully', 'stop_now'] },
      play_dtmf: { kind: 'message' },
    },
    ...{ play_pcap_audio: text, play_pcap_video: text, play_pcap_image: text, rtp_stream: text, rtp_echo: text },
  },
}

/** The attributes an element reads, wherever it stands; undefined if SIPp does not know it there. */
export function rulesOf(name: string, place: 'scenario' | 'init' | 'action'): AttributeRules | undefined {
  const own = (table: Readonly<Record<string, AttributeRules>>): AttributeRules | undefined =>
    Object.hasOwn(table, name) ? table[name] : undefined
  if (place === 'action') return own(actionElements)
  if (place === 'init') return name === 'nop' ? stepAttributes : name === 'label' ? otherElements['label'] : undefined
  const step = own(stepElements)
  return step ? { ...step, ...stepAttributes } : own(otherElements)
}
