// The walk of the grammar checker over a message's table: made of comparisons of numbers, with a call only for what is wrong.
import type { FlatMessage } from '../flat/flat-message'
import type { KnownRows } from '../flat/known-rows'
import { COLUMN, TROUBLE, TROUBLE_MASK, WIDTH } from '../flat/flat-table'
import { TYPE } from '../flat/known-rows'
import { avpFaults } from './avp-faults'
import type { CheckerTables } from './checker-tables'
import type { CompiledGrammar } from './compiled-grammar'
import { hasLegalData, hasPaddingOtherThanZero } from './at-a-glance'
import type { Report } from './report'

const START = COLUMN.start
const END = COLUMN.end
const MARKS = COLUMN.marks
const ROW = COLUMN.row
const NEXT = COLUMN.next
const NO_MEANING = 0x3f

/** What one check has at hand; the message's table as well, which every run of AVPs would ask for anew. */
export interface Walk {
  readonly tables: CheckerTables
  readonly known: KnownRows
  readonly message: FlatMessage
  readonly table: Int32Array
  readonly report: Report
}

/** Checks all AVPs of a message. */
export function checkAvps(
  tables: CheckerTables,
  message: FlatMessage,
  grammar: CompiledGrammar | undefined,
  report: Report,
): void {
  checkRun({ tables, known: tables.known, message, table: message.table, report }, grammar, -1, 0, message.count, 0)
}

// Checks the AVPs from line `first` up to `end`: the members of `container`, or of the message (-1), at this depth.
function checkRun(
  walk: Walk,
  grammar: CompiledGrammar | undefined,
  container: number,
  first: number,
  end: number,
  depth: number,
): void {
  const { tables, known, message, table, report } = walk
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
    const dataEnd = table[line + END] as number
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
        const type = known.types[row] as number
        const only = known.dataBytes[row] as number
        if (only !== 0 ? dataEnd - start !== only : !hasLegalData(message, row, type, start, dataEnd)) {
          avpFaults.data(message, report, i)
        }
        if (type === TYPE.Grouped) checkGroup(walk, i, row, next, depth)
      } else {
        isCut = !message.isReadable(i)
      }
    }
    if ((dataEnd & 3) !== 0 && hasPaddingOtherThanZero(message, dataEnd)) avpFaults.padding(message, report, i)
    place += 1
    i = next
  }
  // Where a length is a lie, nobody knows what came behind it.
  if (grammar !== undefined && !isCut) finish(walk, grammar, container, run, seenIn, counts)
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

function finish(
  { message, report }: Walk,
  grammar: CompiledGrammar,
  container: number,
  run: number,
  seenIn: Int32Array,
  counts: Int32Array,
): void {
  const { needed, choices } = grammar
  for (let i = 0; i < needed.length; i++) {
    const slot = needed[i] as number
    if (seenIn[slot] !== run) avpFaults.missing(message, report, container, grammar, slot)
  }
  for (const slots of choices) {
    const there = slots.reduce((sum, slot) => sum + (seenIn[slot] === run ? (counts[slot] ?? 0) : 0), 0)
    if (there !== 1) avpFaults.choice(message, report, container, grammar, slots, there)
  }
}
