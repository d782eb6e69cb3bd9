// The P-headers that charging reads: who is asserted, which charging identifier, which charging addresses.
import { parseNameAddr, type NameAddr } from '../uri/name-addr'
import { SipParseError } from '../errors'
import { parseParams, splitList, trimmed, unquote, type Params } from './lists'
import type { SipMessage } from './message'

/** P-Charging-Vector: the IMS charging identifier and all parameters as written. */
export interface ChargingVector {
  readonly icid?: string
  readonly params: Params
}

/** P-Charging-Function-Addresses: charging data and event functions, first is primary. */
export interface ChargingFunctionAddresses {
  readonly ccf: readonly string[]
  readonly ecf: readonly string[]
}

/** RFC 7315 §5.6 — `icid-value=…;icid-generated-at=…;orig-ioi=…`. Throws {@link SipParseError}. */
export function parseChargingVector(text: string): ChargingVector {
  const params = parseParams(text, 'RFC 7315 §5.6')
  const icid = params.get('icid-value')
  return { ...(icid === undefined ? {} : { icid: unquote(icid) }), params }
}

/** RFC 7315 §5.5 — `ccf=…;ccf=…;ecf=…`; other parameters are passed over. */
export function parseChargingFunctionAddresses(text: string): ChargingFunctionAddresses {
  const found: { readonly ccf: string[]; readonly ecf: string[] } = { ccf: [], ecf: [] }
  for (const part of splitList(text, ';')) {
    const equals = part.indexOf('=')
    const name = trimmed(part.slice(0, Math.max(0, equals))).toLowerCase()
    if (name === 'ccf' || name === 'ecf') found[name].push(unquote(trimmed(part.slice(equals + 1))))
  }
  return found
}

/** RFC 3325 §9.1 — the asserted identities of a message (a sip and a tel URI, say); unreadable ones are left out. */
export function assertedIdentities(message: SipMessage): readonly NameAddr[] {
  return message.list('P-Asserted-Identity').flatMap((text) => {
    try {
      return [parseNameAddr(text)]
    } catch (error) {
      if (error instanceof SipParseError) return []
      throw error
    }
  })
}
