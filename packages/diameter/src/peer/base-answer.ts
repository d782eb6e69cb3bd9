// What every answer and every message of the base protocol has in common.
import { encodeMessage } from '../encode-message'
import type { AvpInput, DiameterMessage } from '../message'
import type { Identity } from './peer-types'

/** The two identifiers of a request. */
export interface RequestIds {
  readonly hopByHop: number
  readonly endToEnd: number
}

/** A request of the base protocol: application 0, not proxiable (RFC 6733 §5.3.1, §5.4.1, §5.5.1). */
export function baseRequest(commandCode: number, { hopByHop, endToEnd }: RequestIds, avps: readonly AvpInput[]): Uint8Array {
  return encodeMessage({ commandCode, applicationId: 0, request: true, hopByHop, endToEnd, avps })
}

/** RFC 6733 §6.2 — the answer repeats command, application, P bit and both identifiers of its request. */
export function baseAnswer(request: DiameterMessage, avps: readonly AvpInput[], error = false): Uint8Array {
  const { commandCode, applicationId, proxiable, hopByHop, endToEnd } = request
  return encodeMessage({ commandCode, applicationId, request: false, proxiable, error, hopByHop, endToEnd, avps })
}

/** Origin-Host and Origin-Realm, which every base message carries. */
export function originAvps({ originHost, originRealm }: Identity): readonly AvpInput[] {
  return [
    ['Origin-Host', originHost],
    ['Origin-Realm', originRealm],
  ]
}

/** Origin-State-Id, where there is one to tell. */
export function stateAvps({ originStateId }: Identity): readonly AvpInput[] {
  return originStateId === undefined ? [] : [['Origin-State-Id', originStateId]]
}
