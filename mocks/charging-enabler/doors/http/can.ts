// Which of the rules' actions make sense over HTTP, and why the others do not.
import type { Action, Answer } from '../../rules'

/** What can be done over HTTP/1.1 and HTTP/2. */
export const CAN_HTTP: ReadonlySet<Action['kind']> = new Set<Action['kind']>([
  'answer',
  'answerAfterResend',
  'delay',
  'ignore',
  'malformed',
  'close',
  'reset',
  'partition',
  'stopListening',
])

const DIAMETER_ONLY = ['add', 'omit', 'hopByHop', 'endToEnd', 'errorBit'] as const satisfies readonly (keyof Answer)[]

/** Why an action cannot be carried out over HTTP, in words for whoever set the rule; undefined when it can. */
export function notOverHttp(action: Action): string | undefined {
  switch (action.kind) {
    case 'answerTwice':
      return 'an HTTP request has one answer (RFC 9110 §3.4): a second one would be the answer to the next request'
    case 'disconnect':
      return 'DPR is a Diameter command; over HTTP say close or reset'
    case 'refuse':
      return 'HTTP has no capabilities exchange that could be refused'
    case 'ignoreWatchdog':
      return 'PING (RFC 9113 §6.7) is answered below HTTP; over HTTP say partition'
    case 'malformed':
      if (!('how' in action) || action.how === 'truncated' || action.how === 'text') return undefined
      return `"${action.how}" spoils a Diameter header; over HTTP: truncated, text, or bytes`
    case 'answer':
    case 'answerAfterResend': {
      const named = DIAMETER_ONLY.filter((name) => action[name] !== undefined)
      return named.length === 0
        ? undefined
        : `${named.join(', ')} speak of a Diameter message; over HTTP: resultCode, interimIntervalS, recordNumber`
    }
    default:
      return undefined
  }
}

/** The same inside a process: what breaks off needs a socket to break off on. */
export function notOverNock(action: Action): string | undefined {
  if (action.kind === 'malformed' && 'how' in action && action.how === 'truncated')
    return 'without a socket an answer cannot break off; over nock: text, bytes, or reset'
  return notOverHttp(action)
}
