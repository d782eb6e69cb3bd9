// The slice's traffic as a capture file, built from the history: what tshark or Wireshark would have seen at the boundary.
import type { Flow, HistoryEvent } from '../judge/history/events'
import { interfaceBlock, packetBlock, sectionBlock } from './capture/blocks'
import { endsOf } from './capture/ends'
import { tcpPacket, udpPacket } from './capture/internet'
import { instantUs } from './clock-text'
import { harmless } from './harmless-text'
import { bytesOf } from './message-caption'

export interface PcapngInput {
  readonly events: readonly HistoryEvent[]
  /** ISO 8601 of the history's start. */
  readonly wallClock: string
}

type Traffic = Extract<HistoryEvent, { kind: 'sip' | 'ch1' }>

// One TCP segment must fit an IP packet: the rest of a longer message goes into the next.
const maxSegmentBytes = 60_000

/**
 * For `traffic.pcapng`: the `sip` and `ch1` events with their true addresses and times, as UDP datagrams and as TCP segments with
 * running numbers and no handshake. TLS flows are written in the clear. The section's comment names the tshark command for the ports.
 */
export function pcapng(o: PcapngInput): Uint8Array {
  // what the core lost on purpose was never at the SUT
  const traffic = o.events.filter(
    (event): event is Traffic => (event.kind === 'sip' && event.lost !== true) || event.kind === 'ch1',
  )
  const nextSeq = new Map<string, number>()
  const blocks: Uint8Array[] = [sectionBlock(commentOf(traffic)), interfaceBlock('boundary of the SUT')]
  let id = 0
  for (const event of traffic) {
    const atUs = instantUs(o.wallClock, event.atUs) ?? BigInt(Math.round(event.atUs))
    for (const packet of packetsOf(event, nextSeq, () => id++)) blocks.push(packetBlock(atUs, packet, noteOf(event)))
  }
  return Buffer.concat(blocks)
}

function packetsOf(event: Traffic, nextSeq: Map<string, number>, nextId: () => number): readonly Uint8Array[] {
  const { local, remote } = endsOf(event.flow)
  const [from, to] = event.dir === 'fromSut' ? [remote, local] : [local, remote]
  const payload = bytesOf(event)
  if (event.flow.transport === 'udp') return [udpPacket(from, to, payload, nextId())]
  const there = streamKey(event.flow, event.dir === 'fromSut')
  const back = streamKey(event.flow, event.dir !== 'fromSut')
  const packets: Uint8Array[] = []
  for (let at = 0; at < payload.length; at += maxSegmentBytes) {
    const part = payload.subarray(at, at + maxSegmentBytes)
    const seq = nextSeq.get(there) ?? 1
    packets.push(tcpPacket(from, to, { seq, ack: nextSeq.get(back) ?? 1, payload: part, id: nextId() }))
    nextSeq.set(there, (seq + part.length) >>> 0)
  }
  return packets
}

function streamKey(flow: Flow, fromRemote: boolean): string {
  return fromRemote ? `${flow.remote} ${flow.local}` : `${flow.local} ${flow.remote}`
}

function noteOf(event: Traffic): string {
  const who = event.kind === 'sip' ? event.party : `${event.enabler} connection ${event.conn}`
  return `history event #${event.n}${who === undefined ? '' : ` (${harmless(who, 60)})`}`
}

function commentOf(traffic: readonly Traffic[]): string {
  return [
    'Made from the history of a ch1-conformance run: payloads, addresses and times are those recorded; IP, UDP and TCP headers are synthetic',
    '(no handshake; TLS flows in the clear). A packet comment names the history event.',
    `Read with: ${tsharkCommand(traffic)}`,
  ].join('\n')
}

/** `tshark -r traffic.pcapng -d udp.port==5070,sip -d tcp.port==3868,diameter`: our side of each flow decides. */
function tsharkCommand(traffic: readonly Traffic[]): string {
  const rules = new Set<string>()
  for (const event of traffic) {
    const layer = event.flow.transport === 'udp' ? 'udp' : 'tcp'
    const protocol = event.kind === 'sip' ? 'sip' : event.door === 'diameter' ? 'diameter' : 'http'
    rules.add(`-d ${layer}.port==${endsOf(event.flow).local.port},${protocol}`)
    if (rules.size >= 50) break
  }
  return ['tshark -r traffic.pcapng', ...rules].join(' ')
}
