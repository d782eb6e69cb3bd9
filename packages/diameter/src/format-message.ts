// A message as a person reads it: one line an AVP, members indented, faults marked, hostile text made harmless.
import { AVP_FLAG, AvpView, membersOf } from './avp-view'
import { commandName } from './commands'
import type { CodecError } from './codec-error'
import type { Avp, AvpScalar, DiameterMessage } from './message'

const MAX_CHARACTERS = 1000
const MAX_OCTETS = 64

/**
 * An indented tree without a final newline:
 * ```
 * Accounting-Request (ACR)  RP--  application 3  hop-by-hop 0x00000001  end-to-end 0x00000002  740 bytes
 *   Session-Id (263) -M- "im1.im.example;1;2"
 *   Service-Information (873, vendor 10415) VM-
 *     IMS-Information (876, vendor 10415) VM-
 *       Node-Functionality (862, vendor 10415) VM- AS (6)
 *   Result-Code (268) -M- !! Unsigned32 needs 4 bytes of data, has 3 (RFC 6733 §4.2): 0x0007d1
 * ```
 * Control, format and unassigned characters of strings are escaped; long values are cut and say so.
 */
export function formatMessage(m: DiameterMessage): string {
  const ids = `hop-by-hop ${id(m.hopByHop)}  end-to-end ${id(m.endToEnd)}`
  const head = `${commandName(m.commandCode, m.request)}  ${commandFlags(m)}  application ${m.applicationId}  ${ids}  ${m.length} bytes`
  return [head, ...m.avps.flatMap((avp) => avpLines(avp, '  '))].join('\n')
}

function avpLines(avp: Avp, indent: string): readonly string[] {
  const vendor = avp.vendorId === 0 ? '' : `, vendor ${avp.vendorId}`
  const name = avp.definition === undefined ? 'AVP' : avp.name
  const line = `${indent}${name} (${avp.code}${vendor}) ${avpFlags(avp.flags)}${valueText(avp)}${faultText(avp)}`
  return [line, ...membersOf(avp).flatMap((member) => avpLines(member, indent + '  '))]
}

function valueText(avp: Avp): string {
  const { value } = avp
  if (!value.ok) return ` !! ${because(value.error)}: ${octetsText(value.raw)}`
  return Array.isArray(value.value) ? '' : ' ' + scalarText(avp, value.value as AvpScalar)
}

// What is wrong beside a value that could be read.
function faultText(avp: Avp): string {
  const fault = avp instanceof AvpView ? avp.fault : undefined
  return fault === undefined || !avp.value.ok ? '' : ` !! ${because(fault)}`
}

function because({ problem, clause }: CodecError): string {
  return `${printable(problem)} (${clause})`
}

function scalarText(avp: Avp, value: AvpScalar): string {
  if (value instanceof Uint8Array) return octetsText(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return stringText(value)
  const named = typeof value === 'number' ? avp.definition?.values?.[value] : undefined
  return named === undefined ? String(value) : `${named} (${value})`
}

function stringText(value: string): string {
  const more = value.length - MAX_CHARACTERS
  const shown = more > 0 ? value.slice(0, MAX_CHARACTERS) : value
  return `"${printable(shown.replace(/[\\"]/g, '\\$&'))}"${more > 0 ? ` … ${more} more characters` : ''}`
}

function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

function octetsText(octets: Uint8Array): string {
  const hex = Array.from(octets.subarray(0, MAX_OCTETS), (octet) => octet.toString(16).padStart(2, '0')).join('')
  const more = octets.length - MAX_OCTETS
  return `0x${hex}${more > 0 ? ` … ${more} more octets` : ''}`
}

function commandFlags(m: DiameterMessage): string {
  const reserved = m.flags & 0x0f
  const letters = `${m.request ? 'R' : '-'}${m.proxiable ? 'P' : '-'}${m.error ? 'E' : '-'}${m.retransmitted ? 'T' : '-'}`
  return reserved === 0 ? letters : `${letters}+0x${reserved.toString(16)}`
}

function avpFlags(flags: number): string {
  const reserved = flags & 0x1f
  const letter = (bit: number, name: string): string => ((flags & bit) === 0 ? '-' : name)
  const letters = letter(AVP_FLAG.vendor, 'V') + letter(AVP_FLAG.mandatory, 'M') + letter(AVP_FLAG.protected, 'P')
  return reserved === 0 ? letters : `${letters}+0x${reserved.toString(16).padStart(2, '0')}`
}

function id(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}
