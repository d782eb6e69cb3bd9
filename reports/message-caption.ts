// One line that says what a message is: the SIP first line with its CSeq method, an ACR with type and number, an ACA with its code.
import { COMMAND, decodeMessage, scalarAt, type DiameterMessage } from '@ch1/diameter'
import type { HistoryEvent } from '../judge/history/events'
import { harmless } from './harmless-text'
import { httpCaption } from './http-message'

type SipEvent = Extract<HistoryEvent, { kind: 'sip' }>
type Ch1Event = Extract<HistoryEvent, { kind: 'ch1' }>

export interface Caption {
  readonly text: string
  /** `record`: an ACR; `answer`: an ACA; `watchdog`: DWR and DWA; `peer`: the other base commands; `other`: all else, also the unreadable. */
  readonly kind: 'sip' | 'record' | 'answer' | 'watchdog' | 'peer' | 'other'
}

const recordTypes: Readonly<Record<number, string>> = { 1: 'EVENT', 2: 'START', 3: 'INTERIM', 4: 'STOP' }
const baseCommands: Readonly<Record<number, string>> = {
  [COMMAND.capabilitiesExchange]: 'CE',
  [COMMAND.deviceWatchdog]: 'DW',
  [COMMAND.disconnectPeer]: 'DP',
}

/** The exact bytes of an event. */
export function bytesOf(event: { readonly bytes: string }): Buffer {
  return Buffer.from(event.bytes, 'base64')
}

/** Bytes as text: UTF-8 where they are UTF-8, else one character a byte. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

/**
 * `INVITE`, `BYE`, `200 OK (INVITE)`. Reads only the first line and CSeq, by sight and not with the codec:
 * a message that no parser takes still gets a caption.
 */
export function sipCaption(event: SipEvent): Caption {
  const head = textOf(bytesOf(event).subarray(0, 8192))
  const firstLine = head.split(/\r\n|\n/, 1)[0] ?? ''
  const status = /^SIP\/2\.0 (\d{3})(?: (.*))?$/.exec(firstLine)
  if (!status) return { text: harmless(firstLine.split(' ', 1)[0] || '(empty)', 24), kind: 'sip' }
  const method = /(?:^|\n)CSeq[ \t]*:[ \t]*\d+[ \t]+(\S+)/i.exec(head)?.[1]
  const answered = method === undefined ? '' : ` (${harmless(method, 12)})`
  return { text: `${status[1] ?? ''} ${harmless(status[2] ?? '', 24)}`.trimEnd() + answered, kind: 'sip' }
}

/** The message, or why it could not be read. */
export function readCh1(event: Ch1Event): DiameterMessage | Error {
  try {
    return decodeMessage(bytesOf(event))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** `ACR[INTERIM] #3 · 2 participants`, with ` T` when sent again; `ACA 2001`; `DWR`; over HTTP `update #3 · 2 participants`, else its first line. */
export function ch1Caption(event: Ch1Event): Caption {
  if (event.door !== 'diameter') {
    const known = httpCaption(bytesOf(event))
    if (known) return { text: harmless(known.text, 44), kind: known.kind }
    return { text: harmless(textOf(bytesOf(event).subarray(0, 200)).split(/\r\n|\n/, 1)[0] ?? '', 44), kind: 'other' }
  }
  const message = readCh1(event)
  if (message instanceof Error) return { text: 'unreadable Diameter message', kind: 'other' }
  const letter = message.request ? 'R' : 'A'
  const base = baseCommands[message.commandCode]
  if (base !== undefined) return { text: base + letter + result(message), kind: base === 'DW' ? 'watchdog' : 'peer' }
  if (message.commandCode !== COMMAND.accounting) {
    return { text: `command ${message.commandCode} ${message.request ? 'request' : 'answer'}${result(message)}`, kind: 'other' }
  }
  return message.request ? { text: recordCaption(message), kind: 'record' } : { text: `ACA${result(message)}`, kind: 'answer' }
}

function recordCaption(message: DiameterMessage): string {
  const type = scalarAt(message, 'Accounting-Record-Type')
  const number = scalarAt(message, 'Accounting-Record-Number')
  const participants = scalarAt(message, '**/Number-Of-Participants')
  const parts = [`ACR[${typeof type === 'number' ? (recordTypes[type] ?? String(type)) : '?'}]`]
  if (typeof number === 'number') parts.push(`#${number}`)
  if (typeof participants === 'number') parts.push(`· ${participants} participant${participants === 1 ? '' : 's'}`)
  if (message.retransmitted) parts.push('· T')
  return parts.join(' ')
}

function result(message: DiameterMessage): string {
  const code = message.request ? undefined : scalarAt(message, 'Result-Code')
  return typeof code === 'number' ? ` ${code}` : message.request ? '' : ' (no Result-Code)'
}
