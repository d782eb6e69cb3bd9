// Disconnect-Peer (282): the connection is about to be given up, and why (RFC 6733 §5.4).
import { scalarAt } from '../avp-path'
import { COMMAND, RESULT } from '../commands'
import type { DiameterMessage } from '../message'
import { baseAnswer, baseRequest, originAvps, type RequestIds } from './base-answer'
import type { Identity } from './peer-types'

/**
 * ```
 * DPR: Origin-Host Origin-Realm Disconnect-Cause
 * ```
 */
export function encodeDpr(identity: Identity, cause: number, ids: RequestIds): Uint8Array {
  return baseRequest(COMMAND.disconnectPeer, ids, [...originAvps(identity), ['Disconnect-Cause', cause]])
}

/**
 * ```
 * DPA: Result-Code Origin-Host Origin-Realm
 * ```
 */
export function encodeDpa(request: DiameterMessage, identity: Identity): Uint8Array {
  return baseAnswer(request, [['Result-Code', RESULT.SUCCESS], ...originAvps(identity)])
}

/** The Disconnect-Cause of a DPR; undefined when it has none that can be read. */
export function disconnectCauseOf(dpr: DiameterMessage): number | undefined {
  const cause = scalarAt(dpr, 'Disconnect-Cause')
  return typeof cause === 'number' ? cause : undefined
}
