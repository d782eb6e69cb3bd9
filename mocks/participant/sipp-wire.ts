// A wire over a live SIPp process: SIPp sends, receives and keeps its own trace; the process is watched, and its end is told.
import { mkdir } from 'node:fs/promises'
import { SippAgent, SippError } from 'sipp-wrapper'
import type { AgentEnd, AgentPorts } from 'sipp-wrapper'
import type { Address } from '@ch1/sip'
import { TestbedError } from '../testbed-error'
import { hostPort } from '../sip-core/address'
import type { Wire } from './wire'

/** How a SIPp wire is started. `dir` holds SIPp's files: scenario, message trace, error log, commands. */
export interface SippWireOptions {
  readonly name: string
  readonly core: Address
  readonly host: string
  readonly ports: AgentPorts
  readonly dir: string
  readonly sippPath?: string | undefined
}

/** Starts SIPp for one participant. Throws TestbedError when it is missing, a port is taken, or it does not come up. */
export async function sippWire(o: SippWireOptions): Promise<Wire> {
  const agent = await started(o)
  let tellEnd: ((why: string) => void) | undefined
  let ended: AgentEnd | undefined
  agent.onExit = (end) => {
    ended = end
    tellEnd?.(endedWhy(o.name, agent, end))
  }
  return {
    // Of what a wire may be able to, SIPp under step control can nothing: it frames, parses and routes by Call-ID itself.
    can: new Set(),
    engine: 'sipp',
    local: agent.local,
    pid: agent.pid,
    version: agent.version,
    send: (bytes) => agent.send(bytes),
    onMessage: (listener) => {
      agent.onMessage = (bytes) => listener(bytes)
    },
    onEnd: (listener) => {
      tellEnd = listener
      if (ended) listener(endedWhy(o.name, agent, ended))
    },
    stop: async () => {
      const { files, unexplained, sent, received } = await agent.stop()
      return { files: [files.scenario, files.messages, files.errors, files.commands], unexplained, sent, received }
    },
  }
}

async function started(o: SippWireOptions): Promise<SippAgent> {
  try {
    await mkdir(o.dir, { recursive: true })
    const remote = { host: o.core.host, port: o.core.port }
    return await SippAgent.start({
      name: o.name,
      remote,
      host: o.host,
      ports: o.ports,
      dir: o.dir,
      ...(o.sippPath === undefined ? {} : { sippPath: o.sippPath }),
    })
  } catch (error) {
    throw new TestbedError({
      what: `the SIPp process of ${o.name} did not start`,
      where: `${hostPort({ host: o.host, port: o.ports.sip })}, files in ${o.dir}`,
      instead: error instanceof Error ? error.message : String(error),
      mend:
        error instanceof SippError && error.reason === 'notFound'
          ? 'install SIPp, or run with --engine socket'
          : 'free its ports, or run with --engine socket',
    })
  }
}

function endedWhy(name: string, agent: SippAgent, end: AgentEnd): string {
  return `SIPp of ${name} (process ${agent.pid}) ended: ${end.explained}; its log is ${end.files.messages}`
}
