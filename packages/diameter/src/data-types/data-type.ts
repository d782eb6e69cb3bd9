// What every AVP data format can do: read its bytes, and write a value; one file per format beside this one.
import type { ByteReader } from '../byte-reader'
import type { ByteWriter } from '../byte-writer'
import type { AvpScalar } from '../message'

/** A data format of RFC 6733 §4.2 or §4.3.1. Padding is not its business: the AVP around it pads. */
export interface DataType<T extends AvpScalar> {
  /** The name of the specification. */
  readonly name: string
  /** The clause that defines it. */
  readonly clause: string
  /** The value of the data; `CodecError` when the bytes are not legal for this format. */
  read(from: ByteReader): T
  /** Writes the data; `CodecError` when the value is not one of this format. */
  write(to: ByteWriter, value: AvpScalar): void
}

/** The value as a whole number within bounds; anything else is a `CodecError`. */
export function wholeNumber(to: ByteWriter, type: DataType<number>, value: AvpScalar, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
  throw to.error(`${type.name} takes a whole number from ${min} to ${max}, not ${show(value)}`, type.clause)
}

/** The value as a bigint within bounds; whole safe numbers are taken too. */
export function wholeBigint(to: ByteWriter, type: DataType<bigint>, value: AvpScalar, min: bigint, max: bigint): bigint {
  const big = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof big === 'bigint' && big >= min && big <= max) return big
  throw to.error(`${type.name} takes a bigint from ${min} to ${max}, not ${show(value)}`, type.clause)
}

/** The value as a string; anything else is a `CodecError`. */
export function text(to: ByteWriter, type: DataType<string>, value: AvpScalar): string {
  if (typeof value === 'string') return value
  throw to.error(`${type.name} takes a string, not ${show(value)}`, type.clause)
}

/** A value as an error message shows it: its kind, and itself when it is short. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `a string of ${value.length} characters` : JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'bigint') return `the ${typeof value} ${value}`
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (value instanceof Date) return 'a Date'
  return Array.isArray(value) ? 'a list' : typeof value
}
