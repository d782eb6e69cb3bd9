// A file that lines are appended to in the background, in order, and that may be written anew.
import { open, rename, writeFile, type FileHandle } from 'node:fs/promises'
import { statSync } from 'node:fs'

const AGAIN_MS = 1000

/** Bounds and the log. */
export interface JournalOptions {
  readonly mostWaitingBytes: number
  readonly log: (line: string) => void
}

/** One write at a time; what comes meanwhile goes with the next. A write that fails is tried again until it succeeds. */
export class Journal {
  /** Length of the file with what waits. */
  bytes: number
  private readonly file: string
  private readonly o: JournalOptions
  private waiting = ''
  private anew: string | undefined
  private handle: FileHandle | undefined
  private writing: Promise<void> | undefined
  private failing = false
  private closed = false

  constructor(file: string, o: JournalOptions) {
    this.file = file
    this.o = o
    this.bytes = statSync(file).size
  }

  /** False while nothing can be written, and while too much waits. */
  get hasSpace(): boolean {
    return !this.failing && this.waiting.length < this.o.mostWaitingBytes
  }

  /** Adds a line. What finds no space any more is not kept: nobody waits for a disk. */
  append(line: string): void {
    if (this.closed || this.waiting.length > 2 * this.o.mostWaitingBytes) return
    this.waiting += line
    this.bytes += line.length
    this.writing ??= this.write()
  }

  /** The file consists of this from now on. */
  rewrite(text: string): void {
    this.anew = text
    this.waiting = ''
    this.bytes = text.length
    this.writing ??= this.write()
  }

  /** All is written, or was tried once more. */
  async close(): Promise<void> {
    this.closed = true
    await this.writing
    await this.handle?.close()
  }

  private async write(): Promise<void> {
    while (this.waiting !== '' || this.anew !== undefined) {
      const [anew, lines] = [this.anew, this.waiting]
      this.anew = undefined
      this.waiting = ''
      try {
        if (anew !== undefined) await this.replace(anew)
        this.handle ??= await open(this.file, 'a')
        if (lines !== '') await this.handle.appendFile(lines)
        await this.handle.datasync()
        this.failing = false
      } catch (error) {
        await this.failed(error, anew, lines)
        if (this.closed) break
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref())
      }
    }
    this.writing = undefined
  }

  private async replace(text: string): Promise<void> {
    await this.handle?.close()
    this.handle = undefined
    await writeFile(`${this.file}.new`, text)
    await rename(`${this.file}.new`, this.file)
  }

  private async failed(error: unknown, anew: string | undefined, lines: string): Promise<void> {
    if (!this.failing) this.o.log(`the buffer cannot be written: ${String(error)}`)
    this.failing = true
    await this.handle?.close().catch(() => undefined)
    this.handle = undefined
    // A rewrite that came meanwhile has all of it.
    if (this.anew !== undefined) return
    this.anew = anew
    // Some of it may stand in the file: its torn end must not spoil the line that follows.
    this.waiting = `\n${lines}${this.waiting}`
  }
}
