// Commands in order, one at a time per Call-ID: SIPp drops a call that gets a second command before it has sent the first.
import type { HubCommand } from './hub-command'
import { callIdOf } from './hub-command'
import type { LastMessages } from './last-messages'
import { SippError } from '../sipp-error'

interface Waiting {
  readonly command: HubCommand
  readonly message: Buffer
  readonly resolve: () => void
  readonly reject: (error: SippError) => void
}

interface Line {
  readonly waiting: Waiting[]
  /** Messages given up on, which SIPp may still send. */
  readonly late: Buffer[]
  timer: NodeJS.Timeout | undefined
}

const rememberedLate = 8

/** What the queue needs of its agent. */
export interface SendQueuePort {
  /** Names the agent in errors. */
  readonly agent: string
  readonly timeoutMs: number
  /** Printed in errors. */
  readonly lastMessages?: LastMessages
  readonly write: (command: Buffer) => void
}

/** Hands commands to SIPp and recognises in the trace that they were carried out. */
export class SendQueue {
  private readonly lines = new Map<string, Line>()
  private readonly port: SendQueuePort

  constructor(port: SendQueuePort) {
    this.port = port
  }

  /** Resolves when the trace shows exactly `message` as sent; rejects 'notSent' after the time limit or if SIPp sent other bytes. */
  add(command: HubCommand, message: Uint8Array): Promise<void> {
    const line = this.line(command.callId)
    return new Promise((resolve, reject) => {
      // Copied: the caller may reuse the buffer while the command waits.
      line.waiting.push({ command, message: Buffer.from(message), resolve, reject })
      if (line.waiting.length === 1) this.writeFirst(line)
    })
  }

  /** Tells the queue what the trace shows as sent. */
  sent(bytes: Buffer): void {
    const line = this.lines.get(callIdOf(bytes) ?? '')
    const first = line?.waiting[0]
    if (line === undefined || first === undefined) return
    if (first.message.equals(bytes)) {
      this.finish(line, first, undefined)
      return
    }
    const late = line.late.findIndex((message) => message.equals(bytes))
    if (late >= 0) line.late.splice(late, 1)
    else this.finish(line, first, this.otherBytes(first, bytes))
  }

  /** Rejects everything that waits. */
  rejectAll(error: (callId: string) => SippError): void {
    for (const [callId, line] of this.lines) {
      clearTimeout(line.timer)
      for (const waiting of line.waiting.splice(0)) waiting.reject(error(callId))
    }
  }

  private line(callId: string): Line {
    const known = this.lines.get(callId)
    if (known) return known
    const line: Line = { waiting: [], late: [], timer: undefined }
    this.lines.set(callId, line)
    return line
  }

  private writeFirst(line: Line): void {
    const first = line.waiting[0]
    if (first === undefined) return
    line.timer = setTimeout(() => {
      line.late.push(first.message)
      if (line.late.length > rememberedLate) line.late.shift()
      this.finish(line, first, this.timedOut(first))
    }, this.port.timeoutMs)
    this.port.write(first.command.bytes)
  }

  private finish(line: Line, first: Waiting, error: SippError | undefined): void {
    clearTimeout(line.timer)
    line.waiting.shift()
    if (error) first.reject(error)
    else first.resolve()
    this.writeFirst(line)
  }

  private timedOut(first: Waiting): SippError {
    const { agent, timeoutMs } = this.port
    const what = `${JSON.stringify(firstLine(first.message))} of Call-ID ${first.command.callId}`
    const message = `SIPp agent ${agent} did not show ${what} as sent within ${timeoutMs} ms. See its error file; a longer sendTimeoutMs helps only a busy machine.${this.port.lastMessages?.text() ?? ''}`
    return new SippError('notSent', message, {
      agent,
      callId: first.command.callId,
      lastMessages: this.port.lastMessages?.list() ?? [],
    })
  }

  private otherBytes(first: Waiting, bytes: Buffer): SippError {
    const { agent } = this.port
    let offset = 0
    while (offset < bytes.length && bytes[offset] === first.message[offset]) offset += 1
    const what = `${JSON.stringify(firstLine(bytes))} instead of ${JSON.stringify(firstLine(first.message))}`
    const message = `SIPp agent ${agent} sent ${what}; the first difference is at byte ${offset}. Compare its messages file with its commands file.`
    return new SippError('notSent', message, { agent, callId: first.command.callId, offset })
  }
}

function firstLine(message: Buffer): string {
  return message.toString('latin1', 0, 80).split('\r\n', 1)[0] ?? ''
}
