// ACR to CH-1: what the enabler needs to know of an accounting request, or the error answer that it calls for.
import { APPLICATION, avpAt, COMMAND, RESULT, scalarAt } from '@ch1/diameter'
import type { Avp, DiameterMessage, RawAvp } from '@ch1/diameter'
import type { RecordType } from '../../../../judge/history/events'

/** A readable ACR, or the Result-Code of its refusal with the AVP at fault. */
export type ReadRequest =
  | { readonly ok: true; readonly kind: RecordType; readonly session: string; readonly number: number }
  | { readonly ok: false; readonly resultCode: number; readonly failed?: RawAvp; readonly why: string }

// RFC 6733 §9.8.1 — EVENT, START, INTERIM, STOP.
const KINDS: ReadonlyMap<unknown, RecordType> = new Map<unknown, RecordType>([
  [1, 'event'],
  [2, 'start'],
  [3, 'interim'],
  [4, 'stop'],
])

const MUST_BE_THERE = [
  { name: 'Session-Id', code: 263, shortest: 0 },
  { name: 'Accounting-Record-Type', code: 480, shortest: 4 },
  { name: 'Accounting-Record-Number', code: 485, shortest: 4 },
]

const MANDATORY_FLAG = 0x40

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

// RFC 6733 §7.5 — Failed-AVP holds an example of what is missing: the shortest value, all zeros.
function missing(message: DiameterMessage): ReadRequest | undefined {
  const absent = MUST_BE_THERE.find(({ name }) => avpAt(message, name) === undefined)
  if (absent === undefined) return undefined
  const failed = { code: absent.code, vendorId: 0, flags: MANDATORY_FLAG, data: new Uint8Array(absent.shortest) }
  return { ok: false, resultCode: RESULT.MISSING_AVP, failed, why: `${absent.name} is missing` }
}

function values(message: DiameterMessage): ReadRequest {
  const session = scalarAt(message, 'Session-Id')
  const kind = KINDS.get(scalarAt(message, 'Accounting-Record-Type'))
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

/** An AVP with the octets it came with, to be put into another message. */
export function asItCame(avp: Avp): RawAvp {
  return { code: avp.code, vendorId: avp.vendorId, flags: avp.flags, data: avp.data }
}
