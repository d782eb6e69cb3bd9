// The answers of the Diameter door: ACA (RFC 6733 §9.7.2, TS 32.299 §6.2.3) and the answer-message of protocol errors (RFC 6733 §7.2).
import { APPLICATION, avpAt, avpsAt, encodeMessage, scalarAt } from '@ch1/diameter'
import type { AvpInput, Dictionary, DiameterMessage, RawAvp } from '@ch1/diameter'
import type { Answer } from '../../rules'
import { asItCame } from './accounting-request'

/** Who answers. */
export interface Answerer {
  readonly originHost: string
  readonly originRealm: string
  readonly originStateId: number
}

/** What a refusal says beside its result code. */
export interface Blame {
  readonly failed?: RawAvp | undefined
  /** Words for people, RFC 6733 §7.3. */
  readonly errorMessage?: string | undefined
}

const WRONG_HOP_BY_HOP = 1_000

/** The bytes of the answer to `request`. A Result-Code 3xxx makes an answer-message with the E bit, every other an ACA. */
export function answerTo(
  request: DiameterMessage,
  from: Answerer,
  answer: Answer,
  { failed, errorMessage }: Blame = {},
  dictionary?: Dictionary,
): Uint8Array {
  // RFC 6733 §7.1.3 — protocol errors are told with the E bit, whatever the command.
  const isProtocolError = answer.resultCode >= 3_000 && answer.resultCode < 4_000
  const plain: readonly AvpInput[] = [
    ...repeated(request, 'Session-Id'),
    ['Result-Code', answer.resultCode],
    ['Origin-Host', from.originHost],
    ['Origin-Realm', from.originRealm],
    ...(isProtocolError ? [] : accounting(request, answer)),
    ...repeated(request, 'User-Name'),
    ...(answer.interimIntervalS === undefined ? [] : [['Acct-Interim-Interval', answer.interimIntervalS] as const]),
    ...(errorMessage === undefined ? [] : [['Error-Message', errorMessage] as const]),
    ...(failed === undefined ? [] : [['Failed-AVP', [failed]] as const]),
    ['Origin-State-Id', from.originStateId],
    // RFC 6733 §6.2 — every Proxy-Info goes back, in the order it came.
    ...avpsAt(request, 'Proxy-Info').map(asItCame),
  ]
  const omitted = new Set((answer.omit ?? []).map((name) => name.toLowerCase()))
  return encodeMessage(
    {
      commandCode: request.commandCode,
      applicationId: request.applicationId,
      request: false,
      // RFC 6733 §6.2 — P, Hop-by-Hop and End-to-End are the request's; T is never set in an answer.
      proxiable: request.proxiable,
      error: answer.errorBit ?? isProtocolError,
      hopByHop: identifier(answer.hopByHop, request.hopByHop),
      endToEnd: identifier(answer.endToEnd, request.endToEnd),
      avps: [...plain.filter((avp) => !omitted.has(nameOf(avp, request).toLowerCase())), ...(answer.add ?? [])],
    },
    dictionary,
  )
}

/** Whether the answer is nothing but a Result-Code of its own. */
export function isPlain(answer: Answer): boolean {
  return (
    answer.interimIntervalS === undefined &&
    answer.add === undefined &&
    answer.omit === undefined &&
    answer.recordNumber === undefined &&
    answer.hopByHop === undefined &&
    answer.endToEnd === undefined &&
    answer.errorBit === undefined
  )
}

function accounting(request: DiameterMessage, { recordNumber }: Answer): readonly AvpInput[] {
  return [
    ...repeated(request, 'Accounting-Record-Type'),
    ...(recordNumber === undefined
      ? repeated(request, 'Accounting-Record-Number')
      : [['Accounting-Record-Number', recordNumber === 'wrong' ? nextNumber(request) : recordNumber] as const]),
    ['Acct-Application-Id', APPLICATION.accounting],
  ]
}

function nextNumber(request: DiameterMessage): number {
  return (Number(scalarAt(request, 'Accounting-Record-Number') ?? 0) + 1) % 0x1_0000_0000
}

function identifier(wanted: number | 'wrong' | undefined, ofRequest: number): number {
  return wanted === 'wrong' ? (ofRequest + WRONG_HOP_BY_HOP) % 0x1_0000_0000 : (wanted ?? ofRequest)
}

function repeated(request: DiameterMessage, name: string): readonly AvpInput[] {
  const avp = avpAt(request, name)
  return avp === undefined ? [] : [asItCame(avp)]
}

function nameOf(avp: AvpInput, request: DiameterMessage): string {
  if ('0' in avp) return avp[0]
  return request.avps.find(({ code, vendorId }) => code === avp.code && vendorId === avp.vendorId)?.name ?? ''
}
