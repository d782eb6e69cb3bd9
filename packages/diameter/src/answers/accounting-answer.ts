// The Accounting-Answer as the encoder takes it (RFC 6733 §9.7.2, 3GPP TS 32.299 §6.2.3).
import { APPLICATION, COMMAND } from '../commands'
import type { FlatMessage } from '../flat/flat-message'
import type { AvpInput, MessageInput } from '../message'
import type { AnswerOrigin } from './answer-origin'
import { accountingOf, proxyInfosOf, sessionOf } from './repeated'

/**
 * The ACA to a request, in the order of the command's grammar; `more` AVPs stand before Proxy-Info. A request that lacks a legal
 * record type or number has an answer without both, which is no ACA: `errorAnswer` refuses such requests. Without request: the
 * answer to nobody, with zeros for what is the request's.
 */
export function accountingAnswer(
  request: FlatMessage | undefined,
  from: AnswerOrigin,
  resultCode: number,
  more: readonly AvpInput[] = [],
): MessageInput {
  const applicationId = request?.applicationId ?? APPLICATION.accounting
  const numbers: readonly AvpInput[] =
    request === undefined
      ? [
          ['Accounting-Record-Type', 0],
          ['Accounting-Record-Number', 0],
        ]
      : (accountingOf(request) ?? [])
  return {
    commandCode: COMMAND.accounting,
    applicationId,
    request: false,
    proxiable: request?.proxiable ?? true,
    hopByHop: request?.hopByHop ?? 0,
    endToEnd: request?.endToEnd ?? 0,
    avps: [
      ...(request === undefined ? [] : sessionOf(request)),
      ['Result-Code', resultCode],
      ['Origin-Host', from.originHost],
      ['Origin-Realm', from.originRealm],
      ...numbers,
      ...(applicationId === APPLICATION.accounting ? [['Acct-Application-Id', applicationId] as const] : []),
      ...(from.originStateId === undefined ? [] : [['Origin-State-Id', from.originStateId] as const]),
      ...more,
      ...(request === undefined ? [] : proxyInfosOf(request)),
    ],
  }
}
