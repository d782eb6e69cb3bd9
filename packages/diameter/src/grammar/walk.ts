// The walk of the grammar checker over a message's table: made of comparisons of numbers, with a call only for what is wrong.
import type { FlatMessage } from '../flat/flat-message'
import { COLUMN, TROUBLE, TROUBLE_MASK, WIDTH } from '../flat/flat-table'
import { TYPE } from '../flat/known-rows'
import { isPlainAscii } from '../flat/plain-ascii'
import { avpFaults } from './avp-faults'
import type { CheckerTables } from './checker-tables'
import type { CompiledGrammar } from './compiled-grammar'
import { isLegal } from './data-faults'
import type { Report } from './report'

const START = COLUMN.start
const END = COLUMN.end
const MARKS = COLUMN.marks
const ROW = COLUMN.row
const NEXT = COLUMN.next
const NO_MEANING = 0x3f

/** What one check has at hand. */
export interface Walk {
  readonly tables: CheckerTables
  readonly message: FlatMessage
  readonly report: Report
}

/** Checks the AVPs from line `first` up to `end`: the members of `container`, or of the message (-1), at this depth. */
export function checkRun(
  walk: Walk,
  grammar: CompiledGrammar | undefined,
  container: number,
  first: number,
  end: number,
  depth: number,
): void {
  const { tables, message, report } = walk
  const { known } = tables
  const { table, bytes } = message
  const run = tables.nextRun()
  const seenIn = tables.seenIn[depth] as Int32Array
  const counts = tables.counts[depth] as Int32Array
  let place = 0
  let isCut = false
  for (let i = first; i < end && !report.isFull;) {
    const line = i * WIDTH
    const next = table[line + NEXT] as number
    const row = table[line + ROW] as number
    const marks = table[line + MARKS] as number
    if (row < 0) {
      checkUnknown(walk, grammar, i, marks)
      if ((marks & TROUBLE_MASK) !== 0) isCut = !message.isReadable(i)
    } else {
      if (grammar !== undefined) {
        const slot = grammar.slotOf(row)
        if (slot < 0) {
          if (!grammar.allowsUnlisted) avpFaults.unlisted(message, report, i, grammar)
        } else {
          const count = seenIn[slot] === run ? (counts[slot] as number) + 1 : 1
          seenIn[slot] = run
          counts[slot] = count
          if (count > (grammar.most[slot] as number)) avpFaults.tooMany(message, report, i, grammar, slot, count)
          else if (grammar.hasPlaces && grammar.places[slot] !== 0 && grammar.places[slot] !== place + 1) {
            avpFaults.position(message, report, i, grammar, slot, place)
          }
        }
      }
      // Trouble, M, P and reserved bits at once.
      const isSound = (marks & (known.decided[row] as number)) === known.wanted[row] || checkMarks(walk, i, marks)
      if (isSound) {
        const start = table[line + START] as number
        const dataEnd = table[line + END] as number
        const type = known.types[row] as number
        if (!hasLegalData(walk, row, type, start, dataEnd)) avpFaults.data(message, report, i)
        if (type === TYPE.Grouped) checkGroup(walk, i, row, next, depth)
      } else {
        isCut = !message.isReadable(i)
      }
    }
    const dataEnd = table[line + END] as number
    if ((dataEnd & 3) !== 0 && hasPaddingOtherThanZero(bytes, dataEnd)) avpFaults.padding(message, report, i)
    place += 1
    i = next
  }
  // Where a length is a lie, nobody knows what came behind it.
  if (grammar !== undefined && !isCut) finish(walk, grammar, container, run, seenIn, counts)
}

function hasLegalData({ tables: { known }, message }: Walk, row: number, type: number, start: number, end: number): boolean {
  const fixed = known.dataBytes[row] as number
  if (fixed !== 0)
    return end - start === fixed && (type !== TYPE.Enumerated || isLegal(message.bytes, start, end, type, known.values[row]))
  if (type === TYPE.UTF8String && isPlainAscii(message.view, message.base + start, message.base + end)) return true
  return isLegal(message.bytes, start, end, type, known.values[row])
}

function checkGroup(walk: Walk, i: number, row: number, end: number, depth: number): void {
  const grammar = row < walk.tables.groups.length ? walk.tables.groups[row] : undefined
  if (grammar?.source.opaque !== true) checkRun(walk, grammar, i, i + 1, end, depth + 1)
  else if (end === i + 1) avpFaults.emptyGroup(walk.message, walk.report, i, grammar.source.clause)
}

function checkUnknown(walk: Walk, grammar: CompiledGrammar | undefined, i: number, marks: number): void {
  if ((marks & (TROUBLE_MASK | NO_MEANING)) !== 0 && !checkMarks(walk, i, marks)) return
  avpFaults.unknown(walk.message, walk.report, i, grammar)
}

// Reports what the marks show; false when the data cannot be looked at.
function checkMarks({ message, report }: Walk, i: number, marks: number): boolean {
  const trouble = message.troubleAt(i)
  if (trouble !== TROUBLE.fine) avpFaults.frame(message, report, i)
  if (!message.isReadable(i)) return false
  avpFaults.bits(message, report, i, marks & 0xff)
  return trouble !== TROUBLE.tooDeep
}

// Up to three bytes; the end of a message is a multiple of four.
function hasPaddingOtherThanZero(bytes: Uint8Array, end: number): boolean {
  for (let at = end; (at & 3) !== 0; at++) if (bytes[at] !== 0) return true
  return false
}

function finish(
  { message, report }: Walk,
  grammar: CompiledGrammar,
  container: number,
  run: number,
  seenIn: Int32Array,
  counts: Int32Array,
): void {
  for (const slot of grammar.needed) {
    if (seenIn[slot] !== run) avpFaults.missing(message, report, container, grammar, slot)
  }
  for (const slots of grammar.choices) {
    const there = slots.reduce((sum, slot) => sum + (seenIn[slot] === run ? (counts[slot] ?? 0) : 0), 0)
    if (there !== 1) avpFaults.choice(message, report, container, grammar, slots, there)
  }
}
