// ACR to CH-1: what the enabler needs to know of an accounting request, or the error answer that it calls for.
import { APPLICATION, avpAt, avpsAt, COMMAND, decodeMessage, RESULT, scalarAt } from '@ch1/diameter'
import type { Avp, AvpScalar, Dictionary, DiameterMessage, RawAvp } from '@ch1/diameter'
import type { RecordType } from '../../../../judge/history/events'
import type { Ch1Request } from '../../rules'

/** A readable ACR, or the Result-Code of its refusal with the AVP at fault. */
export type ReadRequest =
  | { readonly ok: true; readonly kind: RecordType; readonly session: string; readonly number: number }
  | { readonly ok: false; readonly resultCode: number; readonly failed?: RawAvp; readonly why: string }

// RFC 6733 §9.8.1 — EVENT, START, INTERIM, STOP.
const KINDS: readonly (RecordType | undefined)[] = [undefined, 'event', 'start', 'interim', 'stop']

const MUST_BE_THERE = [
  { name: 'Session-Id', code: 263, shortest: 0 },
  { name: 'Accounting-Record-Type', code: 480, shortest: 4 },
  { name: 'Accounting-Record-Number', code: 485, shortest: 4 },
]

const MANDATORY_FLAG = 0x40

/** The record type of an Accounting-Record-Type. */
export function kindOf(recordType: unknown): RecordType | undefined {
  return typeof recordType === 'number' ? KINDS[recordType] : undefined
}

/** Reads a request that is not one of the base protocol's own. */
export function readRequest(message: DiameterMessage): ReadRequest {
  const { applicationId, commandCode } = message
  const isBase = applicationId === APPLICATION.base && commandCode !== COMMAND.accounting
  // RFC 6733 §7.1.3 — an application that was not agreed on, then a command the application does not have.
  if (applicationId !== APPLICATION.accounting && !isBase) {
    return {
      ok: false,
      resultCode: RESULT.APPLICATION_UNSUPPORTED,
      why: `application ${applicationId} is not base accounting (3)`,
    }
  }
  if (commandCode !== COMMAND.accounting)
    return { ok: false, resultCode: RESULT.COMMAND_UNSUPPORTED, why: `command ${commandCode} is not 271` }
  return missing(message) ?? values(message)
}

/** What a request has beside its message. */
export interface RequestFacts {
  readonly kind: RecordType
  readonly session: string
  readonly number: number
  readonly resent: boolean
  readonly event: number
}

/** An ACR as the rules see it. Its bytes must be its own; they are decoded when something in them is asked for. */
export class DiameterRequest implements Ch1Request {
  readonly kind: RecordType
  readonly session: string
  readonly number: number
  readonly resent: boolean
  readonly event: number
  readonly door = 'diameter'
  readonly bytes: Uint8Array
  readonly #dictionary: Dictionary | undefined
  #message: DiameterMessage | undefined

  constructor(facts: RequestFacts, bytes: Uint8Array, dictionary: Dictionary | undefined) {
    this.kind = facts.kind
    this.session = facts.session
    this.number = facts.number
    this.resent = facts.resent
    this.event = facts.event
    this.bytes = bytes
    this.#dictionary = dictionary
  }

  get message(): DiameterMessage {
    return (this.#message ??= decodeMessage(this.bytes, this.#dictionary))
  }

  get size(): number {
    return this.bytes.length
  }

  get origin(): string | undefined {
    const origin = scalarAt(this.message, 'Origin-Host')
    return typeof origin === 'string' ? origin : undefined
  }

  values(path: string): readonly AvpScalar[] {
    return avpsAt(this.message, path).flatMap(({ value }) => (value.ok && !isGroup(value.value) ? [value.value] : []))
  }

  has(path: string): boolean {
    return avpAt(this.message, path) !== undefined
  }
}

/** An AVP with the octets it came with, to be put into another message. */
export function asItCame(avp: Avp): RawAvp {
  return { code: avp.code, vendorId: avp.vendorId, flags: avp.flags, data: avp.data }
}

// RFC 6733 §7.5 — Failed-AVP holds an example of what is missing: the shortest value, all zeros.
function missing(message: DiameterMessage): ReadRequest | undefined {
  const absent = MUST_BE_THERE.find(({ name }) => avpAt(message, name) === undefined)
  if (absent === undefined) return undefined
  const failed = { code: absent.code, vendorId: 0, flags: MANDATORY_FLAG, data: new Uint8Array(absent.shortest) }
  return { ok: false, resultCode: RESULT.MISSING_AVP, failed, why: `${absent.name} is missing` }
}

function values(message: DiameterMessage): ReadRequest {
  const session = scalarAt(message, 'Session-Id')
  const kind = kindOf(scalarAt(message, 'Accounting-Record-Type'))
  const number = scalarAt(message, 'Accounting-Record-Number')
  if (typeof session !== 'string') return invalid(message, 'Session-Id')
  if (kind === undefined) return invalid(message, 'Accounting-Record-Type')
  if (typeof number !== 'number') return invalid(message, 'Accounting-Record-Number')
  return { ok: true, kind, session, number }
}

function invalid(message: DiameterMessage, name: string): ReadRequest {
  const avp = avpAt(message, name)
  return {
    ok: false,
    resultCode: RESULT.INVALID_AVP_VALUE,
    ...(avp ? { failed: asItCame(avp) } : {}),
    why: `${name} says nothing legal`,
  }
}

function isGroup(value: AvpScalar | readonly Avp[]): value is readonly Avp[] {
  return Array.isArray(value)
}
