// Turns a decoded message back into what the encoder takes, so that tests can compare the two.
import type { Avp, AvpInput, DiameterMessage, MessageInput } from '@ch1/diameter'

/** The input that would give this message; AVPs without definition, or with a value that cannot be read, become raw. */
export function toInput(m: DiameterMessage): MessageInput {
  const { commandCode, applicationId, request, proxiable, error, retransmitted, hopByHop, endToEnd } = m
  const flags = { ...(proxiable && { proxiable }), ...(error && { error }), ...(retransmitted && { retransmitted }) }
  return { commandCode, applicationId, request, ...flags, hopByHop, endToEnd, avps: m.avps.map(avpInput) }
}

function avpInput(avp: Avp): AvpInput {
  const { code, vendorId, flags, data, value, definition } = avp
  if (definition === undefined || !value.ok) return { code, vendorId, flags, data }
  return [definition.name, Array.isArray(value.value) ? (value.value as readonly Avp[]).map(avpInput) : value.value]
}
