// Brings a SIPp process up to the point where it obeys: ports, files, trace, process, command connection, first command.
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { AgentOptions } from './agent-options'
import { connectLink, isTcpPortFree } from './command-link'
import { openEvidence, type EvidenceFiles } from './evidence-files'
import { endCommand } from './hub-command'
import { SippError } from './sipp-error'
import { startProcess, type ProcessEnd, type SippProcess } from './sipp-process'
import { findSipp } from './sipp-version'
import { lastWords, portInUse, startFailure } from './start-failure'
import { openTraceFifo, type TraceFifo } from './trace-fifo'
import { TraceReader } from './trace-reader'

/** All that a running agent consists of. */
export interface AgentParts {
  readonly version: string
  readonly evidence: EvidenceFiles
  readonly fifo: TraceFifo
  readonly trace: TraceReader
  readonly process: SippProcess
  readonly link: Socket
}

// The first command. Its echo in the trace proves that it is our SIPp that listens, and that its trace reaches us.
const greetingCallId = 'sipp-wrapper-greeting'

const defaultStartTimeoutMs = 10_000

/**
 * Starts SIPp and returns when it has obeyed a first command.
 * Rejects with SippError 'notFound', 'tooOld', 'portInUse' or 'didNotStart', and leaves no process then.
 */
export async function startParts(options: AgentOptions): Promise<AgentParts> {
  const { name, dir, ports } = options
  if (!/^[\w.-]+$/.test(name)) {
    const message = `${JSON.stringify(name)} cannot name a SIPp agent, since its files are named after it: use letters, digits, ".", "_", "-"`
    throw new SippError('didNotStart', message)
  }
  const sipp = await findSipp(options.sippPath)
  if (!(await isTcpPortFree(ports.twin))) throw portInUse(name, ports.twin, 'command (TCP)')
  const undo: (() => void)[] = []
  try {
    const evidence = openEvidence(dir, name)
    undo.push(evidence.close)
    const trace = new TraceReader(evidence)
    const fifo = await openTraceFifo(join(dir, evidence.names.fifo), (chunk) => {
      trace.read(chunk)
    })
    undo.push(fifo.close)
    const child = await startProcess(sipp.path, sippArguments(options, evidence.names), dir)
    undo.push(() => {
      child.kill('SIGKILL')
    })
    const link = await untilReady(options, child, trace, (socket) => {
      evidence.command(endCommand(greetingCallId))
      socket.write(endCommand(greetingCallId))
    })
    return { version: sipp.text, evidence, fifo, trace, process: child, link }
  } catch (error) {
    for (const step of undo.reverse()) step()
    if (error instanceof SippError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new SippError('didNotStart', `SIPp agent ${name} did not start: ${why}. Its folder is ${dir}`, {
      agent: name,
      path: sipp.path,
    })
  }
}

function sippArguments(options: AgentOptions, names: EvidenceFiles['names']): readonly string[] {
  const { remote, host, ports } = options
  const target = remote.host.includes(':') ? `[${remote.host}]:${remote.port}` : `${remote.host}:${remote.port}`
  return [
    ...[target, '-sf', names.scenario, '-3pcc', `127.0.0.1:${ports.twin}`],
    ...['-i', host, '-p', String(ports.sip), '-mp', String(ports.media), '-cp', String(ports.control), '-ci', '127.0.0.1'],
    ...['-t', options.transport === 'tcp' ? 't1' : 'u1', '-nostdin'],
    // No answers, no repetitions and no Call-ID prefixes of SIPp's own: the wire shows what was given to `send`, nothing else.
    ...['-nd', '-nr', '-callid_slash_ign'],
    // a busy machine is no fault of the scenario: SIPp's own watchdog would write warnings, and in the end kill the process
    ...['-watchdog_minor_threshold', '3600000', '-watchdog_major_threshold', '3600000'],
    ...['-trace_msg', '-message_file', names.fifo, '-trace_err', '-error_file', names.errors],
  ]
}

async function untilReady(
  options: AgentOptions,
  child: SippProcess,
  trace: TraceReader,
  greet: (socket: Socket) => void,
): Promise<Socket> {
  const { name, ports, startTimeoutMs = defaultStartTimeoutMs } = options
  const giveUp = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let socket: Socket | undefined
  const ready = (async () => {
    socket = await connectLink(ports.twin, giveUp.signal)
    greet(socket)
    await trace.commandsRead(1)
    return socket
  })()
  const ended = child.ended.then((end: ProcessEnd) => Promise.reject(startFailure(name, ports, end, child.stderr())))
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(notReady(name, startTimeoutMs, child))
    }, startTimeoutMs)
  })
  ready.catch(() => undefined)
  ended.catch(() => undefined)
  try {
    return await Promise.race([ready, ended, late])
  } catch (error) {
    giveUp.abort()
    socket?.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function notReady(agent: string, timeoutMs: number, child: SippProcess): SippError {
  const stderr = child.stderr()
  const message = `SIPp agent ${agent} (pid ${child.pid}) did not answer its first command within ${timeoutMs} ms and was killed. It said: ${lastWords(stderr)}`
  return new SippError('didNotStart', message, { agent, stderr })
}
