// Starts the reference server as a process of its own, watches that it runs, and ends it.
import { uriHost, type Address } from '@ch1/sip'
import type { Ch1Address } from './im-server/options'
import { SutError, type Sut, type SutVerb } from './adapter'
import { postExpel, postPolicy } from './control-client'
import { LagWatch } from './lag-watch'
import { ServerProcess, type Listening } from './server-process'

/** How to start an embedded server. */
export interface EmbeddedOptions {
  /** Program and first arguments, e.g. `[process.execPath, 'bin/ch1', 'im-server']`. */
  readonly command: readonly string[]
  readonly nextHop: Address
  readonly ch1: readonly Ch1Address[]
  readonly mutant?: string
  /** More flags of `im-server`. */
  readonly extra?: readonly string[]
  /** How long the `listening` line may take; default 10 000. */
  readonly startTimeoutMs?: number
}

/**
 * Starts a server and waits until it listens.
 * @throws SutError when it does not start, dies, or is silent for too long; nothing is then left running
 */
export async function startEmbedded(o: EmbeddedOptions): Promise<Sut> {
  const server = new ServerProcess([...o.command, ...flagsOf(o)])
  const listening = await server.listening(o.startTimeoutMs ?? 10_000)
  return new EmbeddedSut(server, listening, o.mutant)
}

function flagsOf(o: EmbeddedOptions): readonly string[] {
  return [
    ...['--sip', '127.0.0.1:0', '--control', '127.0.0.1:0'],
    ...['--ch1', o.ch1.map((one) => (one.scheme === undefined ? '' : `${one.scheme}://`) + hostPort(one)).join(',')],
    ...['--next-hop', hostPort(o.nextHop)],
    ...(o.mutant === undefined ? [] : ['--mutant', o.mutant]),
    ...(o.extra ?? []),
  ]
}

class EmbeddedSut implements Sut {
  readonly can: ReadonlySet<SutVerb> = new Set(['expel', 'decide'] as const)
  readonly name: string
  readonly version: string
  readonly pid: number
  readonly sip: Address
  onLag?: (lagMs: number) => void
  onExit?: (why: string) => void
  private readonly server: ServerProcess
  private readonly controlUrl: string
  private readonly watch: LagWatch

  constructor(server: ServerProcess, listening: Listening, mutant: string | undefined) {
    this.name = mutant === undefined ? 'reference IM server' : `reference IM server with ${mutant}`
    this.version = listening.version
    this.pid = server.pid
    this.sip = listening.sip
    this.controlUrl = `http://${hostPort(listening.control)}/control`
    this.server = server
    this.watch = new LagWatch((lagMs) => this.onLag?.(lagMs))
    server.onMessage = (message) => this.watch.heard(message)
    server.onExit = (why) => {
      this.watch.stop()
      this.onExit?.(why)
    }
  }

  async control(verb: SutVerb, args: readonly string[]): Promise<void> {
    if (verb === 'expel') return postExpel(this.controlUrl, args)
    if (verb === 'decide') return postPolicy(this.controlUrl, args)
    throw new SutError(`the embedded server cannot be told to ${verb}`, this.name, `It can: ${[...this.can].join(', ')}.`)
  }

  async stop(): Promise<void> {
    this.watch.stop()
    await this.server.stop()
  }
}

function hostPort({ host, port }: Address): string {
  return `${uriHost(host)}:${port}`
}
