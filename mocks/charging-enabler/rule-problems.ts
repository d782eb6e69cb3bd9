// What is wrong with a rule that has the right shape: actions that do not go with what they are for, or that no door can carry out.
import { encodeMessage } from '@ch1/diameter'
import type { Dictionary } from '@ch1/diameter'
import { bytesOfHex } from './doors/diameter/malformed-answer'
import type { Action, Answer, Occasion, Rule } from './rules'

/** Where in the rule, what, and how to mend it. */
export interface RuleProblem {
  /** `actions[0].resultCode`; empty for the rule as a whole. */
  readonly path: string
  readonly problem: string
  readonly mend: string
}

const FOR_OCCASION: Readonly<Record<Exclude<Occasion, 'acr'>, ReadonlySet<Action['kind']>>> = {
  cer: new Set<Action['kind']>(['refuse', 'ignore', 'close', 'reset', 'stopListening', 'partition']),
  dwr: new Set<Action['kind']>([
    'ignoreWatchdog',
    'delay',
    'close',
    'reset',
    'disconnect',
    'malformed',
    'stopListening',
    'partition',
  ]),
  open: new Set<Action['kind']>(['delay', 'close', 'reset', 'disconnect', 'malformed', 'stopListening', 'partition']),
}
const ONLY_ELSEWHERE: ReadonlyMap<Action['kind'], Occasion> = new Map<Action['kind'], Occasion>([
  ['refuse', 'cer'],
  ['ignoreWatchdog', 'dwr'],
])
const ONLY_FOR_RECORDS = ['type', 'session', 'number', 'resent', 'participant', 'avp', 'unknownSession'] as const

/** What keeps an action from being carried out, in words; undefined when nothing does. */
export type Hindrance = (action: Action) => string | undefined

/** All problems of a rule; `hindrance` speaks for the doors of the enabler that the rule is set at. */
export function problemsOf(rule: Rule, hindrance: Hindrance = () => undefined, dictionary?: Dictionary): readonly RuleProblem[] {
  const on = rule.match.on ?? 'acr'
  return [
    ...matchProblems(rule, on),
    ...(rule.actions.length === 0 ? [noActions()] : []),
    ...rule.actions.flatMap((action, i) => actionProblems(action, i, on, dictionary)),
    ...rule.actions.flatMap((action, i) => doorProblems(action, i, hindrance)),
  ]
}

function noActions(): RuleProblem {
  return { path: 'actions', problem: 'there are none', mend: 'say what to do, for example: actions: [{ answer: 4002 }]' }
}

function matchProblems({ match }: Rule, on: Occasion): readonly RuleProblem[] {
  if (on === 'acr') return []
  return ONLY_FOR_RECORDS.filter((key) => match[key] !== undefined).map((key) => ({
    path: `match.${key}`,
    problem: `a ${on} has no such thing`,
    mend: `leave it out, or leave out "on: ${on}"; with it only origin, nth and enabler can be asked for`,
  }))
}

function actionProblems(action: Action, i: number, on: Occasion, dictionary: Dictionary | undefined): readonly RuleProblem[] {
  const path = `actions[${i}]`
  const only = ONLY_ELSEWHERE.get(action.kind)
  if (on === 'acr' && only !== undefined)
    return [{ path, problem: `${action.kind} is no answer to a request`, mend: `put "on: ${only}" into the match` }]
  if (on !== 'acr' && !FOR_OCCASION[on].has(action.kind)) {
    return [{ path, problem: `${action.kind} cannot be done for on: ${on}`, mend: `one of: ${[...FOR_OCCASION[on]].join(', ')}` }]
  }
  if (action.kind === 'malformed') return malformedProblems(action, path, on)
  if (action.kind === 'answer' || action.kind === 'answerTwice' || action.kind === 'answerAfterResend')
    return answerProblems(action, path, dictionary)
  return []
}

function malformedProblems(action: Extract<Action, { kind: 'malformed' }>, path: string, on: Occasion): readonly RuleProblem[] {
  if ('how' in action) {
    if (on === 'acr') return []
    return [
      { path, problem: 'there is no answer to spoil here', mend: 'give the bytes: { malformed: { bytes: "…hex digits…" } }' },
    ]
  }
  if (bytesOfHex(action.bytes) !== undefined) return []
  return [
    {
      path: `${path}.bytes`,
      problem: 'these are not pairs of hex digits',
      mend: 'for example "01 00 00 14", white space is free',
    },
  ]
}

function answerProblems(answer: Answer, path: string, dictionary: Dictionary | undefined): readonly RuleProblem[] {
  try {
    const header = { commandCode: 271, applicationId: 3, request: false, hopByHop: 0, endToEnd: 0 }
    encodeMessage({ ...header, avps: [['Result-Code', answer.resultCode], ...(answer.add ?? [])] }, dictionary)
    return []
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    return [{ path: `${path}.add`, problem, mend: 'names as in the dictionary, values of its types' }]
  }
}

function doorProblems(action: Action, i: number, hindrance: Hindrance): readonly RuleProblem[] {
  const problem = hindrance(action)
  return problem === undefined
    ? []
    : [
        {
          path: `actions[${i}]`,
          problem: `${action.kind}: ${problem}`,
          mend: 'set it at an enabler with another door, or leave it out',
        },
      ]
}
