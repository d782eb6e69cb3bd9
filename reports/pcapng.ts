// The slice's traffic as a capture file, built from the history: what tshark or Wireshark would have seen at the boundary.
import { CAPTURE_INBOUND, CAPTURE_OUTBOUND } from '../judge/history/capture-note'
import type { Flow, HistoryEvent } from '../judge/history/events'
import { interfaceBlock, packetBlock, sectionBlock } from './capture/blocks'
import { endsOf } from './capture/ends'
import { TCP_FLAG, tcpPacket, udpPacket, type End } from './capture/internet'
import { captureNote, type SliceContext } from './capture/note'
import { instantUs } from './clock-text'
import { harmless } from './harmless-text'
import { bytesOf } from './message-caption'

export interface PcapngInput {
  readonly events: readonly HistoryEvent[]
  /** ISO 8601 of the history's start. */
  readonly wallClock: string
  /** Without it the capture can be read by others, not judged. */
  readonly context?: SliceContext
}

type Peer = Extract<HistoryEvent, { kind: 'peer' }>
type Traffic = Extract<HistoryEvent, { kind: 'sip' | 'ch1' | 'garbage' }>

// One TCP segment must fit an IP packet: the rest of a longer message goes into the next.
const maxSegmentBytes = 60_000
// What a comment may hold: a longer note is none.
const maxCommentBytes = 65_535

/**
 * For `traffic.pcapng`: the `sip` and `ch1` events with their true addresses and times, as UDP datagrams and as TCP segments with
 * running numbers. A CH-1 connection that begins or ends in the slice does so by SYN and FIN. TLS flows are written in the clear. The
 * section's comments name the tshark command for the ports, and what `ch1 judge FILE` needs to know beside the packets.
 */
export function pcapng({ events, wallClock, context }: PcapngInput): Uint8Array {
  const traffic = events.filter(isTraffic)
  const streams = new Streams()
  const at = (atUs: number): bigint => instantUs(wallClock, atUs) ?? BigInt(Math.round(atUs))
  const packets: Uint8Array[] = []
  for (const event of events) {
    if (!isTraffic(event) && event.kind !== 'peer') continue
    for (const { bytes, isFromSut } of event.kind === 'peer' ? streams.peer(event) : streams.message(event))
      packets.push(packetBlock(at(event.atUs), bytes, isFromSut ? CAPTURE_INBOUND : CAPTURE_OUTBOUND, noteOf(event)))
  }
  const note = context ? [captureNote(events, packets.length, (atUs) => Number(at(atUs)), context)] : []
  const comments = [...note.filter((text) => Buffer.byteLength(text) <= maxCommentBytes), commentOf(traffic)]
  return Buffer.concat([sectionBlock(comments), interfaceBlock('boundary of the SUT'), ...packets])
}

/** What the core lost on purpose was never at the SUT; of garbage, what the SUT sent over CH-1 is judged by its bytes. */
function isTraffic(event: HistoryEvent): event is Traffic {
  if (event.kind === 'garbage') return event.plane === 'ch1'
  return (event.kind === 'sip' && event.lost !== true) || event.kind === 'ch1'
}

interface Packet {
  readonly bytes: Uint8Array
  readonly isFromSut: boolean
}

/** The packets of messages and connections, each direction of each flow with its own running numbers. */
class Streams {
  readonly #next = new Map<string, number>()
  readonly #ended = new Set<string>()
  #id = 0

  message(event: Traffic): readonly Packet[] {
    const { flow } = event
    const isFromSut = event.kind === 'garbage' || event.dir === 'fromSut'
    const payload = bytesOf(event)
    if (flow.transport === 'udp') {
      const [from, to] = sidesOf(flow, isFromSut)
      return [{ bytes: udpPacket(from, to, payload, this.#id++), isFromSut }]
    }
    const packets: Packet[] = []
    for (let begin = 0; begin < payload.length; begin += maxSegmentBytes) {
      const part = payload.subarray(begin, begin + maxSegmentBytes)
      packets.push(this.#segment(flow, isFromSut, TCP_FLAG.push | TCP_FLAG.ack, part, part.length))
    }
    return packets
  }

  /** The SUT connects; which end closed, the history does not say: it is written as ours. */
  peer({ state, flow }: Peer): readonly Packet[] {
    const key = streamKey(flow, false)
    const none = new Uint8Array(0)
    if (state === 'connected') {
      for (const isFromSut of [true, false]) this.#next.set(streamKey(flow, isFromSut), 0)
      this.#ended.delete(key)
      return [this.#segment(flow, true, TCP_FLAG.syn, none, 1), this.#segment(flow, false, TCP_FLAG.syn | TCP_FLAG.ack, none, 1)]
    }
    if (state !== 'closed' || this.#ended.has(key)) return []
    this.#ended.add(key)
    return [this.#segment(flow, false, TCP_FLAG.fin | TCP_FLAG.ack, none, 1)]
  }

  #segment(flow: Flow, isFromSut: boolean, flags: number, payload: Uint8Array, takes: number): Packet {
    const [from, to] = sidesOf(flow, isFromSut)
    const there = streamKey(flow, isFromSut)
    const seq = this.#next.get(there) ?? 1
    const ack = (flags & TCP_FLAG.ack) === 0 ? 0 : (this.#next.get(streamKey(flow, !isFromSut)) ?? 1)
    this.#next.set(there, (seq + takes) >>> 0)
    return { bytes: tcpPacket(from, to, { seq, ack, flags, payload, id: this.#id++ }), isFromSut }
  }
}

function sidesOf(flow: Flow, isFromSut: boolean): readonly [from: End, to: End] {
  const { local, remote } = endsOf(flow)
  return isFromSut ? [remote, local] : [local, remote]
}

function streamKey(flow: Flow, fromRemote: boolean): string {
  return fromRemote ? `${flow.remote} ${flow.local}` : `${flow.local} ${flow.remote}`
}

function noteOf(event: Traffic | Peer): string {
  const who =
    event.kind === 'sip'
      ? event.party
      : event.kind === 'garbage'
        ? 'bytes that are no message'
        : `${event.enabler} connection ${event.conn}${event.kind === 'peer' ? ` ${event.state}` : ''}`
  return `history event #${event.n}${who === undefined ? '' : ` (${harmless(who, 60)})`}`
}

function commentOf(traffic: readonly Traffic[]): string {
  return [
    'Made from the history of a ch1-conformance run: payloads, addresses and times are those recorded; IP, UDP and TCP headers are synthetic',
    '(TLS flows in the clear; which end closed a connection is not recorded). A packet comment names the history event.',
    `Read with: ${tsharkCommand(traffic)}`,
  ].join('\n')
}

/** `tshark -r traffic.pcapng -d udp.port==5070,sip -d tcp.port==3868,diameter`: our side of each flow decides. */
function tsharkCommand(traffic: readonly Traffic[]): string {
  const rules = new Set<string>()
  for (const event of traffic) {
    const layer = event.flow.transport === 'udp' ? 'udp' : 'tcp'
    const protocol = event.kind === 'sip' ? 'sip' : event.kind === 'ch1' && event.door !== 'diameter' ? 'http' : 'diameter'
    rules.add(`-d ${layer}.port==${endsOf(event.flow).local.port},${protocol}`)
    if (rules.size >= 50) break
  }
  return ['tshark -r traffic.pcapng', ...rules].join(' ')
}
