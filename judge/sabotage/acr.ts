// The Diameter side of a cut: its records with their answers, and how one is made to say something else.
import { avpAt, decodeMessage, encodeMessage, scalarAt, type Avp, type AvpInput, type DiameterMessage } from '@ch1/diameter/codec'
import { base64Of, bytesOf } from '../base64'
import type { HistoryEvent, RecordType } from '../history/events'

/** A CH-1 event. */
export type Ch1 = HistoryEvent & { readonly kind: 'ch1' }

/** One ACR of a cut. */
export interface Acr {
  readonly event: Ch1
  readonly message: DiameterMessage
  readonly type: RecordType | undefined
  readonly session: string
  /** Accounting-Record-Number; undefined where it has none. */
  readonly number: number | undefined
  /** Its ACA, where it was answered. */
  readonly answer: Ch1 | undefined
}

const ACCOUNTING = 271
const TYPES: Readonly<Record<number, RecordType>> = { 1: 'event', 2: 'start', 3: 'interim', 4: 'stop' }
/** Accounting-Record-Type as a number. */
export const TYPE_NUMBER = { event: 1, start: 2, interim: 3, stop: 4 } as const

const known = new WeakMap<HistoryEvent, DiameterMessage | 'unreadable'>()

/** The Diameter message of an event, read once; undefined for everything else. */
export function diameterOf(event: HistoryEvent): DiameterMessage | undefined {
  if (event.kind !== 'ch1' || event.door !== 'diameter') return undefined
  let message = known.get(event)
  if (message === undefined) {
    try {
      message = decodeMessage(bytesOf(event.bytes))
    } catch {
      message = 'unreadable'
    }
    known.set(event, message)
  }
  return message === 'unreadable' ? undefined : message
}

const acrs = new WeakMap<readonly HistoryEvent[], readonly Acr[]>()

/** Every ACR, in order, each with the first answer to it. Looked for once in the same events. */
export function acrsOf(events: readonly HistoryEvent[]): readonly Acr[] {
  const found = acrs.get(events) ?? acrsIn(events)
  acrs.set(events, found)
  return found
}

function acrsIn(events: readonly HistoryEvent[]): readonly Acr[] {
  const asked: { event: Ch1; message: DiameterMessage; answer?: Ch1 }[] = []
  for (const event of events) {
    const message = diameterOf(event)
    if (message?.commandCode !== ACCOUNTING || event.kind !== 'ch1') continue
    if (event.dir === 'fromSut') asked.push({ event, message })
    else {
      const request = asked.findLast((one) => !one.answer && answers(event, message, one))
      if (request) request.answer = event
    }
  }
  return asked.map(({ event, message, answer }) => ({
    event,
    message,
    type: TYPES[Number(scalarAt(message, 'Accounting-Record-Type'))],
    session: String(scalarAt(message, 'Session-Id') ?? ''),
    number: numberOf(message),
    answer,
  }))
}

/** Accounting-Record-Number; undefined where it has none. */
export function numberOf(message: DiameterMessage): number | undefined {
  const value = avpAt(message, 'Accounting-Record-Number')?.value
  return value?.ok === true && typeof value.value === 'number' ? value.value : undefined
}

function answers(event: Ch1, message: DiameterMessage, one: { readonly event: Ch1; readonly message: DiameterMessage }): boolean {
  return event.conn === one.event.conn && event.enabler === one.event.enabler && message.hopByHop === one.message.hopByHop
}

/** A member of a message that can be written again: raw, or a group by its name. */
export type Member = AvpInput

/** What becomes of the AVPs of one level. */
export type AvpEdit = (avps: readonly Avp[]) => readonly Member[]

/** The same message with other AVPs; `path` leads to the group that `edit` sees, the top level without. */
export function withAvps(message: DiameterMessage, path: readonly string[], edit: AvpEdit): Uint8Array {
  return encodeMessage({ ...headerOf(message), avps: level(message.avps, path, edit) })
}

function level(avps: readonly Avp[], [name, ...rest]: readonly string[], edit: AvpEdit): readonly Member[] {
  if (name === undefined) return edit(avps)
  return avps.map((avp) => (avp.name === name ? [name, level(membersOf(avp), rest, edit)] : rawOf(avp)))
}

/** An AVP as it came. */
export function rawOf({ code, vendorId, flags, data }: Avp): Member {
  return { code, vendorId, flags, data }
}

/** The members of a group; none of what is no group. */
export function membersOf({ value }: Avp): readonly Avp[] {
  return value.ok && Array.isArray(value.value) ? (value.value as readonly Avp[]) : []
}

/** Every AVP of this name, at any depth, gets what `data` makes of its data. */
export function withData(message: DiameterMessage, name: string, data: (avp: Avp) => Uint8Array): Uint8Array {
  const deep = (avps: readonly Avp[]): readonly Member[] =>
    avps.map((avp) => {
      if (avp.name === name) return { ...(rawOf(avp) as object), data: data(avp) } as Member
      const members = membersOf(avp)
      return members.length > 0 ? [avp.name, deep(members)] : rawOf(avp)
    })
  return encodeMessage({ ...headerOf(message), avps: deep(message.avps) })
}

function headerOf(message: DiameterMessage) {
  const { commandCode, applicationId, request, proxiable, error, retransmitted, hopByHop, endToEnd } = message
  return { commandCode, applicationId, request, proxiable, error, retransmitted, hopByHop, endToEnd }
}

/** The event with other bytes. */
export function withBytes(event: Ch1, bytes: Uint8Array): Ch1 {
  return { ...event, bytes: base64Of(bytes) }
}

/** Four octets of an Unsigned32. */
export function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

/** A text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
