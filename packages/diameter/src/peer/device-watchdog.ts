// Device-Watchdog (280): is the peer still there? (RFC 6733 §5.5)
import { COMMAND, RESULT } from '../commands'
import type { DiameterMessage } from '../message'
import { baseAnswer, baseRequest, originAvps, stateAvps, type RequestIds } from './base-answer'
import type { Identity } from './peer-types'

/**
 * ```
 * DWR: Origin-Host Origin-Realm [Origin-State-Id]
 * ```
 */
export function encodeDwr(identity: Identity, ids: RequestIds): Uint8Array {
  return baseRequest(COMMAND.deviceWatchdog, ids, [...originAvps(identity), ...stateAvps(identity)])
}

/**
 * ```
 * DWA: Result-Code Origin-Host Origin-Realm [Origin-State-Id]
 * ```
 */
export function encodeDwa(request: DiameterMessage, identity: Identity): Uint8Array {
  return baseAnswer(request, [['Result-Code', RESULT.SUCCESS], ...originAvps(identity), ...stateAvps(identity)])
}
