// What the messages of the grammar tests are made of.
import { encodeMessage, type AvpInput, type MessageInput } from '@ch1/diameter'

/** The header of an ACR. */
export const header = { commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop: 1, endToEnd: 2 }
/** The Session-Id of every message here. */
export const session: AvpInput = ['Session-Id', 'a;1;2']
/** What else an ACR must have. */
export const start: readonly AvpInput[] = [
  ['Origin-Host', 'a'],
  ['Origin-Realm', 'b'],
  ['Destination-Realm', 'c'],
  ['Accounting-Record-Type', 2],
  ['Accounting-Record-Number', 0],
]
/** An ACR. Offsets: Session-Id 20, Origin-Host 36, Origin-Realm 48, Destination-Realm 60, type 72, number 84, `more` 96. */
export const acr = (...more: readonly AvpInput[]): Uint8Array => encodeMessage({ ...header, avps: [session, ...start, ...more] })
/** An answer, by default to an ACR. */
export const answer = (flags: Partial<MessageInput>, ...avps: readonly AvpInput[]): Uint8Array =>
  encodeMessage({ ...header, request: false, ...flags, avps })
/** An AVP by its octets. */
export const raw = (code: number, flags: number, data: readonly number[], vendorId = 0): AvpInput => ({
  code,
  vendorId,
  flags,
  data: Uint8Array.from(data),
})
/** Service-Information with IMS-Information and these members. */
export const ims = (...members: readonly AvpInput[]): AvpInput => [
  'Service-Information',
  [['IMS-Information', [['Node-Functionality', 6], ...members]]],
]
/** Who answers. */
export const origin: readonly AvpInput[] = [
  ['Origin-Host', 'a'],
  ['Origin-Realm', 'b'],
]

/** A message, by default the ACR, with some bytes overwritten. */
export function patched(changes: Readonly<Record<number, number>>, bytes = acr()): Uint8Array {
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value
  return bytes
}

/** One AVP as it is on the wire. */
export function avpBytes(avp: AvpInput): Uint8Array<ArrayBuffer> {
  return encodeMessage({ ...header, avps: [avp] }).slice(20)
}
