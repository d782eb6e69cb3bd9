// Turns the bytes of one SIP message into one command for the hub, and refuses what the hub cannot put on the wire byte for byte.
import { SippError } from '../sipp-error'
import { hubScenario } from './hub-scenario'
import { fieldSeparator } from './hub-vocabulary'

/** What goes to SIPp, and the SIPp call it belongs to. */
export interface HubCommand {
  readonly callId: string
  readonly bytes: Buffer
}

// SIPp copies a command and a message into buffers of 65,536 bytes without looking; both stay well below.
const maxMessageBytes = 65_000
// SIPp drops a Call-ID of 2,049 bytes or more.
const maxCallIdBytes = 2_000
const escapeByte = 0x1b

/**
 * The command that makes the hub send `message`:
 *
 *     Call-ID: <its Call-ID> CR LF
 *     X-Goto: <block> CR LF
 *     X-Data: <Request-URI or reason> þ <header fields> þ <body> þ CR LF CR LF ESC
 *
 * @throws SippError 'notCarriable', before anything is written, with the offset where known
 */
export function hubCommand(message: Uint8Array): HubCommand {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  refuseBytes(bytes)
  const headerEnd = bytes.indexOf('\r\n\r\n', 0, 'latin1')
  if (headerEnd < 0) throw notCarriable('it has no CR LF CR LF after its header fields', bytes.length)
  const lineEnd = bytes.indexOf('\r\n', 0, 'latin1')
  if (lineEnd === headerEnd) throw notCarriable('it has no header fields', headerEnd)
  const { key, start } = startLine(bytes.toString('latin1', 0, lineEnd))
  const headers = bytes.toString('latin1', lineEnd + 2, headerEnd)
  const body = bytes.toString('latin1', headerEnd + 4)
  const target = hubScenario().index.get(body === '' ? key : `${key}+body`)
  if (target === undefined) throw notCarriable(`the hub has no block for ${key}`, 0)
  const callId = callIdOf(bytes)
  if (callId === undefined) throw notCarriable('it has no usable Call-ID, and SIPp files every message under one', headerEnd)
  return { callId, bytes: commandBytes(callId, target, start, headers, body) }
}

/** The command that ends the SIPp call with this Call-ID; nothing is sent on the wire. */
export function endCommand(callId: string): Buffer {
  return commandBytes(callId, hubScenario().index.get('end') ?? 0, '', '', '')
}

/** The Call-ID as SIPp 3.6 reads it: the first Call-ID or i header field, trailing blanks kept; undefined without one. */
export function callIdOf(message: Buffer): string | undefined {
  const headerEnd = message.indexOf('\r\n\r\n', 0, 'latin1')
  const text = message.toString('latin1', 0, headerEnd < 0 ? Math.min(message.length, maxMessageBytes) : headerEnd)
  const value = /\n(?:call-id|i)[ \t]*:[ \t]*([^\r\n]*)/i.exec(text)?.[1]
  return value === undefined || value === '' || value.length > maxCallIdBytes ? undefined : value
}

function commandBytes(callId: string, target: number, start: string, headers: string, body: string): Buffer {
  const separator = String.fromCharCode(fieldSeparator)
  const data = [start, headers, body, ''].join(separator)
  return Buffer.from(`Call-ID: ${callId}\r\nX-Goto: ${target}\r\nX-Data: ${data}\r\n\r\n\x1b`, 'latin1')
}

function refuseBytes(bytes: Buffer): void {
  if (bytes.length > maxMessageBytes)
    throw notCarriable(`it has ${bytes.length} bytes, more than ${maxMessageBytes}`, maxMessageBytes)
  for (const [value, why] of refusedBytes) {
    const offset = bytes.indexOf(value)
    if (offset >= 0) throw notCarriable(`byte ${offset} is 0x${value.toString(16).padStart(2, '0')}, ${why}`, offset)
  }
  // SIPp looks for this anywhere in a command and obeys it.
  const internal = bytes.indexOf('internal-cmd:', 0, 'latin1')
  if (internal >= 0) throw notCarriable('it contains "internal-cmd:", which SIPp would take as an order', internal)
}

const refusedBytes: readonly (readonly [number, string])[] = [
  [0x00, 'which ends a string in SIPp'],
  [escapeByte, 'which ends a command to SIPp'],
  [fieldSeparator, 'which separates the fields of a command'],
]

function startLine(line: string): { readonly key: string; readonly start: string } {
  const response = /^SIP\/2\.0 ([1-6][0-9][0-9]) ([^\n\r]*)$/.exec(line)
  if (response) return { key: response[1] ?? '', start: response[2] ?? '' }
  const request = /^([^ ]+) ([^\n\r]*) SIP\/2\.0$/.exec(line)
  if (request && request[1] !== 'SIP/2.0') return { key: request[1] ?? '', start: request[2] ?? '' }
  const shown = JSON.stringify(line.slice(0, 80))
  throw notCarriable(`its first line ${shown} is neither "METHOD URI SIP/2.0" nor "SIP/2.0 code reason"`, 0)
}

function notCarriable(why: string, offset: number): SippError {
  return new SippError(
    'notCarriable',
    `SIPp cannot send this message byte for byte: ${why}; nothing was sent. Send it from a socket of your own instead.`,
    { offset },
  )
}
