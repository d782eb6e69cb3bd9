// Received messages for those who wait for one: each is given once, and every wait has an end.

/** What to wait for. */
export interface ReceiveOptions {
  /** How long at most; default 5,000. */
  readonly withinMs?: number
  /** Which message; default: any. It is called with each message in order, those that came before included. */
  readonly where?: (message: Buffer) => boolean
}

interface Waiting {
  readonly where: (message: Buffer) => boolean
  readonly resolve: (message: Buffer) => void
  readonly reject: (error: Error) => void
}

const mostMessages = 1_000
const mostBytes = 4 << 20
const defaultWithinMs = 5_000

/** The messages nobody has taken yet: the last thousand, 4 MiB at most. */
export class Inbox {
  /** Messages that were dropped, oldest first, to stay within the limits. */
  dropped = 0
  private readonly messages: Buffer[] = []
  private bytes = 0
  private readonly waiting = new Set<Waiting>()

  /** Takes a message: the first wait it fits has it, else it is kept. */
  add(message: Buffer): void {
    for (const one of this.waiting) {
      let fits: boolean
      try {
        fits = one.where(message)
      } catch (error) {
        one.reject(error instanceof Error ? error : new Error(String(error)))
        continue
      }
      if (!fits) continue
      one.resolve(message)
      return
    }
    this.messages.push(message)
    this.bytes += message.length
    while (this.messages.length > mostMessages || this.bytes > mostBytes) {
      this.bytes -= this.messages.shift()?.length ?? 0
      this.dropped += 1
    }
  }

  /** The first message that fits and was not given before. Rejects with what `late` makes when the time is over. */
  take(options: ReceiveOptions, late: (withinMs: number) => Error): Promise<Buffer> {
    const { withinMs = defaultWithinMs, where = () => true } = options
    return new Promise((resolve, reject) => {
      const at = this.messages.findIndex(where)
      if (at >= 0) {
        const [message = Buffer.alloc(0)] = this.messages.splice(at, 1)
        this.bytes -= message.length
        resolve(message)
        return
      }
      const over = (): void => {
        clearTimeout(timer)
        this.waiting.delete(one)
      }
      const one: Waiting = {
        where,
        resolve: (message) => {
          over()
          resolve(message)
        },
        reject: (error) => {
          over()
          reject(error)
        },
      }
      const timer = setTimeout(() => {
        one.reject(late(withinMs))
      }, withinMs)
      this.waiting.add(one)
    })
  }

  /** Ends every wait. */
  rejectAll(error: () => Error): void {
    for (const one of [...this.waiting]) one.reject(error())
  }
}
