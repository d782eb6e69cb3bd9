// Cuts a growing file into lines, whatever the chunks are, and keeps no more of it than one line.

/** Lines end with LF; a CR before it goes too. Bytes are read as Latin-1, so nothing is lost. */
export class LineSplitter {
  /** Lines that were longer than the limit; they are left out whole. */
  tooLong = 0
  private readonly maxLineBytes: number
  private parts: Buffer[] = []
  private keptBytes = 0
  private overflowing = false

  /** @param maxLineBytes longer lines are counted in `tooLong` and dropped; default 64 KiB */
  constructor(maxLineBytes = 1 << 16) {
    this.maxLineBytes = maxLineBytes
  }

  /** The lines this chunk completes, without their line ends. */
  push(chunk: Uint8Array): readonly string[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const lines: string[] = []
    let from = 0
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
      this.keep(bytes.subarray(from, at))
      this.finish(lines)
      from = at + 1
    }
    this.keep(bytes.subarray(from))
    return lines
  }

  /** The last line, if the file does not end with a line end. */
  end(): readonly string[] {
    const lines: string[] = []
    if (this.keptBytes > 0 || this.overflowing) this.finish(lines)
    return lines
  }

  private keep(part: Buffer): void {
    if (part.length === 0 || this.overflowing) return
    if (this.keptBytes + part.length > this.maxLineBytes) {
      this.overflowing = true
      this.parts = []
      return
    }
    this.keptBytes += part.length
    this.parts.push(Buffer.from(part)) // a copy: the caller may reuse its chunk
  }

  private finish(lines: string[]): void {
    if (this.overflowing) this.tooLong += 1
    else lines.push(Buffer.concat(this.parts).toString('latin1').replace(/\r$/, ''))
    this.parts = []
    this.keptBytes = 0
    this.overflowing = false
  }
}
