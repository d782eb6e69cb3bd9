// Text as messages hold it: one character per byte (latin1), so that nothing is lost; UTF-8 is only for showing and writing.
import { SipBuildError } from '../errors'

// What Buffer's own toString calls, without a Buffer made for it and the looking up of the encoding.
const { latin1Slice } = Buffer.prototype as unknown as {
  readonly latin1Slice: (this: Uint8Array, from: number, to: number) => string
}

/** Bytes → text with one character per byte. */
export function textOf(bytes: Uint8Array): string {
  return latin1Slice.call(bytes, 0, bytes.length)
}

/** Text with one character per byte → bytes. Throws {@link SipBuildError} on a character above U+00FF. */
export function bytesOf(text: string): Uint8Array {
  return bytesWith(text, NOTHING)
}

/** Text with one character per byte, and bytes behind it → bytes. Throws {@link SipBuildError} on a character above U+00FF. */
export function bytesWith(text: string, tail: Uint8Array): Uint8Array {
  if (NO_BYTE.test(text)) {
    throw new SipBuildError(
      `${JSON.stringify(text.slice(0, 80))} holds characters that are no bytes; write it with asBytesText()`,
    )
  }
  // Memory of Node's pool, every byte of it written: a buffer of its own would cost as much as the rest of writing a message.
  const memory = Buffer.allocUnsafe(text.length + tail.length)
  memory.write(text, 'latin1')
  memory.set(tail, text.length)
  return new Uint8Array(memory.buffer, memory.byteOffset, memory.length)
}

const NOTHING = new Uint8Array(0)
const NO_BYTE = /[\u0100-\uffff]/

/** Byte text → text as people read it (UTF-8, RFC 3261 §7.3.1); wrong sequences show as U+FFFD. */
export function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}

/** Text as people write it → byte text, its UTF-8 bytes one character each. */
export function asBytesText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** A body given as bytes, or as text that is sent in UTF-8. */
export function bodyBytes(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? new Uint8Array(Buffer.from(body, 'utf8')) : body
}
