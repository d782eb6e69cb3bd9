// One live SIPp process that sends SIP messages on command and tells what it receives, byte for byte.
import type { AgentEnd, AgentOptions } from './agent-options'
import { startParts, type AgentParts } from './agent-start'
import { explainEnd } from '../process/exit-words'
import { endCommand, hubCommand } from './hub-command'
import type { ReceiveOptions } from './inbox'
import { SendQueue } from './send-queue'
import { SippError, type SippErrorReason } from '../sipp-error'
import type { ProcessEnd } from '../process/sipp-process'
import { lastWords } from '../process/start-failure'
import type { MessageListener } from './trace-reader'

const defaultSendTimeoutMs = 2_000
// Together the longest a stop can take: SIPp needs 10 ms as a rule.
const stopWaitsMs = { commands: 200, terminated: 400, traceRest: 200 }

/** SIPp under step-by-step control: `send` puts bytes on the wire, `onMessage` tells what came, `stop` ends it. */
export class SippAgent {
  readonly name: string
  readonly pid: number
  /** As SIPp prints it, for example 'v3.6.1-SCTP-PCAP-RTPSTREAM'. */
  readonly version: string
  readonly local: { readonly host: string; readonly port: number }
  /** Called once if the process ends without `stop`; not if it already has. */
  onExit: ((end: AgentEnd) => void) | undefined
  private readonly parts: AgentParts
  private readonly queue: SendQueue
  private readonly finished: Promise<AgentEnd>
  private end: AgentEnd | undefined
  private stopping: Promise<AgentEnd> | undefined
  private failure: SippErrorReason = 'died'
  // The greeting was the first.
  private commandsWritten = 1

  /**
   * Starts one process and returns when it obeys commands.
   * @throws SippError 'notFound', 'tooOld', 'noPorts', 'portInUse' (naming the port) or 'didNotStart' (with what SIPp said); no process is left then
   */
  static async start(options: AgentOptions): Promise<SippAgent> {
    return new SippAgent(options, await startParts(options))
  }

  private constructor(options: AgentOptions, parts: AgentParts) {
    this.name = options.name
    this.pid = parts.process.pid
    this.version = parts.version
    this.local = { host: options.host, port: parts.ports.sip }
    this.parts = parts
    const timeoutMs = options.sendTimeoutMs ?? defaultSendTimeoutMs
    this.queue = new SendQueue({
      agent: this.name,
      timeoutMs,
      lastMessages: parts.trace.lastMessages,
      write: (command) => {
        this.write(command)
      },
    })
    parts.trace.onSent = (bytes) => {
      this.queue.sent(bytes)
    }
    this.finished = parts.process.ended.then((end) => this.finish(end))
    // Without commands or without its trace a process is of no use: it must not stay.
    parts.link.once('close', () => {
      this.lost('closed the command connection')
    })
    void parts.fifo.ended.then((error) => {
      this.lost(error ? `lost its trace (${error.message})` : 'closed its trace')
    })
  }

  /** Every SIP message SIPp received, in order; what came before a listener was set is kept (up to 10,000) and told to it at once. */
  get onMessage(): MessageListener | undefined {
    return this.parts.trace.listener
  }

  set onMessage(listener: MessageListener | undefined) {
    this.parts.trace.listener = listener
  }

  /** SIP messages the trace showed as sent. */
  get sentCount(): number {
    return this.parts.trace.sentCount
  }

  /** SIP messages the trace showed as received. */
  get receivedCount(): number {
    return this.parts.trace.receivedCount
  }

  /**
   * Sends one SIP message exactly as given. Messages of one Call-ID go one after the other, in order; others side by side.
   * Resolves when SIPp's trace shows the bytes as sent.
   * @throws SippError 'notCarriable' before anything is sent; 'notSent' if the trace does not show it in time, or after `stop`;
   *   'died' (or 'badTrace') if the process is gone
   */
  async send(message: Uint8Array): Promise<void> {
    const command = hubCommand(message)
    if (this.end !== undefined || this.stopping !== undefined) throw this.gone(command.callId)
    this.parts.trace.callIds.add(command.callId)
    await this.queue.add(command, message)
  }

  /**
   * The next received message that nobody has received in this way before (each is given once; the last 1,000 are kept). `onMessage`
   * hears it too.
   * @throws SippError 'notReceived' with the last messages of the trace after `withinMs`, or after `stop`; 'died' if the process is gone
   */
  async receive(options: ReceiveOptions = {}): Promise<Buffer> {
    const isOver = this.end !== undefined || this.stopping !== undefined
    // What came before the end is still there to be received.
    const soon = isOver ? { ...options, withinMs: 0 } : options
    return await this.parts.trace.inbox.take(soon, (withinMs) => (isOver ? this.noMore() : this.notReceived(withinMs)))
  }

  /** Ends the process, within about a second however it behaves, and tells how it ended; repeated calls give the same end. */
  stop(): Promise<AgentEnd> {
    this.stopping ??= this.end === undefined ? this.stopProcess() : Promise.resolve(this.end)
    return this.stopping
  }

  private async stopProcess(): Promise<AgentEnd> {
    const { process, trace } = this.parts
    // The flag is set by `stop` after this line ran; waiting here lets sends see it.
    await Promise.resolve()
    this.queue.rejectAll((callId) => this.gone(callId))
    this.parts.trace.inbox.rejectAll(() => this.noMore())
    for (const callId of trace.callIds) this.write(endCommand(callId))
    await this.within(stopWaitsMs.commands, trace.commandsRead(this.commandsWritten))
    // Not by closing the connection: with a call still open SIPp would then hang. SIGTERM takes it 3 ms.
    process.kill('SIGTERM')
    if (!(await this.within(stopWaitsMs.terminated, process.ended))) process.kill('SIGKILL')
    return this.finished
  }

  private async finish(end: ProcessEnd): Promise<AgentEnd> {
    const { fifo, errorFifo, evidence, link, trace } = this.parts
    const expected = this.stopping !== undefined
    await this.within(stopWaitsMs.traceRest, fifo.ended)
    fifo.close()
    errorFifo.rest()
    errorFifo.close()
    link.destroy()
    evidence.close()
    this.parts.release()
    const leftOut = evidence.messagesLeftOut()
    if (leftOut > 0) trace.note(`the messages file is full; ${leftOut} messages are not in it`)
    const unexplained = [...evidence.errors.finish(), ...trace.notes]
    const { sentCount: sent, receivedCount: received } = this.parts.trace
    this.end = { ...end, explained: explainEnd(end), expected, sent, received, unexplained, files: evidence.paths }
    this.queue.rejectAll((callId) => this.gone(callId))
    trace.inbox.rejectAll(() => this.noMore())
    const told = this.end
    if (!expected) queueMicrotask(() => this.onExit?.(told)) // its own error must not become ours
    return told
  }

  private write(command: Buffer): void {
    this.parts.evidence.command(command)
    this.commandsWritten += 1
    this.parts.link.write(command)
  }

  private lost(what: string): void {
    if (this.end !== undefined || this.stopping !== undefined) return
    void this.within(stopWaitsMs.traceRest, this.parts.process.ended).then((ended) => {
      if (ended) return
      this.parts.trace.note(`SIPp ${what} while it ran, and was killed`)
      this.failure = 'badTrace'
      this.parts.process.kill('SIGKILL')
    })
  }

  private async within(waitMs: number, event: Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        resolve(false)
      }, waitMs)
    })
    const inTime = await Promise.race([event.then(() => true), late])
    clearTimeout(timer)
    return inTime
  }

  private gone(callId: string): SippError {
    return this.over(`before it showed the message for Call-ID ${callId} as sent`, 'notSent', { callId })
  }

  private noMore(): SippError {
    return this.over('before it received what was waited for', 'notReceived', {})
  }

  private over(unsaid: string, stopped: SippErrorReason, more: { readonly callId?: string }): SippError {
    const { name: agent } = this
    const { lastMessages } = this.parts.trace
    const facts = { agent, ...more, lastMessages: lastMessages.list() }
    if (this.stopping !== undefined) return new SippError(stopped, `SIPp agent ${agent} was stopped ${unsaid}`, facts)
    const stderr = this.parts.process.stderr()
    const { exitCode = null, signal = null, explained = 'unknown', unexplained = [] } = this.end ?? {}
    const said = lastWords([...unexplained, stderr].join('\n'))
    const message = `SIPp agent ${agent} (pid ${this.pid}) has ended ${unsaid}: ${explained}. It said: ${said}${lastMessages.text()}`
    return new SippError(this.failure, message, { ...facts, exitCode, signal, stderr })
  }

  private notReceived(withinMs: number): SippError {
    const { lastMessages, receivedCount } = this.parts.trace
    const message = `SIPp agent ${this.name} did not receive what was waited for within ${withinMs} ms; ${receivedCount} messages came in all.${lastMessages.text()}`
    return new SippError('notReceived', message, { agent: this.name, lastMessages: lastMessages.list() })
  }
}
