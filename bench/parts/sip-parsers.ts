// Parse and write of one INVITE: ours beside every SIP parser of npm that is installed in bench/parsers. Ours alone keeps every byte.
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseMessage, serialize } from '@ch1/sip'
import type { BenchOptions, BenchResult } from '../../cli/bench'
import { typicalInvite } from './sip-message'

const ROUNDS = 5
const OURS = '@ch1/sip'
/** It cannot write: given as it is, compared with nothing. */
const READING_ONLY = 'sip-parsing, reading only'

/** Reads the message, touches what a router reads, changes one header field and writes it again where the package can write. */
type Turn = () => number

/** µs of CPU a message, ours against the fastest of the others. */
export function parsers({ full, say }: BenchOptions): readonly BenchResult[] {
  const times = full ? 50_000 : 10_000
  const all = contenders(say)
  const microseconds = new Map<string, number[]>([...all.keys()].map((name) => [name, []]))
  for (let round = -1; round < ROUNDS; round += 1)
    for (const [name, turn] of all) {
      let sink = 0
      const before = process.cpuUsage()
      for (let i = 0; i < times; i += 1) sink += turn()
      const { user, system } = process.cpuUsage(before)
      if (sink <= 0) throw new Error(`${name} read nothing`)
      if (round >= 0) microseconds.get(name)?.push((user + system) / times) // the first round is for the compiler
    }
  const medians = new Map([...microseconds].map(([name, runs]) => [name, median(runs)]))
  const others = [...medians].filter(([name]) => name !== OURS && name !== READING_ONLY).sort(([, a], [, b]) => a - b)
  const [best] = others
  for (const [name, value] of medians) say(`${name}: ${value.toFixed(2)} µs to read and write an INVITE`)
  return [...microseconds].map(([name, runs]) => ({
    bench: 'sip',
    metric: name === OURS ? 'CPU to parse and write an INVITE' : `CPU to parse and write an INVITE (${name})`,
    value: median(runs),
    unit: 'µs',
    against: name === OURS && best ? best[0] : null,
    ratio: name === OURS && best ? median(runs) / best[1] : null,
    runs,
  }))
}

function contenders(say: BenchOptions['say']): ReadonlyMap<string, Turn> {
  const bytes = typicalInvite()
  const text = bytes.toString('latin1')
  const load = createRequire(path.join(__dirname, '..', 'parsers', 'package.json'))
  const turns = new Map<string, Turn>([
    [
      OURS,
      () => {
        const message = parseMessage(bytes)
        if (message.kind !== 'request' || message.topVia === undefined || message.cseq === undefined) return 0
        return serialize(message.with('Max-Forwards', '69')).length
      },
    ],
  ])
  const add = (name: string, make: () => Turn): void => {
    try {
      const turn = make()
      if (turn() > 0) turns.set(name, turn)
    } catch {
      say(`${name} is left out: npm ci --prefix bench/parsers`)
    }
  }
  add('sip', () => {
    const sip = load('sip') as {
      parse(text: string): { headers: Record<string, unknown> } | undefined
      stringify(message: object): string
    }
    return () => {
      const message = sip.parse(text)
      if (!message) return 0
      message.headers['max-forwards'] = '69'
      return sip.stringify(message).length
    }
  })
  add('jssip', () => {
    const { parseMessage: parse } = load('jssip/lib/Parser') as {
      readonly parseMessage: (text: string, ua: object) => Message | undefined
    }
    return () => {
      const message = parse(text, {})
      if (!message) return 0
      message.setHeader('max-forwards', '69')
      return message.toString().length
    }
  })
  add(READING_ONLY, () => {
    const { parse } = load('sip-parsing') as { readonly parse: (text: string) => Record<string, unknown> }
    return () => String(parse(text)['$ci']).length
  })
  return turns
}

interface Message {
  setHeader(name: string, value: string): void
  toString(): string
}

function median(runs: readonly number[]): number {
  return [...runs].sort((a, b) => a - b)[runs.length >> 1] ?? Number.NaN
}
