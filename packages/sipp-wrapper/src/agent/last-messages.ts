// The last messages of a trace in a line each: what an error about a wait that was too long shows.

const kept = 8

/** Keeps one line for each of the last eight messages. */
export class LastMessages {
  private readonly lines: string[] = []

  /** Takes the next message of the trace; `time` is SIPp's stamp of it. */
  add(direction: 'sent' | 'received', time: string, bytes: Buffer): void {
    const head = bytes.toString('latin1', 0, 2_048)
    const firstLine = printable(head.split('\r\n', 1)[0] ?? '')
    const cseq = printable(/\ncseq[ \t]*:[ \t]*([^\r\n]*)/i.exec(head)?.[1] ?? 'no CSeq')
    const callId = printable(/\n(?:call-id|i)[ \t]*:[ \t]*([^\r\n]*)/i.exec(head)?.[1] ?? 'none')
    this.lines.push(
      `${time.slice(11, 23)} ${direction === 'sent' ? '->' : '<-'} ${firstLine} (CSeq ${cseq}, Call-ID ${callId}, ${bytes.length} bytes)`,
    )
    if (this.lines.length > kept) this.lines.shift()
  }

  /** Oldest first. */
  list(): readonly string[] {
    return [...this.lines]
  }

  /** For the end of an error message, beginning with a line end. */
  text(): string {
    if (this.lines.length === 0) return '\nNo SIP message was sent or received.'
    return `\nThe last messages:\n  ${this.lines.join('\n  ')}`
  }
}

function printable(text: string): string {
  return text.slice(0, 120).replace(/[^\x20-\x7e]/g, '?')
}
