// The CH-1 side of a history as flat facts: each sending of a record, the answer it got, and records as their sendings together.
import {
  fieldOf,
  readChargingAnswer,
  readChargingRequest,
  readHttpText,
  scalarsAt,
  type PlainGroup,
  type RecordType as HttpType,
} from '@ch1/charging-http'
import { avpsAt, decodeMessage, scalarAt, type DiameterMessage } from '@ch1/diameter/codec'
import type { HistoryEvent, RecordType } from '../history/events'
import { bare, octets } from './sip-seen'

/** What a record tells of itself, whichever binding carried it. */
export interface Told {
  readonly type: RecordType | undefined
  readonly session: string
  readonly number: number | undefined
  readonly origin: string
  readonly callIds: readonly string[]
  readonly icids: readonly string[]
  /** Every SIP or tel URI in it, bare. */
  readonly parties: ReadonlySet<string>
  readonly method: string | undefined
  readonly count: number | undefined
  /** PoC-Server-Role: 0 participating, 1 controlling. */
  readonly role: number | undefined
  /** Application-Service-Type and Role-Of-Node, as they stand. */
  readonly service: string
  /** Event-Timestamp, ms since 1970. */
  readonly atMs: number | undefined
}

/** One time that a record crossed CH-1. */
export interface Sending extends Told {
  readonly n: number
  readonly atUs: number
  /** Enabler and connection. */
  readonly line: string
  readonly resent: boolean
  readonly endToEnd: string
  /** Its content apart from what a resend may change. */
  readonly content: string
  /** What is wrong with its header (RFC 6733 §3) or its mandatory AVPs (3GPP TS 32.299 §6.2.2); empty when all is well. */
  readonly header: string
  readonly mandatory: string
  answer?: {
    readonly n: number
    readonly atUs: number
    readonly result: number
    readonly matches: boolean
    readonly intervalS: number
  }
}

/** A record: its first sending, and every further one with the same Session-Id and number. */
export interface RecordSeen extends Told {
  readonly sendings: readonly Sending[]
  readonly first: Sending
}

const TYPES: Readonly<Record<number, RecordType>> = { 1: 'event', 2: 'start', 3: 'interim', 4: 'stop' }
const MANDATORY = [
  ...['Session-Id', 'Origin-Host', 'Origin-Realm', 'Destination-Realm'],
  ...['Accounting-Record-Type', 'Accounting-Record-Number'],
]
const IMS = 'Service-Information/IMS-Information'
const COUNT = 'Service-Information/**/Number-Of-Participants'
const ROLE = 'Service-Information/**/PoC-Server-Role'
const SERVICE = 'Service-Information/**/Application-Service-Type'
const NODE_ROLE = `${IMS}/Role-Of-Node`

/** All sendings in order, each with its answer. */
export function sendingsSeen(events: readonly HistoryEvent[]): readonly Sending[] {
  const sendings: Sending[] = []
  const open = new Map<string, Sending>()
  const refs = new Map<string, string>()
  const asks = new Set<string>()
  for (const event of events) {
    if (event.kind !== 'ch1') continue
    const line = `${event.enabler}#${event.conn}`
    if (event.door === 'diameter') overDiameter(event, line, sendings, open, asks)
    else overHttp(event, line, sendings, open, refs)
  }
  return sendings.map((one) =>
    one.session === '' && refs.has(`n${one.n}`) ? { ...one, session: refs.get(`n${one.n}`) ?? '' } : one,
  )
}

/**
 * The sendings by record. One whose number or type cannot be read stands alone, and so does another record under a number already used.
 * `between`: what is between the SUT and us.
 */
export function recordsOf(sendings: readonly Sending[], between: 'direct' | 'agent' = 'direct'): readonly RecordSeen[] {
  const records: Sending[][] = []
  const byNumber = new Map<string, Sending[][]>()
  for (const one of sendings) {
    // RFC 6733 §3 — origin and End-to-End identifier name a request, however it may be renumbered
    const keys = [`${one.session}|${one.number ?? `n${one.n}`}`, `${one.origin}|e${one.endToEnd}`]
    const known = keys.flatMap((key) => byNumber.get(key) ?? []).find((sent) => isAgain(sent, one, between))
    if (known !== undefined) known.push(one)
    else {
      const record = [one]
      records.push(record)
      for (const key of keys) byNumber.set(key, [...(byNumber.get(key) ?? []), record])
    }
  }
  return records.flatMap((all) => {
    const [first] = all
    return first === undefined ? [] : [{ ...first, first, sendings: all }]
  })
}

// RFC 6733 §3, §9.4, §5.5.4 — End-to-End identifier, T flag; after an error a record may go as new. Without any of these it is a request of its
// own, whatever it says, and its number was used before (§9.8.3)
function isAgain(sent: readonly Sending[], one: Sending, between: 'direct' | 'agent'): boolean {
  const [first] = sent
  if (first === undefined) return false
  if (first.endToEnd === one.endToEnd && first.origin === one.origin) return true
  // §9.8.1 — a STOP is no START sent again, whatever its flags and number say
  if (one.resent && first.type === one.type) return true
  // what was refused, and not taken since, may be mended before it goes again
  const results = sent.flatMap(({ answer }) => (answer !== undefined && answer.atUs <= one.atUs ? [answer.result] : []))
  const isError = (result: number): boolean => Math.floor(result / 1000) !== 2
  // LV-21 — which of our answers an agent passed on nobody knows
  const isStill = between === 'direct' ? results.every(isError) : results.some(isError)
  const isRefused = first.answer !== undefined && results.length > 0 && isStill
  // §7.1.5 — what was refused for good does not, and another leg's record is another
  if (isRefused && results.some((result) => result >= 5000) && namesAnother(first, one)) return false
  return isRefused && first.session === one.session && first.number === one.number && first.type === one.type
}

function namesAnother({ callIds }: Sending, { callIds: others }: Sending): boolean {
  return callIds.length > 0 && others.length > 0 && !callIds.some((callId) => others.includes(callId))
}

type Ch1 = Extract<HistoryEvent, { readonly kind: 'ch1' }>

function overDiameter(event: Ch1, line: string, sendings: Sending[], open: Map<string, Sending>, asks: Set<string>): void {
  const bytes = octets(event.bytes)
  let message: DiameterMessage
  try {
    message = decodeMessage(bytes)
  } catch {
    return
  }
  // RFC 6733 §9.7 — ACR and ACA are command 271
  if (message.commandCode !== 271) return
  const asked = `${line}|${message.hopByHop}`
  // without a question of ours on this connection whatever the SUT sends is a record, or was meant as one
  if (event.dir === 'toSut' && message.request) asks.add(line)
  else if (event.dir === 'fromSut' && (message.request || !asks.has(line))) {
    const one: Sending = {
      ...toldByAvps(message),
      ...{ n: event.n, atUs: event.atUs, line, resent: (message.flags & 0x10) !== 0, endToEnd: String(message.endToEnd) },
      content: contentOf(message),
      header: headerFault(message),
      mandatory: mandatoryFault(message),
    }
    sendings.push(one)
    open.set(asked, one)
  } else if (event.dir === 'toSut') answered(event, message, open.get(asked))
}

function answered(event: Ch1, message: DiameterMessage, asked: Sending | undefined): void {
  if (asked === undefined || asked.answer !== undefined) return
  const result = Number(scalarAt(message, 'Result-Code') ?? 0)
  const number = scalarAt(message, 'Accounting-Record-Number')
  // RFC 6733 §9.7.2, §3 — an answer repeats number and End-to-End identifier; where it has another number it answers nothing
  const matches = String(message.endToEnd) === asked.endToEnd && (number === undefined || number === asked.number)
  const intervalS = Number(scalarAt(message, 'Acct-Interim-Interval') ?? 0)
  asked.answer = { n: event.n, atUs: event.atUs, result, matches, intervalS }
}

function toldByAvps(message: DiameterMessage): Told {
  const text = (path: string): readonly string[] =>
    avpsAt(message, path).flatMap(({ value }) => (value.ok && typeof value.value === 'string' ? [value.value] : []))
  const number = (path: string): number | undefined => {
    const value = scalarAt(message, path)
    return typeof value === 'number' ? value : undefined
  }
  const at = scalarAt(message, 'Event-Timestamp')
  return {
    type: TYPES[number('Accounting-Record-Type') ?? 0],
    session: text('Session-Id')[0] ?? '',
    number: number('Accounting-Record-Number'),
    origin: text('Origin-Host')[0] ?? '',
    callIds: [...text(`${IMS}/User-Session-Id`), ...text(`${IMS}/Outgoing-Session-Id`)],
    icids: text(`${IMS}/IMS-Charging-Identifier`),
    parties: urisIn(allText(message.avps)),
    method: text(`${IMS}/Event-Type/SIP-Method`)[0],
    count: number(COUNT),
    role: number(ROLE),
    service: [number(SERVICE), number(NODE_ROLE)].join(),
    atMs: at instanceof Date ? at.getTime() : undefined,
  }
}

function allText(avps: DiameterMessage['avps']): readonly string[] {
  return avps.flatMap(({ value }) => {
    if (!value.ok) return []
    if (Array.isArray(value.value)) return allText(value.value as DiameterMessage['avps'])
    return typeof value.value === 'string' ? [value.value] : []
  })
}

function urisIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.filter((text) => /^(sips?|tel):/i.test(text)).map(bare))
}

// RFC 6733 §3 and 3GPP TS 32.299 §6.2.2
function headerFault({ version, flags, applicationId }: DiameterMessage): string {
  if ((flags & 0x80) === 0) return 'the R bit is clear'
  if ((flags & 0x0f) !== 0) return 'a reserved bit is set'
  if (version !== 1) return `version ${version}`
  if ((flags & 0x40) === 0) return 'the P bit is clear'
  if ((flags & 0x20) !== 0) return 'the E bit is set in a request'
  return applicationId === 3 ? '' : `application ${applicationId}`
}

// RFC 6733 §9.7.1 — Session-Id first, and each of the six once
function mandatoryFault({ avps }: DiameterMessage): string {
  if (avps[0]?.name !== 'Session-Id') return 'Session-Id is not the first AVP'
  const wrong = MANDATORY.find((name) => avps.filter((avp) => avp.name === name).length !== 1)
  return wrong === undefined ? '' : `${wrong} ${avps.filter((avp) => avp.name === wrong).length} times`
}

/** Type and service data: what a resend repeats (RFC 6733 §9.4). Times of sending, states and routes may differ. */
function contentOf(message: DiameterMessage): string {
  const kept = ['Accounting-Record-Type', 'Accounting-Record-Number', 'Service-Information', 'User-Name', 'Service-Context-Id']
  return message.avps
    .filter(({ name }) => kept.includes(name))
    .map(({ code, data }) => `${code}:${Array.from(data, (octet) => octet.toString(16)).join(',')}`)
    .join(';')
}

function overHttp(event: Ch1, line: string, sendings: Sending[], open: Map<string, Sending>, refs: Map<string, string>): void {
  const key = `${event.enabler}|x${event.exchange ?? -1}`
  try {
    const { startLine, fields, body } = readHttpText(octets(event.bytes))
    if (event.dir === 'fromSut') {
      const [method = '', path = ''] = startLine.split(' ')
      const read = readChargingRequest({ method, path, fields, body })
      if (!read.ok) return
      const { request } = read
      const idempotency = fieldOf(fields, 'idempotency-key') ?? `n${event.n}`
      const one: Sending = {
        ...toldByData(request.type, request.data, request.ref ?? ''),
        ...{ n: event.n, atUs: event.atUs, line, resent: request.resent, endToEnd: idempotency },
        ...{ content: JSON.stringify([request.type, request.data['Service-Information'] ?? '']), header: '', mandatory: '' },
      }
      sendings.push(one)
      open.set(key, one)
    } else {
      const asked = open.get(key)
      const status = Number(startLine.split(' ')[1])
      if (asked === undefined || asked.answer !== undefined) return
      const read = readChargingAnswer({ status, fields, body })
      const { resultCode: result = 0, interimIntervalS: intervalS = 0 } = read
      asked.answer = { n: event.n, atUs: event.atUs, result, matches: true, intervalS }
      // a create learns its session from the answer; what repeats the key is of the same session
      if (asked.session === '' && read.ref !== undefined)
        for (const one of sendings) if (one.session === '' && one.endToEnd === asked.endToEnd) refs.set(`n${one.n}`, read.ref)
    }
  } catch {
    return // no HTTP of this binding: nobody's record
  }
}

function toldByData(type: HttpType, data: PlainGroup, ref: string): Told {
  const text = (path: string): readonly string[] => scalarsAt(data, path).map(String)
  const number = (path: string): number | undefined => {
    const [value] = scalarsAt(data, path)
    return value === undefined ? undefined : Number(value)
  }
  const at = text('Event-Timestamp')[0]
  return {
    type,
    session: ref,
    number: number('Accounting-Record-Number'),
    origin: text('Origin-Host')[0] ?? '',
    callIds: [...text(`${IMS}/User-Session-Id`), ...text(`${IMS}/Outgoing-Session-Id`)],
    icids: text(`${IMS}/IMS-Charging-Identifier`),
    parties: urisIn((JSON.stringify(data).match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((quoted) => String(JSON.parse(quoted)))),
    method: text(`${IMS}/Event-Type/SIP-Method`)[0],
    count: number(COUNT),
    role: number(ROLE),
    service: [number(SERVICE), number(NODE_ROLE)].join(),
    atMs: at === undefined ? undefined : Date.parse(at),
  }
}
