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
  /** How long the `listening` line may take; default 30 000. */
  readonly startTimeoutMs?: number
}

/**
 * Starts a server and waits until it listens.
 * @throws SutError when it does not start, dies, or is silent for too long; nothing is then left running
 */
export async function startEmbedded(o: EmbeddedOptions): Promise<Sut> {
  const server = launched(o, '127.0.0.1:0')
  return new EmbeddedSut(server, await server.listening(startMs(o)), o)
}

function launched(o: EmbeddedOptions, sip: string): ServerProcess {
  return new ServerProcess([...o.command, ...flagsOf(o, sip)])
}

function startMs({ startTimeoutMs = 30_000 }: EmbeddedOptions): number {
  return startTimeoutMs
}

function flagsOf(o: EmbeddedOptions, sip: string): readonly string[] {
  return [
    ...['--sip', sip, '--control', '127.0.0.1:0'],
    ...['--ch1', o.ch1.map((one) => (one.scheme === undefined ? '' : `${one.scheme}://`) + hostPort(one)).join(',')],
    ...['--next-hop', hostPort(o.nextHop)],
    ...(o.mutant === undefined ? [] : ['--mutant', o.mutant]),
    ...(o.extra ?? []),
  ]
}

class EmbeddedSut implements Sut {
  readonly can: ReadonlySet<SutVerb> = new Set(['expel', 'restart', 'decide'] as const)
  readonly name: string
  readonly version: string
  readonly sip: Address
  diameter?: Address
  onLag?: (lagMs: number) => void
  onExit?: (why: string) => void
  private readonly o: EmbeddedOptions
  private server: ServerProcess
  private controlUrl = ''
  private watch!: LagWatch
  private stopped = false

  constructor(server: ServerProcess, listening: Listening, o: EmbeddedOptions) {
    this.name = o.mutant === undefined ? 'reference IM server' : `reference IM server with ${o.mutant}`
    this.version = listening.version
    this.sip = listening.sip
    this.o = o
    this.server = server
    this.attend(server, listening)
  }

  get pid(): number {
    return this.server.pid
  }

  async control(verb: SutVerb, args: readonly string[]): Promise<void> {
    if (verb === 'expel') return postExpel(this.controlUrl, args)
    if (verb === 'decide') return postPolicy(this.controlUrl, args)
    if (verb === 'restart') return this.restart()
    throw new SutError(`the embedded server cannot be told to ${verb}`, this.name, `It can: ${[...this.can].join(', ')}.`)
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.watch.stop()
    await this.server.stop()
  }

  /** The process ends, and another one takes its place at the same SIP address, with the same buffer where it has one. */
  private async restart(): Promise<void> {
    this.watch.stop()
    await this.server.stop()
    if (this.stopped) throw new SutError('the run ended before the server was up again', this.name, 'Start it again.')
    this.server = launched(this.o, hostPort(this.sip)) // from here on it is the one to stop
    this.attend(this.server, await this.server.listening(startMs(this.o)))
  }

  private attend(server: ServerProcess, { control, diameter }: Listening): void {
    if (diameter) this.diameter = diameter
    this.controlUrl = `http://${hostPort(control)}/control`
    const watch = new LagWatch((lagMs) => this.onLag?.(lagMs))
    this.watch = watch
    server.onMessage = (message) => watch.heard(message)
    server.onExit = (why) => {
      watch.stop()
      this.onExit?.(why)
    }
  }
}

function hostPort({ host, port }: Address): string {
  return `${uriHost(host)}:${port}`
}
