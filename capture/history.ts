// A capture as a history: what it shows as events, what it cannot show as `unseen`. The judge takes it as any other.
import { noteIn, type CaptureNote } from '../judge/history/capture-note'
import { HISTORY_SCHEMA, type Direction, type HistoryEvent, type HistoryFact, type ProfileData } from '../judge/history/events'
import { CaptureError } from './capture-error'
import { EnablerConnections, readable } from './enabler-connections'
import { Ends, type KnownEnds } from './ends'
import type { CaptureItem } from './frame'
import { Messages, type Sighting } from './messages'

/** What is known beside the file. */
export interface AboutCapture extends KnownEnds {
  /** The file's name, for readers. */
  readonly name: string
  readonly profile: ProfileData
  readonly suite: string
  /** Where the capture does not say: the SUT of the profile. */
  readonly sut: { readonly name: string; readonly version: string; readonly role: string }
  /** Whoever captured says that all SIP and all CH-1 of the SUT is in it, while it lasts. */
  readonly isWhole: boolean
}

/** What was found, known once the history is at its end. */
export interface CaptureCounts {
  frames: number
  sip: number
  ch1: number
  /** Not read: HTTP or SCTP. */
  unread: { http: number; sctp: number }
  /** SIP and Diameter between ends that are not the SUT's: `from to` → messages; the first few. */
  readonly others: Map<string, number>
  isOurs: boolean
  /** The profile by which its run was judged, as SHA-256, where the capture notes it. */
  profile?: string
}

type Message = Sighting & { readonly kind: 'message' | 'garbage' }

const MAX_OTHERS = 50
const OLD_COMMENT = 'Made from the history of a ch1-conformance run'
/** A pause shorter than this says nothing that the next event does not say. */
const PAUSE_US = 1_000

/** The events, in order. Throws {@link CaptureError} alone. */
export function* historyOf(items: Iterable<CaptureItem>, about: AboutCapture, counts: CaptureCounts): Generator<HistoryEvent> {
  const writer = new Writer()
  const messages = new Messages()
  let teller: Teller | undefined
  let note: CaptureNote | undefined
  let sections = 0
  for (const item of items) {
    if (item.kind === 'section') {
      sections += 1
      const found = noteIn(item.comments)
      if (sections === 1) note = found
      else if (found || note)
        throw new CaptureError(
          'two captures in one file, at least one of them of ours',
          `section ${sections}`,
          'judge each alone',
        )
      if (!note && item.comments.some((one) => one.startsWith(OLD_COMMENT))) throw ofOldSuite()
      counts.isOurs = note !== undefined
      if (note) counts.profile = note.profile
    } else {
      if (item.kind === 'frame') counts.frames = item.number
      if (!teller && item.kind === 'frame') {
        const beganUs = note?.beganUs ?? item.atUs
        writer.begins(beganUs)
        yield writer.event(openedBy(about, note, beganUs))
        teller = new Teller(about, note, counts)
        for (const fact of teller.begins()) yield writer.event(fact)
      }
    }
    if (teller) for (const sighting of messages.take(item)) yield* told(writer, teller, sighting, note)
  }
  if (!teller) throw new CaptureError('no frame in it', 'the whole file', 'capture while the SUT has a conference')
  for (const sighting of messages.over()) yield* told(writer, teller, sighting, note)
  if (note?.packets !== undefined && counts.frames < note.packets) {
    const why = `${counts.frames} of the ${note.packets} packets that were written are there`
    yield writer.event({ kind: 'unseen', where: 'anywhere', why })
  } else if (note) {
    yield* writer.late(note, note.endedUs)
    yield writer.event({ kind: 'tick', lagUs: 0 }, note.endedUs)
    if (note.lacks !== undefined) yield writer.event({ kind: 'unseen', where: 'anywhere', why: note.lacks })
  }
}

function* told(writer: Writer, teller: Teller, sighting: Sighting, note: CaptureNote | undefined): Generator<HistoryEvent> {
  let isFirst = true
  for (const fact of teller.facts(sighting)) {
    if (isFirst && note) yield* writer.late(note, sighting.atUs)
    if (isFirst) yield* writer.pause(sighting.atUs)
    isFirst = false
    yield writer.event(fact, sighting.atUs)
  }
}

function ofOldSuite(): CaptureError {
  return new CaptureError(
    'a capture of an earlier suite: it does not say which end is the SUT, nor when connections ended',
    'the comment of its first section',
    'judge the run it is from (ch1 judge DIR), or make its evidence anew (ch1 report DIR)',
  )
}

function openedBy(about: AboutCapture, note: CaptureNote | undefined, beganUs: number): HistoryFact {
  return {
    kind: 'opened',
    schema: HISTORY_SCHEMA,
    testbed: 'capture',
    profile: about.profile,
    suite: about.suite,
    wallClock: new Date(Math.floor(beganUs / 1000)).toISOString(),
    engine: 'socket',
    sut: { ...(note?.sut ?? about.sut), embedded: false },
    capture: about.name,
  }
}

/** Numbers and times: µs since the millisecond in which the capture begins, never falling. */
class Writer {
  #zeroUs = 0
  #n = 0
  #lastUs = 0
  #late = 0

  begins(beganUs: number): void {
    this.#zeroUs = Math.floor(beganUs / 1000) * 1000
  }

  event(fact: HistoryFact, atUs?: number): HistoryEvent {
    if (atUs !== undefined) this.#lastUs = Math.max(this.#lastUs, atUs - this.#zeroUs)
    return { n: this.#n++, atUs: this.#lastUs, ...fact }
  }

  /** Time went on up to just before this, and nothing happened. */
  *pause(untilUs: number): Generator<HistoryEvent> {
    if (untilUs - this.#zeroUs - this.#lastUs > PAUSE_US) yield this.event({ kind: 'tick', lagUs: 0 }, untilUs - 1)
  }

  /** The noted delays of this machine up to then. */
  *late({ late }: CaptureNote, untilUs: number): Generator<HistoryEvent> {
    for (; this.#late < late.length; this.#late += 1) {
      const [atUs, lagUs] = late[this.#late] ?? [Infinity, 0]
      if (atUs > untilUs) return
      yield this.event({ kind: 'tick', lagUs }, atUs)
    }
  }
}

/** Tells facts of sightings. */
class Teller {
  readonly #ends: Ends
  readonly #connections: EnablerConnections
  readonly #note: CaptureNote | undefined
  readonly #counts: CaptureCounts
  readonly #isWhole: boolean

  constructor(about: AboutCapture, note: CaptureNote | undefined, counts: CaptureCounts) {
    this.#isWhole = note !== undefined || about.isWhole
    this.#ends = new Ends(about, note)
    this.#connections = new EnablerConnections(note)
    this.#note = note
    this.#counts = counts
  }

  *begins(): Generator<HistoryFact> {
    if (this.#note?.quiet !== true)
      yield { kind: 'unseen', where: 'before', why: 'a capture does not show what went on before it begins' }
    if (!this.#isWhole)
      yield { kind: 'unseen', where: 'beside', why: 'the capture is not said to hold all SIP and CH-1 of the SUT (--whole)' }
    if (this.#note) yield* this.#connections.noted(this.#note)
  }

  *facts(one: Sighting): Generator<HistoryFact> {
    switch (one.kind) {
      case 'message':
      case 'garbage':
        if (one.protocol === 'sip') yield* this.#sip(one)
        else if (one.protocol === 'diameter') yield* this.#diameter(one)
        return
      case 'opened': {
        const dir = this.#ends.ofCh1(one)
        const [local, remote] = dir === 'toSut' ? [one.from, one.to] : [one.to, one.from]
        if (dir !== undefined) yield* this.#connections.opened(local, remote)
        return
      }
      case 'ended': {
        yield* this.#connections.ended(one.from, one.to)
        yield* this.#connections.ended(one.to, one.from)
        return
      }
      case 'missed':
        if (!one.between || this.#ends.concerns(one.between)) yield { kind: 'unseen', where: 'here', why: one.why }
        return
      case 'lost':
        yield { kind: 'unseen', where: 'anywhere', why: one.why }
        return
      case 'unread':
        this.#counts.unread[one.protocol] += 1
        return
      case 'section':
        return
    }
  }

  *#sip(one: Message): Generator<HistoryFact> {
    const dir = this.#ends.ofSip(one)
    if (dir === undefined) {
      this.#other(one)
      return
    }
    this.#counts.sip += 1
    const [local, remote] = sidesOf(one, dir)
    const base = { flow: { transport: one.transport, local, remote }, bytes: base64(one.bytes) }
    yield one.kind === 'message'
      ? { kind: 'sip', dir, ...base, frame: one.frame }
      : { kind: 'garbage', plane: 'sip', ...base, why: one.why }
  }

  *#diameter(one: Message): Generator<HistoryFact> {
    const message = one.kind === 'message' ? readable(one.bytes) : undefined
    const dir = this.#ends.ofCh1(one, message?.request === true && message.commandCode === 257)
    if (dir === undefined) {
      this.#other(one)
      return
    }
    const [local, remote] = sidesOf(one, dir)
    const connection = this.#connections.of(local, remote)
    const { enabler, conn, flow } = connection
    const bytes = base64(one.bytes)
    if (one.kind === 'garbage') {
      if (dir === 'fromSut') yield { kind: 'garbage', plane: 'ch1', flow, bytes, why: one.why }
      return
    }
    this.#counts.ch1 += 1
    yield* this.#connections.before(connection, message, dir)
    yield { kind: 'ch1', dir, door: 'diameter', enabler, conn, flow, bytes, frame: one.frame }
    yield* this.#connections.behind(connection, message, dir)
  }

  #other({ from, to }: Message): void {
    const { others } = this.#counts
    const key = `${from} ${to}`
    if (others.has(key) || others.size < MAX_OTHERS) others.set(key, (others.get(key) ?? 0) + 1)
  }
}

/** Ours and the SUT's. */
function sidesOf({ from, to }: Message, dir: Direction): readonly [local: string, remote: string] {
  return dir === 'toSut' ? [from, to] : [to, from]
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
