// A trigger that is a person: asked at the terminal, with a deadline.
import { closeSync, openSync } from 'node:fs'
import { ReadStream, WriteStream } from 'node:tty'
import { Deadline } from './deadline'
import { filled, TesterAbsent, type Occasion, type PromptTrigger } from './trigger'

const TERMINAL = '/dev/tty'

/** Where the tester reads and writes. */
export interface Terminal {
  write(text: string): void
  /** The first line from now on; undefined when `signal` aborts before, or the terminal goes away. */
  line(signal: AbortSignal): Promise<string | undefined>
  close(): void
}

/** The terminal this process was started at, whatever its standard streams are; undefined without one. */
export function terminal(): Terminal | undefined {
  let fds: readonly [number, number]
  try {
    fds = [openSync(TERMINAL, 'r'), openSync(TERMINAL, 'w')]
  } catch {
    return undefined
  }
  const input = new ReadStream(fds[0])
  const output = new WriteStream(fds[1])
  input.on('error', () => undefined)
  output.on('error', () => undefined)
  return {
    write: (text) => void output.write(text),
    line: (signal) =>
      new Promise((resolve) => {
        const end = (line?: string): void => {
          input.pause()
          signal.removeEventListener('abort', give)
          resolve(line)
        }
        const give = (): void => end()
        input.once('data', (chunk: Buffer) => end(chunk.toString('utf8').split('\n')[0]))
        input.once('close', give)
        if (signal.aborted) give()
        else signal.addEventListener('abort', give, { once: true })
      }),
    close: () => {
      input.destroy()
      output.destroy()
    },
  }
}

/** Can anybody be asked? */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync(TERMINAL, 'r'))
    return true
  } catch {
    return false
  }
}

/**
 * Asks, and waits for Enter. `n` (no, not possible) is an answer too.
 * @throws TesterAbsent without a terminal, without an answer within the deadline, or with a no
 */
export async function askTester(
  { prompt, deadlineMs }: PromptTrigger,
  occasion: Occasion,
  signal: AbortSignal,
  open: () => Terminal | undefined = terminal,
): Promise<void> {
  const at = open()
  if (!at) throw new TesterAbsent(`the tester is to ${occasion.verb} by hand, and this run has no terminal to ask at`)
  const deadline = new Deadline(deadlineMs, signal)
  try {
    const seconds = Math.ceil(deadlineMs / 1000)
    at.write(`\n\u0007▶ ${filled(prompt, occasion)}\n  then press Enter within ${seconds} s (n Enter: it cannot be done) `)
    const answer = await at.line(deadline.signal)
    if (answer === undefined)
      throw new TesterAbsent(
        signal.aborted ? 'the run was ended while the tester was asked' : `the tester did not press Enter within ${seconds} s`,
      )
    if (/^\s*n/i.test(answer)) throw new TesterAbsent(`the tester says that it cannot be done: ${occasion.verb}`)
  } finally {
    deadline.clear()
    at.close()
  }
}
