// Brings a SIPp process up to the point where it obeys: ports, files, trace, process, command connection, first command.
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { isTcpFree } from '../ports/free-port'
import { withPorts } from '../ports/with-ports'
import type { AgentOptions, AgentPorts } from './agent-options'
import { connectLink } from './command-link'
import { openEvidence, type EvidenceFiles } from './evidence-files'
import { endCommand } from './hub-command'
import { SippError } from '../sipp-error'
import { startProcess, type ProcessEnd, type SippProcess } from '../process/sipp-process'
import { mediaArguments } from '../process/media-arguments'
import { sippFeatures } from '../process/sipp-features'
import { findSipp, type SippVersion } from '../process/sipp-version'
import { lastWords, portInUse, startFailure } from '../process/start-failure'
import { makeFifos, openFifo, type Fifo } from './fifo'
import { TraceReader } from './trace-reader'

/** All that a running agent consists of. */
export interface AgentParts {
  readonly version: string
  readonly evidence: EvidenceFiles
  readonly ports: AgentPorts
  readonly fifo: Fifo
  readonly errorFifo: Fifo
  readonly trace: TraceReader
  readonly process: SippProcess
  readonly link: Socket
  /** Gives leased ports back. */
  readonly release: () => void
}

/** The options with ports to start on. */
type WithPorts = AgentOptions & { readonly ports: AgentPorts }

// The first command. Its echo in the trace proves that it is our SIPp that listens, and that its trace reaches us.
const greetingCallId = 'sipp-wrapper-greeting'

// Twenty of them take 0.4 s; beside much else on the machine one was seen to take ten times that. It bounds a hang, no more.
const defaultStartTimeoutMs = 30_000

/**
 * Starts SIPp and returns when it has obeyed a first command.
 * Rejects with SippError 'notFound', 'tooOld', 'noPorts', 'portInUse' or 'didNotStart', and leaves no process then.
 */
export async function startParts(options: AgentOptions): Promise<AgentParts> {
  const { name } = options
  if (!/^[\w.-]+$/.test(name)) {
    const message = `${JSON.stringify(name)} cannot name a SIPp agent, since its files are named after it: use letters, digits, ".", "_", "-"`
    throw new SippError('didNotStart', message)
  }
  const sipp = await findSipp(options.sippPath)
  return await withPorts(options.ports, options.host, (ports, release) => startOn({ ...options, ports }, sipp, release))
}

async function startOn(
  options: WithPorts,
  sipp: SippVersion & { readonly path: string },
  release: () => void,
): Promise<AgentParts> {
  const { name, dir, ports } = options
  if (!(await isTcpFree(ports.twin, '0.0.0.0'))) throw portInUse(name, ports.twin, 'command (TCP)')
  const undo: (() => void)[] = []
  try {
    const evidence = openEvidence(dir, name)
    undo.push(evidence.close)
    const trace = new TraceReader(evidence)
    const [fifoPath, errorPath] = [join(dir, evidence.names.fifo), join(dir, evidence.names.errorFifo)]
    await makeFifos([fifoPath, errorPath])
    const fifo = openFifo(fifoPath, (chunk) => {
      trace.read(chunk)
    })
    undo.push(fifo.close)
    const errorFifo = openFifo(errorPath, (chunk) => {
      evidence.errors.take(chunk)
    })
    undo.push(errorFifo.close)
    const child = await startProcess(sipp.path, sippArguments(options, sipp, evidence.names), dir)
    undo.push(() => {
      child.kill('SIGKILL')
    })
    const said = (): string => {
      errorFifo.rest()
      return [...evidence.errors.finish(), child.stderr()].join('\n')
    }
    const link = await untilReady(options, child, said, trace, (socket) => {
      evidence.command(endCommand(greetingCallId))
      socket.write(endCommand(greetingCallId))
    })
    return { version: sipp.text, evidence, ports, fifo, errorFifo, trace, process: child, link, release }
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

function sippArguments(options: WithPorts, sipp: SippVersion, names: EvidenceFiles['names']): readonly string[] {
  const { remote, host, ports } = options
  const target = remote.host.includes(':') ? `[${remote.host}]:${remote.port}` : `${remote.host}:${remote.port}`
  return [
    ...[target, '-sf', names.scenario, '-3pcc', `127.0.0.1:${ports.twin}`],
    ...['-i', host, '-p', String(ports.sip), ...mediaArguments(sippFeatures(sipp), ports.media)],
    ...['-cp', String(ports.control), '-ci', '127.0.0.1', '-t', options.transport === 'tcp' ? 't1' : 'u1', '-nostdin'],
    // No answers, no repetitions and no Call-ID prefixes of SIPp's own: the wire shows what was given to `send`, nothing else.
    ...['-nd', '-nr', '-callid_slash_ign'],
    // a busy machine is no fault of the scenario: SIPp's own watchdog would write warnings, and in the end kill the process
    ...['-watchdog_minor_threshold', '3600000', '-watchdog_major_threshold', '3600000'],
    ...['-trace_msg', '-message_file', names.fifo, '-trace_err', '-error_file', names.errorFifo],
  ]
}

async function untilReady(
  options: WithPorts,
  child: SippProcess,
  said: () => string,
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
  const ended = child.ended.then((end: ProcessEnd) => Promise.reject(startFailure(name, ports, end, said())))
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(notReady(name, startTimeoutMs, child.pid, said()))
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

function notReady(agent: string, timeoutMs: number, pid: number, stderr: string): SippError {
  const message = `SIPp agent ${agent} (pid ${pid}) did not answer its first command within ${timeoutMs} ms and was killed. It said: ${lastWords(stderr)}`
  return new SippError('didNotStart', message, { agent, stderr })
}
