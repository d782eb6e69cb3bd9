// Follows an agent's trace: counts, Call-IDs, evidence, and received messages handed on or kept until somebody listens.
import type { EvidenceFiles } from './evidence-files'
import { callIdOf } from './hub-command'
import { Inbox } from './inbox'
import { LastMessages } from './last-messages'
import { MessageTraceParser, type TraceEntry } from '../traces/message-trace'

/** Called with the exact bytes of a received message, and SIPp's own time of it ('YYYY-MM-DD HH:MM:SS.uuuuuu', local). */
export type MessageListener = (message: Uint8Array, at: { readonly traceTime: string }) => void

interface Unheard {
  readonly message: Uint8Array
  readonly traceTime: string
}

const keptUnheard = 10_000
const keptNotes = 200
// SIPp itself keeps a call for each; what is beyond is ended with the process.
const mostCallIds = 100_000

/** The trace of one agent as it grows. */
export class TraceReader {
  sentCount = 0
  receivedCount = 0
  /** Of every message seen: SIPp has a call for each. */
  readonly callIds = new Set<string>()
  /** What went wrong in the trace, in words; at most 200. */
  readonly notes: string[] = []
  /** What was received and nobody has taken with `receive`. */
  readonly inbox = new Inbox()
  /** For errors. */
  readonly lastMessages = new LastMessages()
  /** Told every SIP message the trace shows as sent. */
  onSent: ((bytes: Buffer) => void) | undefined
  private readonly parser = new MessageTraceParser()
  private readonly evidence: EvidenceFiles
  private readonly unheard: Unheard[] = []
  private heard: MessageListener | undefined
  private commandCount = 0
  private awaited: { readonly count: number; readonly resolve: () => void } | undefined

  constructor(evidence: EvidenceFiles) {
    this.evidence = evidence
  }

  /** Takes the next part of the trace, of any size. */
  read(chunk: Uint8Array): void {
    for (const entry of this.parser.push(chunk)) {
      if (entry.control) this.command()
      else this.message(entry)
    }
  }

  /** Resolves when SIPp has read this many commands in all; one caller at a time. */
  commandsRead(count: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.commandCount >= count) resolve()
      else this.awaited = { count, resolve }
    })
  }

  /** The one who is told of received messages; setting it tells what has been kept. */
  get listener(): MessageListener | undefined {
    return this.heard
  }

  set listener(listener: MessageListener | undefined) {
    this.heard = listener
    if (listener === undefined) return
    for (const { message, traceTime } of this.unheard.splice(0)) tell(listener, message, traceTime)
  }

  /** Adds to the notes, up to their limit. */
  note(text: string): void {
    if (this.notes.length < keptNotes) this.notes.push(text)
  }

  private command(): void {
    this.commandCount += 1
    if (this.awaited === undefined || this.commandCount < this.awaited.count) return
    this.awaited.resolve()
    this.awaited = undefined
  }

  private message(entry: TraceEntry): void {
    this.evidence.message(entry)
    const bytes = Buffer.from(entry.bytes)
    const callId = callIdOf(bytes)
    if (callId !== undefined && this.callIds.size < mostCallIds) this.callIds.add(callId)
    this.lastMessages.add(entry.direction, entry.time, bytes)
    if (entry.direction === 'sent') {
      this.sentCount += 1
      this.onSent?.(bytes)
    } else if (entry.announcedBytes !== undefined) {
      // Handing on a part as if it were the message would be a lie.
      this.note(
        `a received message of ${entry.announcedBytes} bytes has a NUL at byte ${bytes.length}, where SIPp's trace of it ends`,
      )
    } else {
      this.receivedCount += 1
      this.received(bytes, entry.time)
    }
  }

  private received(message: Buffer, traceTime: string): void {
    this.inbox.add(message)
    if (this.heard) tell(this.heard, message, traceTime)
    else if (this.unheard.length < keptUnheard) this.unheard.push({ message, traceTime })
    else this.note(`more than ${keptUnheard} messages came before anybody listened; the one of ${traceTime} was not kept`)
  }
}

// A listener's own error must neither stop the trace nor be lost.
function tell(listener: MessageListener, message: Uint8Array, traceTime: string): void {
  try {
    listener(message, { traceTime })
  } catch (error) {
    process.nextTick(() => {
      throw error
    })
  }
}
