// Follows the hash chain of a history as its bytes go by. It knows of lines no more than which of them hold a hash.
import { createHash } from 'node:crypto'
import type { ListedHistory } from './manifest'
import { MAX_LINE_BYTES } from './limits'

const LINE_END = 10
const MARKS = [Buffer.from('"kind":"chain"'), Buffer.from('"kind":"sealed"')] as const

/**
 * Each line whose `kind` is `chain` or `sealed` tells the SHA-256 (hex, `sha256`) of all bytes of the file before it, line ends included.
 * Nothing stands behind `sealed`. A history that was cut off ends without it, perhaps in half a line, which no hash is about.
 */
export class HistoryChain {
  private readonly hash = createHash('sha256')
  private rest: Buffer = Buffer.alloc(0)
  private lines = 0
  private sealed: ListedHistory['sealed'] = 'no'
  private chain = ''
  private fault: string | undefined

  update(bytes: Buffer): void {
    if (this.fault !== undefined) return
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    let from = 0
    for (let end = all.indexOf(LINE_END); end >= 0; end = all.indexOf(LINE_END, from)) {
      this.fault ??= this.lineFault(all.subarray(from, end))
      this.hash.update(all.subarray(from, end + 1))
      from = end + 1
    }
    this.rest = Buffer.from(all.subarray(from))
    if (this.rest.length > MAX_LINE_BYTES) this.fault = `line ${this.lines + 1} is longer than ${MAX_LINE_BYTES} bytes`
  }

  /** What the history is, or what is wrong with it. */
  end(): Omit<ListedHistory, 'path'> | string {
    if (this.fault !== undefined) return this.fault
    if (this.sealed !== 'no' && this.rest.length > 0) return 'something stands behind the seal'
    return { lines: this.lines, sealed: this.sealed, chain: this.sealed === 'no' ? this.hash.digest('hex') : this.chain }
  }

  private lineFault(line: Buffer): string | undefined {
    this.lines += 1
    if (this.sealed !== 'no') return 'something stands behind the seal'
    if (!MARKS.some((mark) => line.includes(mark))) return undefined
    const { kind, sha256, why } = told(line)
    if (kind !== 'chain' && kind !== 'sealed') return undefined
    const digest = this.hash.copy().digest('hex')
    if (sha256 !== digest) return `the hash chain breaks at line ${this.lines}: something before it was edited`
    if (kind === 'sealed') {
      this.sealed = why === 'done' ? 'done' : 'aborted'
      this.chain = digest
    }
    return undefined
  }
}

function told(line: Buffer): { readonly kind?: unknown; readonly sha256?: unknown; readonly why?: unknown } {
  try {
    return JSON.parse(line.toString('utf8')) as object
  } catch {
    return {}
  }
}
