// Answers that refuse a request: the command's own answer where it can be composed, the answer-message with the E bit where not.
import { COMMAND } from '../commands'
import { encodeMessage } from '../encode-message'
import { FlatMessage } from '../flat/flat-message'
import type { AvpInput, DiameterMessage, RawAvp } from '../message'
import type { AnswerOrigin } from './answer-origin'
import { failedAvp } from './failed-avp'
import { accountingOf, isBaseAccounting, proxyInfosOf, sessionOf } from './repeated'

/** What is told about the refusal. */
export interface Refusal {
  readonly resultCode: number
  /** Words for people (RFC 6733 §7.3). */
  readonly errorMessage?: string | undefined
  /** The AVP at fault, as a `GrammarFinding` has it; it is put into one Failed-AVP. */
  readonly failed?: RawAvp | readonly RawAvp[] | undefined
  /** Further AVPs, in front of Proxy-Info. */
  readonly more?: readonly AvpInput[] | undefined
}

/**
 * The bytes of the answer that refuses `request`. RFC 6733 §6.2 — command, application, identifiers, P bit, Session-Id and all
 * Proxy-Info are those of the request. §7.1.3 — 3xxx with the E bit and the grammar of §7.2. §7.1.4, §7.1.5 — 4xxx and 5xxx
 * without E, in the grammar of the command; where the request does not have what that grammar wants (ACA: a legal record type and
 * number; RAA, STA, ASA: a Session-Id; CEA: always), a 5xxx takes the answer-message with the E bit, as §7.1.5 allows.
 * Throws `CodecError` when `request` is bytes that are no message by their header.
 */
export function errorAnswer(request: Uint8Array | FlatMessage | DiameterMessage, from: AnswerOrigin, o: Refusal): Uint8Array {
  const flat = asFlat(request)
  const session = sessionOf(flat)
  const commandAvps = ownAvps(flat, session.length > 0)
  const error = isProtocolError(o.resultCode) || (commandAvps === undefined && isPermanent(o.resultCode))
  // RFC 6733 §10.1 — no Origin-State-Id in a DPA.
  const isDisconnect = flat.commandCode === COMMAND.disconnectPeer
  const failed = o.failed === undefined ? [] : Array.isArray(o.failed) ? (o.failed as readonly RawAvp[]) : [o.failed as RawAvp]
  const origin: readonly AvpInput[] = [
    ['Origin-Host', from.originHost],
    ['Origin-Realm', from.originRealm],
  ]
  const result: readonly AvpInput[] = [['Result-Code', o.resultCode]]
  return encodeMessage({
    commandCode: flat.commandCode,
    applicationId: flat.applicationId,
    request: false,
    proxiable: flat.proxiable,
    error,
    hopByHop: flat.hopByHop,
    endToEnd: flat.endToEnd,
    avps: [
      ...session,
      ...(error ? [...origin, ...result] : [...result, ...origin, ...(commandAvps ?? [])]),
      ...(from.originStateId === undefined || isDisconnect ? [] : [['Origin-State-Id', from.originStateId] as const]),
      ...(o.errorMessage === undefined ? [] : [['Error-Message', o.errorMessage] as const]),
      ...(failed.length === 0 ? [] : [failedAvp(...failed)]),
      ...(o.more ?? []),
      ...proxyInfosOf(flat),
    ],
  })
}

const SESSION_COMMANDS: readonly number[] = [258, 274, 275]

// What the command's answer has beside result and origin; undefined when the request does not give it.
function ownAvps(request: FlatMessage, hasSession: boolean): readonly AvpInput[] | undefined {
  if (request.commandCode === COMMAND.accounting) {
    const accounting = hasSession ? accountingOf(request) : undefined
    if (accounting === undefined) return undefined
    return isBaseAccounting(request) ? [...accounting, ['Acct-Application-Id', request.applicationId]] : accounting
  }
  if (request.commandCode === COMMAND.capabilitiesExchange) return undefined
  return hasSession || !SESSION_COMMANDS.includes(request.commandCode) ? [] : undefined
}

function asFlat(request: Uint8Array | FlatMessage | DiameterMessage): FlatMessage {
  if (request instanceof FlatMessage) return request
  return new FlatMessage().read(request instanceof Uint8Array ? request : request.bytes)
}

function isProtocolError(resultCode: number): boolean {
  return resultCode >= 3000 && resultCode < 4000
}

function isPermanent(resultCode: number): boolean {
  return resultCode >= 5000 && resultCode < 6000
}
