// From frames to messages: SIP datagrams, and the SIP and Diameter messages of TCP streams, with what was missed between them.
import { MessageFramer as DiameterFramer } from '@ch1/diameter'
import { DEFAULT_STREAM_LIMITS, MessageFramer as SipFramer } from '@ch1/sip'
import type { CaptureItem, Frame } from './frame'
import { insideOf, type Segment } from './internet'
import { ipPacketOf } from './link'
import { beginsSip, protocolOf, type Protocol } from './protocols'
import { TcpDirection, type Delivered } from './tcp-direction'

/** Where something stands in the capture. */
interface At {
  readonly frame: number
  readonly atUs: number
}

/** Both ends of what was sent, and pcapng's flags of the packet. */
interface Between {
  readonly transport: 'udp' | 'tcp'
  readonly from: string
  readonly to: string
  readonly flags: number
}

/** What a capture tells, in its order. */
export type Sighting = At &
  (
    | ({ readonly kind: 'message'; readonly protocol: Protocol; readonly bytes: Uint8Array } & Between)
    /** Bytes of a stream that are no message: nothing more of this direction can be read. */
    | ({ readonly kind: 'garbage'; readonly protocol: Protocol; readonly bytes: Uint8Array; readonly why: string } & Between)
    /** A TCP connection was opened by `from`, or ended. */
    | ({ readonly kind: 'opened' | 'ended' } & Between)
    /** Something crossed the wire that the capture does not have. */
    | { readonly kind: 'missed'; readonly why: string; readonly between?: Between }
    /** The capturing program lost frames, it does not say where. */
    | { readonly kind: 'lost'; readonly why: string }
    /** HTTP or SCTP: seen, and not read. */
    | { readonly kind: 'unread'; readonly protocol: 'http' | 'sctp' }
    | { readonly kind: 'section'; readonly comments: readonly string[] }
  )

/** Connections that are followed at a time; of more, the one that was silent for longest is forgotten. */
const MAX_CONNECTIONS = 20_000
const MAX_SYNC_BYTES = 65_536
/** So much is held back at most until it is known whether a hole in a stream stays one. */
const MAX_HELD = 100_000
const SCTP = 132
/** Times that fall back further than this are in no order that can be judged. */
const MAX_BACK_US = 50_000

interface Direction {
  readonly tcp: TcpDirection
  protocol?: Protocol | undefined
  diameter?: DiameterFramer | undefined
  sip?: SipFramer | undefined
  /** What came before the protocol was clear. */
  early: Uint8Array
  /** Its next bytes may be the middle of a message: its beginning was not captured, or something was missed. */
  isLost: boolean
  /** Bytes came that are no message. */
  isBroken?: boolean
  /** What was missed of it before it was clear that it matters. */
  missed?: string | undefined
  readonly connection: Connection
  /** `from to` */
  readonly ends: string
}

interface Connection {
  readonly directions: Map<string, Direction>
  /** It carried SIP or Diameter: what is missed of it matters. */
  protocol?: Protocol
}

export class Messages {
  readonly #connections = new Map<string, Connection>()
  readonly #holes = new Set<Direction>()
  #held: Sighting[] = []
  #lastUs = -Infinity
  #at: At = { frame: 0, atUs: 0 }

  /**
   * What the next item of the capture tells. While bytes of a stream are missing that may still come, all is held back: once they are
   * known not to come, that stands before whatever was seen behind them, or the judge would have waited for them in vain.
   */
  take(item: CaptureItem): Generator<Sighting> {
    return this.#inOrder(this.#item(item))
  }

  *#item(item: CaptureItem): Generator<Sighting> {
    if (item.kind === 'section') yield { kind: 'section', ...this.#at, comments: item.comments }
    else if (item.kind === 'losses')
      yield { kind: 'lost', ...this.#at, why: `the capturing program lost ${item.frames} frames (${item.where})` }
    else yield* this.#frame(item)
  }

  /** The capture is over. */
  over(): Generator<Sighting> {
    return this.#inOrder(this.#rest())
  }

  *#inOrder(sightings: Iterable<Sighting>): Generator<Sighting> {
    for (const one of sightings) {
      if (one.kind === 'missed') this.#held.unshift({ ...one, atUs: this.#held[0]?.atUs ?? one.atUs })
      else this.#held.push(one)
    }
    const [first] = this.#held
    if (!first || (this.#holes.size > 0 && this.#held.length <= MAX_HELD)) return
    if (this.#holes.size > 0)
      yield { kind: 'missed', frame: first.frame, atUs: first.atUs, why: 'too much came behind missing bytes of a TCP stream' }
    yield* this.#held
    this.#held = []
  }

  *#rest(): Generator<Sighting> {
    this.#holes.clear()
    for (const connection of this.#connections.values())
      for (const [key, direction] of connection.directions)
        yield* this.#delivered(direction, direction.tcp.over(), betweenOf(key))
  }

  *#frame(frame: Frame): Generator<Sighting> {
    const isBack = frame.atUs < this.#lastUs - MAX_BACK_US
    this.#lastUs = Math.max(this.#lastUs, frame.atUs)
    this.#at = { frame: frame.number, atUs: this.#lastUs }
    if (frame.dropped > 0)
      yield {
        kind: 'missed',
        ...this.#at,
        why: `the capturing program lost ${frame.dropped} frames before frame ${frame.number}`,
      }
    const packet = ipPacketOf(frame)
    if (!packet) return
    const inside = insideOf(packet)
    if (inside.kind === 'cut') yield this.#missed(inside, `frame ${frame.number} was stored cut short`)
    else if (inside.kind === 'fragment')
      yield this.#missed(inside, `frame ${frame.number} is an IP fragment; fragments are not put together`)
    else if (inside.kind === 'other' && inside.protocol === SCTP) yield { kind: 'unread', ...this.#at, protocol: 'sctp' }
    else if (inside.kind === 'segment') {
      if (isBack) yield { kind: 'missed', ...this.#at, why: `the times of the capture fall back at frame ${frame.number}` }
      yield* inside.transport === 'udp' ? this.#datagram(inside, frame) : this.#segment(inside, frame)
      for (const direction of this.#holes)
        if (direction.tcp.isHopeless(this.#at.atUs))
          yield* this.#delivered(direction, direction.tcp.over(), betweenOf(direction.ends))
    }
  }

  #missed({ from, to }: { readonly from: string; readonly to: string }, why: string): Sighting {
    return { kind: 'missed', ...this.#at, why, between: { transport: 'udp', from, to, flags: 0 } }
  }

  *#datagram(segment: Segment, { flags, number }: Frame): Generator<Sighting> {
    const { from, to, payload, missing } = segment
    if (!beginsSip(payload)) return // RFC 5626 §3.5.1 — pings and STUN share the port
    const between = { transport: 'udp', from, to, flags } as const
    if (missing > 0)
      yield { kind: 'missed', ...this.#at, between, why: `frame ${number} was stored without its last ${missing} bytes` }
    else yield { kind: 'message', ...this.#at, protocol: 'sip', bytes: payload.slice(), ...between }
  }

  *#segment(segment: Segment, { flags }: Frame): Generator<Sighting> {
    const { from, to, sequence, payload, syn, fin, rst, acknowledged } = segment
    const between = { transport: 'tcp', from, to, flags } as const
    if (syn && acknowledged === undefined) yield* this.#syn(segment, between)
    const connection = this.#connectionOf(from, to)
    const direction = directionOf(connection, from, to)
    const other = directionOf(connection, to, from)
    if (syn) {
      if (!direction.tcp.isKnown) {
        direction.tcp.syn(sequence)
        direction.isLost = false
      }
    } else {
      const stored = segment.missing > 0 ? payload.subarray(0, 0) : payload // a segment that was cut short is a hole
      yield* this.#delivered(direction, direction.tcp.take(sequence, stored, fin, this.#at.atUs), between)
    }
    if (acknowledged !== undefined && !rst)
      yield* this.#delivered(other, other.tcp.acknowledged(acknowledged, this.#at.atUs), turned(between))
    if (rst || (direction.tcp.isEnded && other.tcp.isEnded)) yield* this.#end(from, to, between)
  }

  // A SYN sent again opens nothing new.
  *#syn({ from, to, sequence }: Segment, between: Between): Generator<Sighting> {
    const known = this.#connections.get(keyOf(from, to))
    if (known?.directions.get(`${from} ${to}`)?.tcp.isOpenedBy(sequence) === true) return
    if (known) yield* this.#end(from, to, between)
    yield { kind: 'opened', ...this.#at, ...between }
  }

  *#end(from: string, to: string, between: Between): Generator<Sighting> {
    const key = keyOf(from, to)
    const connection = this.#connections.get(key)
    if (!connection) return
    this.#connections.delete(key)
    for (const [ends, direction] of connection.directions)
      yield* this.#delivered(direction, direction.tcp.over(), betweenOf(ends))
    yield { kind: 'ended', ...this.#at, ...between }
  }

  *#delivered(direction: Direction, delivered: readonly Delivered[], between: Between): Generator<Sighting> {
    const { protocol } = direction.connection
    for (const one of delivered) {
      if (one === 'end') yield { kind: 'ended', ...this.#at, ...between }
      else if ('missing' in one) {
        forget(direction)
        const why = `${one.missing} from ${between.from} to ${between.to} are missing before frame ${this.#at.frame}`
        if (protocol === undefined) direction.missed = why
        else if (protocol !== 'http') yield { kind: 'missed', ...this.#at, between, why }
      } else yield* this.#bytes(direction, one.bytes, between)
    }
    if (direction.tcp.hasHole && protocol !== 'http') this.#holes.add(direction)
    else this.#holes.delete(direction)
  }

  *#bytes(direction: Direction, bytes: Uint8Array, between: Between): Generator<Sighting> {
    let chunk = bytes
    if (direction.isBroken) {
      forget(direction)
      yield {
        kind: 'missed',
        ...this.#at,
        between,
        why: `what ${between.from} sends to ${between.to} behind bytes that are no message`,
      }
    }
    if (direction.protocol === undefined) {
      const early = Buffer.concat([direction.isLost ? new Uint8Array(0) : direction.early, chunk])
      const protocol = protocolOf(early)
      if (protocol === undefined) {
        direction.early = early.length > MAX_SYNC_BYTES ? new Uint8Array(0) : early
        if (early.length > MAX_SYNC_BYTES) direction.isLost = true
        return
      }
      direction.protocol = protocol
      direction.early = new Uint8Array(0)
      if (protocol === 'http') yield { kind: 'unread', ...this.#at, protocol }
      direction.connection.protocol ??= protocol
      if (direction.missed !== undefined && protocol !== 'http')
        yield { kind: 'missed', ...this.#at, between, why: direction.missed }
      direction.missed = undefined
      chunk = early
    }
    if (direction.protocol === 'http') return
    yield* direction.protocol === 'diameter' ? this.#diameter(direction, chunk, between) : this.#sip(direction, chunk, between)
  }

  *#diameter(direction: Direction, chunk: Uint8Array, between: Between): Generator<Sighting> {
    direction.diameter ??= new DiameterFramer()
    const framer = direction.diameter
    let messages: readonly Uint8Array[] = []
    try {
      messages = framer.push(chunk)
    } catch {
      // the fault is told below
    }
    for (const bytes of messages) yield { kind: 'message', ...this.#at, protocol: 'diameter', bytes: bytes.slice(), ...between }
    const { fault } = framer
    if (!fault) return
    direction.isBroken = true
    yield { kind: 'garbage', ...this.#at, protocol: 'diameter', bytes: framer.buffered, why: fault.message, ...between }
  }

  *#sip(direction: Direction, chunk: Uint8Array, between: Between): Generator<Sighting> {
    direction.sip ??= new SipFramer(DEFAULT_STREAM_LIMITS)
    for (const frame of direction.sip.push(chunk)) {
      if (frame.kind === 'message') yield { kind: 'message', ...this.#at, protocol: 'sip', bytes: frame.bytes, ...between }
      else if (frame.kind === 'fault') {
        direction.isBroken = true
        yield { kind: 'garbage', ...this.#at, protocol: 'sip', bytes: frame.bytes, why: frame.why.message, ...between }
      }
    }
  }

  #connectionOf(from: string, to: string): Connection {
    const key = keyOf(from, to)
    const known = this.#connections.get(key)
    if (known) {
      this.#connections.delete(key) // the youngest stands last
      this.#connections.set(key, known)
      return known
    }
    const connection: Connection = { directions: new Map() }
    this.#connections.set(key, connection)
    if (this.#connections.size > MAX_CONNECTIONS) {
      const [oldest] = this.#connections.keys()
      if (oldest !== undefined) this.#connections.delete(oldest)
    }
    return connection
  }
}

function directionOf(connection: Connection, from: string, to: string): Direction {
  const key = `${from} ${to}`
  const known = connection.directions.get(key)
  if (known) return known
  const direction: Direction = { tcp: new TcpDirection(), early: new Uint8Array(0), isLost: true, connection, ends: key }
  connection.directions.set(key, direction)
  return direction
}

/** What comes next may be the middle of a message. */
function forget(direction: Direction): void {
  direction.protocol = undefined
  direction.diameter = undefined
  direction.sip = undefined
  direction.early = new Uint8Array(0)
  direction.isLost = true
  direction.isBroken = false
}

function keyOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

function betweenOf(key: string): Between {
  const [from = '', to = ''] = key.split(' ')
  return { transport: 'tcp', from, to, flags: 0 }
}

function turned({ transport, from, to, flags }: Between): Between {
  // pcapng's direction bits, the other way
  const turnedFlags = (flags & 3) === 0 ? flags : flags ^ 3
  return { transport, from: to, to: from, flags: turnedFlags }
}
