// The live view of `ch1 mock`: one line a record, with its answer, sessions told apart by a short tag; colour only on a terminal.
import { decodeMessage, MessageChecker, FlatMessage, RESULT, scalarAt } from '@ch1/diameter'
import type { Dictionary, DiameterMessage } from '@ch1/diameter'
import type { HistoryFact } from '../judge/history/events'
import { shortened } from '../mocks/charging-enabler/session-book'
import { recordCh1, type Ch1Recorder, type Ch1Stamp } from '../mocks/recorder'

type Ch1Fact = Omit<Extract<HistoryFact, { kind: 'ch1' }>, 'bytes' | 'rule'>

/** Where the lines go and how they look. */
export interface MockViewOptions {
  readonly write: (line: string) => void
  readonly colour: boolean
  readonly now: () => Date
  /** What the grammar check knows; without it the standard dictionary. */
  readonly dictionary?: Dictionary | undefined
}

interface Waiting {
  readonly line: string
  readonly what: string
  readonly sinceMs: number
  notes: readonly string[]
}

const MOST_TAGS = 10_000
const MOST_WAITING = 10_000
const LONGEST_SESSION_ID = 256
const WORDS = ['?', 'EVENT', 'START', 'INTERIM', 'STOP']
const TAG_COLOURS = [36, 33, 35, 32, 34, 96, 93, 95]
const RESULT_NAMES = new Map<number, string>(Object.entries(RESULT).map(([name, code]) => [code, name]))

/** Takes what the enablers record and shows it. */
export class MockView {
  readonly #o: MockViewOptions
  readonly #flat: FlatMessage
  readonly #checker: MessageChecker
  readonly #tags = new Map<string, number>()
  /** Records without an answer so far, by connection and Hop-by-Hop Identifier. */
  readonly #waiting = new Map<string, Waiting>()
  /** Of these, the ones whose line is still to be shown. */
  readonly #fresh = new Set<string>()
  #tagCount = 0

  constructor(o: MockViewOptions) {
    this.#o = o
    this.#flat = new FlatMessage(o.dictionary)
    this.#checker = new MessageChecker({ most: 3, ...(o.dictionary === undefined ? {} : { dictionary: o.dictionary }) })
  }

  /** The recorder with this view looking on. */
  watching(record: Ch1Recorder): Ch1Recorder {
    const take = (fact: HistoryFact): number => {
      const n = record(fact)
      if (fact.kind === 'ch1') this.#ch1(fact, Buffer.from(fact.bytes, 'base64'), fact.rule)
      else this.#other(fact)
      return n
    }
    if (record.ch1 === undefined) return take
    return Object.assign(take, {
      ch1: (stamp: Ch1Stamp, bytes: Uint8Array, rule: string | undefined) => {
        const n = recordCh1(record, stamp, bytes, rule)
        this.#ch1(stamp.fact, bytes, rule)
        return n
      },
    })
  }

  /** Shows what still waits for its answer. */
  flush(): void {
    for (const key of this.#fresh) {
      const waiting = this.#waiting.get(key)
      if (waiting) this.#show(`${waiting.line}  → …`, waiting.notes)
    }
    this.#fresh.clear()
  }

  #ch1(fact: Ch1Fact, bytes: Uint8Array, rule: string | undefined): void {
    if (fact.door !== 'diameter') return this.#http(fact, bytes, rule)
    let message: DiameterMessage
    try {
      message = decodeMessage(bytes)
    } catch (error) {
      return this.#show(`${this.#front(fact)}unreadable: ${firstLine(error)}`)
    }
    // watchdogs and capabilities would drown the records; the history has them
    if (message.commandCode !== 271) return
    if (message.request) this.#record(fact, bytes, message)
    else this.#answer(fact, message, rule)
  }

  #record(fact: Ch1Fact, bytes: Uint8Array, message: DiameterMessage): void {
    const session = String(scalarAt(message, 'Session-Id'))
    const type = WORDS[Number(scalarAt(message, 'Accounting-Record-Type') ?? 0)] ?? '?'
    const number = String(scalarAt(message, 'Accounting-Record-Number'))
    const resent = message.retransmitted ? ' T' : ''
    const what = `${type} ${number}`
    const line = `${this.#front(fact)}${this.#tag(session)} ${type.padEnd(7)} ${number.padStart(4)}${resent.padEnd(2)} ${harmless(session)}`
    const notes = this.#checker.check(this.#flat.read(bytes)).map(({ level, path, problem, clause }) => {
      return this.#paint(level === 'MUST' ? 31 : 33, `  ${level} ${harmless(path)}: ${harmless(problem)} (${clause})`)
    })
    const key = keyOf(fact, message)
    this.#waiting.delete(key)
    this.#waiting.set(key, { line, what, sinceMs: this.#o.now().getTime(), notes })
    this.#fresh.add(key)
    if (this.#waiting.size > MOST_WAITING) this.#forgetOldest()
    // an answer that is given at once stands in the record's own line
    if (this.#fresh.size === 1) setImmediate(() => this.flush())
  }

  #answer(fact: Ch1Fact, message: DiameterMessage, rule: string | undefined): void {
    const result = Number(scalarAt(message, 'Result-Code') ?? 0)
    const colour = result >= 2_000 && result < 3_000 ? 32 : 31
    const by = rule === undefined || rule === 'default' ? '' : `  by ${harmless(rule)}`
    const said = `${this.#paint(colour, `${result} ${RESULT_NAMES.get(result) ?? ''}`.trimEnd())}${by}`
    const key = keyOf(fact, message)
    const waiting = this.#waiting.get(key)
    if (waiting !== undefined && this.#fresh.delete(key)) {
      this.#waiting.delete(key)
      return this.#show(`${waiting.line}  → ${said}`, waiting.notes)
    }
    this.#waiting.delete(key)
    const late =
      waiting === undefined ? 'nothing that waits' : `${waiting.what} after ${this.#o.now().getTime() - waiting.sinceMs} ms`
    this.#show(`${this.#front(fact)}${' '.repeat(5)}→ ${said}  to ${late}`)
  }

  #http(fact: Ch1Fact, bytes: Uint8Array, rule: string | undefined): void {
    const first = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 300))
      .toString('latin1')
      .split('\r\n', 1)[0]
    const by = rule === undefined || rule === 'default' ? '' : `  by ${harmless(rule)}`
    this.#show(`${this.#front(fact)}${fact.dir === 'toSut' ? '→' : ' '} ${harmless(first ?? '')}${by}`)
  }

  #other(fact: HistoryFact): void {
    if (fact.kind === 'peer') {
      const why = fact.why === undefined ? '' : `: ${harmless(fact.why)}`
      const place = `${fact.enabler}/${fact.conn}`.padEnd(8)
      this.#show(`${this.#time()}  ${place} ${this.#paint(90, `peer ${fact.state}  ${fact.flow.remote}${why}`)}`)
    } else if (fact.kind === 'garbage') {
      this.#show(
        `${this.#time()}  ${this.#paint(31, `not CH-1 from or to ${fact.flow.remote}: ${harmless(firstLine(fact.why))}`)}`,
      )
    }
  }

  #show(line: string, notes: readonly string[] = []): void {
    this.#o.write([line, ...notes].join('\n'))
  }

  #front({ enabler, conn }: Ch1Fact): string {
    return `${this.#time()}  ${`${enabler}/${conn}`.padEnd(8)} `
  }

  #time(): string {
    return this.#o.now().toISOString().slice(11, 23)
  }

  #tag(identifier: string): string {
    const session = shortened(identifier, LONGEST_SESSION_ID)
    let tag = this.#tags.get(session)
    if (tag === undefined) {
      tag = this.#tagCount += 1
      if (this.#tags.size >= MOST_TAGS) this.#tags.clear()
      this.#tags.set(session, tag)
    }
    return this.#paint(TAG_COLOURS[tag % TAG_COLOURS.length] ?? 0, `s${tag}`.padEnd(4))
  }

  #forgetOldest(): void {
    const oldest = this.#waiting.keys().next().value
    if (oldest !== undefined) this.#waiting.delete(oldest)
  }

  #paint(colour: number, text: string): string {
    return this.#o.colour ? `\u001b[${colour}m${text}\u001b[0m` : text
  }
}

function keyOf({ enabler, conn }: Ch1Fact, { hopByHop }: DiameterMessage): string {
  return `${enabler} ${conn} ${hopByHop}`
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}

// What a peer wrote must not steer the terminal.
function harmless(text: string): string {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
