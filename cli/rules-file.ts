// A rules file: YAML in, rules out, every complaint with file and line; read again when it changes.
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import type { Dictionary } from '@ch1/diameter'
import { LineCounter, parseDocument } from 'yaml'
import { readRules, type Rule } from '../mocks/charging-enabler'
import { UsageError } from './usage-error'

const MAX_BYTES = 4 * 1024 * 1024
const POLL_MS = 200

/** Reads and checks one file. Throws UsageError with `file:line` of everything that is wrong. */
export function loadRules(file: string, dictionary?: Dictionary): readonly Rule[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(
      `the rules cannot be read: ${(cause as Error).message}`,
      file,
      'name an existing file; examples/rules/ has some to start from',
    )
  }
  if (text.length > MAX_BYTES) throw new UsageError('the rules are larger than 4 MiB', file, 'is this the right file?')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) throw new UsageError(`not YAML: ${error.message}`, `${file}:${lines.linePos(error.pos[0]).line}`, 'mend the line')
  const read = readRules(document.toJS({ maxAliasCount: 100 }), dictionary === undefined ? {} : { dictionary })
  if (read.ok) return read.rules
  const complaints = read.problems.slice(0, 10).map(({ path, keys, problem, mend }) => {
    return `${file}:${lineOf(document, keys, lines)}  ${path === '' ? 'the file' : path}: ${problem}\n      mend: ${mend}`
  })
  throw new UsageError(
    `the rules are wrong\n  ${complaints.join('\n  ')}`,
    file,
    'mend these; docs/charging-enabler.md shows every word',
  )
}

/** Calls `changed` after every change of the file, also when an editor puts a new one in its place. Gives the function that ends it. */
export function watchRules(file: string, changed: () => void): () => void {
  watchFile(file, { interval: POLL_MS, persistent: false }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino) changed()
  })
  return () => unwatchFile(file)
}

// The line of the innermost place that the file has: a key that is missing is looked for where it should be.
function lineOf(document: ReturnType<typeof parseDocument>, keys: readonly (string | number)[], lines: LineCounter): number {
  for (let length = keys.length; length > 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true) as { range?: [number, number, number] } | undefined
    if (node?.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
