// What the end of a SIPp process means, in words: its exit codes are few and ambiguous.
import type { ProcessEnd } from './sipp-process'

/** The exit code or signal explained; 0 is no proof that calls went well, and 1 has several causes. */
export function explainEnd(end: ProcessEnd): string {
  if (end.signal !== null) return signals.get(end.signal) ?? `ended by signal ${end.signal}`
  return exitCodes.get(end.exitCode ?? -1) ?? `exit code ${end.exitCode}, which SIPp does not document`
}

const exitCodes = new Map<number, string>([
  [0, 'ended on request (exit code 0; SIPp gives it with calls open too)'],
  [1, 'a call failed, or SIPp refused its options or scenario (exit code 1 stands for all of these)'],
  [97, 'stopped by an internal command or a time limit without a call (exit code 97)'],
  [99, 'went to the background or only printed help (exit code 99)'],
  [253, 'a run-time library is missing (exit code 253)'],
  [254, 'could not bind a port (exit code 254)'],
  [255, 'a fatal error of SIPp, often a refused TCP connection or a message it cannot bear (exit code 255)'],
])

const signals = new Map<string, string>([
  ['SIGKILL', 'killed (SIGKILL)'],
  ['SIGTERM', 'told to end (SIGTERM)'],
  ['SIGPIPE', 'SIPp could not write its trace (SIGPIPE)'],
  ['SIGSEGV', 'SIPp crashed (SIGSEGV)'],
  ['SIGABRT', 'SIPp gave up on an internal check (SIGABRT)'],
])
