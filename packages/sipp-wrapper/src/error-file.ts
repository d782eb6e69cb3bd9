// Reads SIPp's -trace_err file: entries without line ends between them, some of which need no explanation.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const readBytes = 1 << 20
const keptEntries = 200

/** The entries of an error file that nothing explains, at most 200 of its first MiB; none if there is no file (SIPp makes it with the first entry). */
export function unexplainedErrors(path: string): readonly string[] {
  return errorEntries(readStart(path))
    .filter((entry) => !explained.some((pattern) => pattern.test(entry)))
    .slice(0, keptEntries)
}

/** The file's text cut where SIPp's time stamps stand; the stamps themselves are dropped. */
export function errorEntries(text: string): readonly string[] {
  const stamp = /\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\.\d{6}\t\d+\.\d{6}: /
  return text
    .split(stamp)
    .slice(1)
    .map((entry) => entry.trim())
}

const explained: readonly RegExp[] = [
  // What closing the command connection says.
  /^3PCC controller A has ended -> exiting/,
  /^Aborted call with Call-ID '/,
  // Remarks on messages that were traced, and so handed on: what they are worth is for their reader to judge.
  /^Continuing call on unexpected message /,
  /^No valid To: header in reply/,
  /^No valid Cseq (header in request|data in header)/,
]

function readStart(path: string): string {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return ''
  }
  try {
    const buffer = Buffer.alloc(Math.min(fstatSync(fd).size, readBytes))
    return buffer.toString('latin1', 0, readSync(fd, buffer))
  } finally {
    closeSync(fd)
  }
}
