// A process of its own that reads a history once, and tells what that cost: `parse` reads and parses, `judge` judges as well, `chain` reads
// and hashes what the chain is checked by.
import { createHash } from 'node:crypto'
import { HistoryLines } from '../../judge/history/line'
import { Judge } from '../../judge/judge'
import { linesOf } from '../../testbed/history-reader'

/** What one way through the file cost. */
export interface Passage {
  readonly events: number
  /** CPU time of the process, all its threads, µs. */
  readonly cpuUs: number
  /** The most memory it ever had resident, MiB. */
  readonly rssMib: number
  /** What is still held at the end, garbage collected, the bytes of messages included, MiB. */
  readonly heapMib: number
  /** Of `judge`: verdicts by word, and how many findings. */
  readonly verdicts?: Readonly<Record<string, number>>
  readonly findings?: number
}

type Way = 'parse' | 'judge' | 'chain'

function passage(path: string, way: Way): Passage {
  // as ch1 judge does: what is to be said of a conference that ended long ago is handed out
  let closed = 0
  const judge = new Judge({ closed: ({ accounts }) => (closed += accounts.length) })
  const lines = new HistoryLines()
  const hash = createHash('sha256')
  let events = 0
  const before = process.cpuUsage()
  for (const { text } of linesOf(path)) {
    events += 1
    if (way === 'judge') judge.step(lines.next(text))
    else if (way === 'parse') JSON.parse(text)
    else hash.update(text).update('\n')
  }
  const judgment = way === 'judge' ? judge.judgment() : undefined
  if (way === 'judge') closed += judge.accounts().length
  const used = process.cpuUsage(before)
  const rssMib = process.resourceUsage().maxRSS / 1024
  global.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  const heapMib = (heapUsed + arrayBuffers) / 1024 ** 2
  if (way === 'judge' && closed === 0) throw new Error('no conference is in it')
  const cost = { events, cpuUs: used.user + used.system, rssMib, heapMib }
  if (judgment === undefined) return cost
  const { verdicts, findings } = judgment
  const words: Record<string, number> = {}
  for (const { word } of verdicts) words[word] = (words[word] ?? 0) + 1
  return { ...cost, verdicts: words, findings: findings.length }
}

const [path = '', way = 'judge'] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify(passage(path, way as Way))}\n`)
