// The few fields of a SIP message that say whose it is. What cannot be read says nothing; the bytes stay in the history.
import { aorOf, parseChargingVector, parseNameAddr, type ChargingVector, type SipMessage } from '@ch1/sip'

/** The URI in a name-addr. */
export function uriOf(headerValue: string | undefined): string | undefined {
  if (headerValue === undefined) return undefined
  try {
    return parseNameAddr(headerValue).uri
  } catch {
    return undefined // an unreadable address is no address; the bytes stay in the history
  }
}

/** The address of record of a URI: one, or none. */
export function aorOrNone(uri: string): readonly string[] {
  try {
    return [aorOf(uri)]
  } catch {
    return [] // no SIP URI names no user
  }
}

/** P-Charging-Vector. */
export function vectorOf(message: SipMessage): ChargingVector | undefined {
  const text = message.header('P-Charging-Vector')
  if (text === undefined) return undefined
  try {
    return parseChargingVector(text)
  } catch {
    return undefined
  }
}

/** icid-value of P-Charging-Vector. */
export function icidOf(message: SipMessage): string | undefined {
  return vectorOf(message)?.icid
}
