// Shapes of requests that were found clean: occurrence, place, flags and lengths are decided with the shape, content is looked at each time.
import type { FlatMessage } from '../flat/flat-message'
import { COLUMN, WIDTH } from '../flat/flat-table'
import { TYPE } from '../flat/known-rows'
import { isPlainAscii } from '../flat/plain-ascii'
import { hasLegalData, hasPaddingOtherThanZero } from './at-a-glance'

const SHAPES = 16
/** A message of more AVPs is checked at length each time: what is remembered has a bound. */
const MOST_AVPS = 1024
const FLAGS_AT = 4
const APPLICATION_AT = 8
const AUTH_APPLICATION_ID = 258
const ACCT_APPLICATION_ID = 259
const VENDOR_SPECIFIC_APPLICATION_ID = 260
const NONE: readonly number[] = []

/** One shape, and where in its messages the content is that a grammar or a format asks about. */
interface CleanShape {
  readonly shape: number
  /** Command flags with command code, and the application: what rules about the header ask about. */
  readonly command: number
  readonly applicationId: number
  /** Start and end, one after the other, of each UTF8String. */
  readonly texts: readonly number[]
  /** Row, start and end of other data that can be illegal at its length. */
  readonly values: readonly number[]
  /** Ends of data that padding follows. */
  readonly padded: readonly number[]
  /** Starts of the AVPs that repeat the header's application (RFC 6733 §6.8, §6.9). */
  readonly applications: readonly number[]
}

const UNKNOWN: CleanShape = {
  shape: -1,
  command: 0,
  applicationId: 0,
  texts: NONE,
  values: NONE,
  padded: NONE,
  applications: NONE,
}

/**
 * The newest clean shapes. `has` is a yes or an "ask at length", never a no: a message whose content is not clean at a glance is for
 * the checker proper, whose findings are the only ones there are.
 */
export class CleanShapes {
  readonly #shapes: CleanShape[] = new Array<CleanShape>(SHAPES).fill(UNKNOWN)
  /** The shape that was found clean last: one that does not come twice is not worth remembering. */
  #newest = 0

  /** Whether a message with the shape of one that was clean is clean too. */
  has(message: FlatMessage): boolean {
    const clean = this.#shapes[placeOf(message)] as CleanShape
    if (clean.shape !== message.shape) return false
    const { view, base } = message
    if (view.getInt32(base + FLAGS_AT) !== clean.command) return false
    if (view.getInt32(base + APPLICATION_AT) !== clean.applicationId) return false
    return hasCleanContent(message, clean)
  }

  /** Tells of a message in which nothing was found. */
  found(message: FlatMessage): void {
    const { shape } = message
    if (shape === this.#newest && message.request) this.#shapes[placeOf(message)] = cleanShape(message) ?? UNKNOWN
    this.#newest = shape
  }
}

function placeOf(message: FlatMessage): number {
  return (message.bytes.length >> 2) % SHAPES
}

function hasCleanContent(message: FlatMessage, { texts, values, padded, applications, applicationId }: CleanShape): boolean {
  const { view, base } = message
  for (let i = 0; i < applications.length; i += 1) {
    if (view.getInt32(base + (applications[i] as number)) !== applicationId) return false
  }
  for (let i = 0; i < texts.length; i += 2) {
    if (!isPlainAscii(view, base + (texts[i] as number), base + (texts[i + 1] as number))) return false
  }
  const { types } = message.known
  for (let i = 0; i < values.length; i += 3) {
    const row = values[i] as number
    if (!hasLegalData(message, row, types[row] as number, values[i + 1] as number, values[i + 2] as number)) return false
  }
  for (let i = 0; i < padded.length; i += 1) if (hasPaddingOtherThanZero(message, padded[i] as number)) return false
  return true
}

// Undefined for a shape with relations between AVPs that this does not know.
function cleanShape(message: FlatMessage): CleanShape | undefined {
  const { table, view, base, known, shape } = message
  if (message.count > MOST_AVPS) return undefined
  const texts: number[] = []
  const values: number[] = []
  const padded: number[] = []
  const applications: number[] = []
  for (let i = 0; i < message.count; i += 1) {
    const line = i * WIDTH
    const start = table[line + COLUMN.start] as number
    const end = table[line + COLUMN.end] as number
    const row = table[line + COLUMN.row] as number
    if ((end & 3) !== 0) padded.push(end)
    if (message.depthAt(i) === 0 && message.vendorAt(i) === 0) {
      const code = message.codeAt(i)
      if (code === VENDOR_SPECIFIC_APPLICATION_ID) return undefined
      const isApplication = code === AUTH_APPLICATION_ID || code === ACCT_APPLICATION_ID
      if (isApplication && end - start === 4) applications.push(start)
    }
    if (row < 0) continue
    if (known.types[row] === TYPE.UTF8String) texts.push(start, end)
    else if (known.dataBytes[row] === 0 && known.types[row] !== TYPE.Grouped) values.push(row, start, end)
  }
  const command = view.getInt32(base + FLAGS_AT)
  const applicationId = view.getInt32(base + APPLICATION_AT)
  return { shape, command, applicationId, texts, values, padded, applications }
}
