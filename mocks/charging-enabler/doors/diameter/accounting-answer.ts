// The answers of the Diameter door: ACA (RFC 6733 §9.7.2, TS 32.299 §6.2.3) and the answer-message of protocol errors (RFC 6733 §7.2).
import { APPLICATION, avpAt, avpsAt, encodeMessage } from '@ch1/diameter'
import type { AvpInput, DiameterMessage, RawAvp } from '@ch1/diameter'
import { asItCame } from './accounting-request'

/** Who answers. */
export interface Answerer {
  readonly originHost: string
  readonly originRealm: string
  readonly originStateId: number
}

/** What the answer says, beside what it repeats of the request. */
export interface Outcome {
  readonly resultCode: number
  readonly failed?: RawAvp | undefined
  /** Words for people, RFC 6733 §7.3. */
  readonly errorMessage?: string | undefined
}

/** The bytes of the answer to `request`. A Result-Code 3xxx makes an answer-message with the E bit, every other an ACA. */
export function answerTo(request: DiameterMessage, from: Answerer, outcome: Outcome): Uint8Array {
  // RFC 6733 §7.1.3 — protocol errors are told with the E bit, whatever the command.
  const isProtocolError = outcome.resultCode >= 3_000 && outcome.resultCode < 4_000
  return encodeMessage({
    commandCode: request.commandCode,
    applicationId: request.applicationId,
    request: false,
    // RFC 6733 §6.2 — P, Hop-by-Hop and End-to-End are the request's; T is never set in an answer.
    proxiable: request.proxiable,
    error: isProtocolError,
    hopByHop: request.hopByHop,
    endToEnd: request.endToEnd,
    avps: [
      ...repeated(request, 'Session-Id'),
      ['Result-Code', outcome.resultCode],
      ['Origin-Host', from.originHost],
      ['Origin-Realm', from.originRealm],
      ...(isProtocolError ? [] : accounting(request)),
      ...repeated(request, 'User-Name'),
      ...(outcome.errorMessage === undefined ? [] : [['Error-Message', outcome.errorMessage] as const]),
      ...(outcome.failed === undefined ? [] : [['Failed-AVP', [outcome.failed]] as const]),
      ['Origin-State-Id', from.originStateId],
      // RFC 6733 §6.2 — every Proxy-Info goes back, in the order it came.
      ...avpsAt(request, 'Proxy-Info').map(asItCame),
    ],
  })
}

function accounting(request: DiameterMessage): readonly AvpInput[] {
  return [
    ...repeated(request, 'Accounting-Record-Type'),
    ...repeated(request, 'Accounting-Record-Number'),
    ['Acct-Application-Id', APPLICATION.accounting],
  ]
}

function repeated(request: DiameterMessage, name: string): readonly AvpInput[] {
  const avp = avpAt(request, name)
  return avp === undefined ? [] : [asItCame(avp)]
}
