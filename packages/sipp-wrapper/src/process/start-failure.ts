// Says why a SIPp process that ended before it was ready did so, and which port was taken if one was.
import type { AgentPorts } from '../agent/agent-options'
import { explainEnd } from './exit-words'
import { SippError } from '../sipp-error'
import type { ProcessEnd } from './sipp-process'

/** The error of a start that failed: 'portInUse' with the port, else 'didNotStart' with what SIPp printed. */
export function startFailure(
  agent: string,
  ports: AgentPorts,
  end: ProcessEnd,
  stderr: string,
  kind: 'agent' | 'run' = 'agent',
): SippError {
  const { exitCode, signal } = end
  const said = lastWords(stderr)
  const taken = takenPort(stderr, ports)
  if (taken) return portInUse(agent, taken.port, taken.use, { exitCode, signal, stderr }, kind)
  const message = `SIPp ${kind} ${agent} did not start: ${explainEnd(end)}. It said: ${said}`
  return new SippError('didNotStart', message, { agent, exitCode, signal, stderr })
}

/** The error for one taken port. */
export function portInUse(
  agent: string,
  port: number,
  use: string,
  more: { readonly exitCode?: number | null; readonly signal?: string | null; readonly stderr?: string } = {},
  kind: 'agent' | 'run' = 'agent',
): SippError {
  const message = `SIPp ${kind} ${agent} cannot have ${use} port ${port}: somebody else has it. Give it another, or end the other program (ss -lnup, ss -lntp).`
  return new SippError('portInUse', message, { agent, port, ...more })
}

function takenPort(stderr: string, ports: AgentPorts): { readonly port: number; readonly use: string } | undefined {
  if (!/errno = 98 |Address already in use/.test(stderr)) return undefined
  const control = /remote control socket to UDP port (\d+)/.exec(stderr)
  if (control) return { port: Number(control[1]), use: 'control (UDP)' }
  const media = /Unable to bind (?:audio|video) RTP socket \(IP=[^,]*, port=(\d+)\)/.exec(stderr)
  if (media) return { port: Number(media[1]), use: 'media (UDP)' }
  if (/Unable to bind twin sipp socket/.test(stderr)) return { port: ports.twin, use: 'command (TCP)' }
  if (/Unable to bind main socket/.test(stderr)) return { port: ports.sip, use: 'SIP' }
  return undefined
}

/** The end of what a program printed, on one line. */
export function lastWords(stderr: string): string {
  const text = stderr
    .replace(/Resolving remote host '[^']*'\.\.\. Done\./g, '')
    .trim()
    .replace(/\s+/g, ' ')
  return text === '' ? '(nothing)' : text.slice(-400)
}
