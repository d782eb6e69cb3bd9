// Whether the data of an AVP is legal for its format: a fast yes or no, and a sentence for the no.
import { ByteReader } from '../byte-reader'
import { CodecError } from '../codec-error'
import { RESULT } from '../commands'
import { scalarTypes } from '../data-types/scalar-types'
import type { AvpDefinition } from '../dictionary'
import { TYPE } from '../flat/known-rows'
import type { FindingRule } from './finding'
import type { Level } from './rule'
import { identityFault, utf8Fault } from './text-faults'

/** What is wrong with data; `offset` counts from the start of the message. */
export interface DataFault {
  readonly rule: FindingRule
  readonly problem: string
  readonly clause: string
  readonly offset: number
  readonly resultCode: number
  readonly level: Level
}

/** True when the data is legal for the format. `values` are the named values of an Enumerated. */
export function isLegal(
  bytes: Uint8Array,
  start: number,
  end: number,
  type: number,
  values: Readonly<Record<number, string>> | undefined,
): boolean {
  switch (type) {
    case TYPE.Integer32:
    case TYPE.Unsigned32:
    case TYPE.Float32:
    case TYPE.Time:
      return end - start === 4
    case TYPE.Enumerated:
      return end - start === 4 && (values === undefined || values[i32At(bytes, start)] !== undefined)
    case TYPE.Integer64:
    case TYPE.Unsigned64:
    case TYPE.Float64:
      return end - start === 8
    case TYPE.UTF8String:
      return utf8Fault(bytes, start, end) < 0
    case TYPE.DiameterIdentity:
      return identityFault(bytes, start, end) < 0
    case TYPE.Address:
      return addressLength(bytes, start, end) === end - start
    case TYPE.Grouped:
      return ((end - start) & 3) === 0
    case TYPE.DiameterURI:
    case TYPE.IPFilterRule:
      return readFault(bytes, start, end, type) === undefined
    default:
      return true
  }
}

/** What `isLegal` found wrong. */
export function dataFault(bytes: Uint8Array, start: number, end: number, row: AvpDefinition): DataFault {
  const has = end - start
  switch (row.type) {
    case 'Enumerated':
      return has === 4 ? unlistedValue(i32At(bytes, start), start, row) : wrongLength('RFC 6733 §4.2', start, row, 4, has)
    case 'Time':
      return wrongLength('RFC 6733 §4.3.1', start, row, 4, has)
    case 'Integer64':
    case 'Unsigned64':
    case 'Float64':
      return wrongLength('RFC 6733 §4.2', start, row, 8, has)
    case 'UTF8String': {
      const at = utf8Fault(bytes, start, end)
      const problem = bytes[at] === 0 ? 'a NUL is no character of a UTF8String' : 'these bytes are not UTF-8'
      return illegal(problem, at)
    }
    case 'DiameterIdentity':
      return has === 0
        ? illegal('a DiameterIdentity cannot be empty', start)
        : illegal('this byte has no place in the name of a host or realm', identityFault(bytes, start, end))
    case 'Address':
      return wrongLength('RFC 6733 §4.3.1', start, row, addressLength(bytes, start, end), has)
    case 'Grouped':
      // RFC 6733 §4.2 — members come with their padding, so the length of a group is a multiple of four.
      return {
        ...wrongLength('RFC 6733 §4.2', start, row, 0, has),
        problem: `Grouped has ${has} bytes of data, not a multiple of 4`,
      }
    case 'DiameterURI':
    case 'IPFilterRule':
      return illegal(readFault(bytes, start, end, TYPE[row.type])?.problem ?? 'not legal', start)
    default:
      return wrongLength('RFC 6733 §4.2', start, row, 4, has)
  }
}

function wrongLength(clause: string, offset: number, { type }: AvpDefinition, wanted: number, has: number): DataFault {
  const problem = `${type} needs ${wanted} bytes of data, has ${has}`
  return { rule: 'length', problem, clause, offset, resultCode: RESULT.INVALID_AVP_LENGTH, level: 'MUST' }
}

function illegal(problem: string, offset: number): DataFault {
  return { rule: 'value', problem, clause: 'RFC 6733 §4.3.1', offset, resultCode: RESULT.INVALID_AVP_VALUE, level: 'MUST' }
}

// RFC 6733 §7 — an unrecognized value is refused with 5004. The lists of other specifications grow by release: a note.
function unlistedValue(value: number, offset: number, row: AvpDefinition): DataFault {
  return {
    rule: 'value',
    problem: `${row.name} has no value ${value}`,
    clause: row.source,
    offset,
    resultCode: RESULT.INVALID_AVP_VALUE,
    level: row.source.startsWith('RFC 6733') ? 'MUST' : 'SHOULD',
  }
}

// RFC 6733 §4.3.1 — two bytes of family, then 4 bytes of IPv4 or 16 of IPv6; other families have lengths of their own.
function addressLength(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 2) return 2
  const family = ((bytes[start] as number) << 8) | (bytes[start + 1] as number)
  return family === 1 ? 6 : family === 2 ? 18 : end - start
}

function readFault(bytes: Uint8Array, start: number, end: number, type: number): CodecError | undefined {
  const format = type === TYPE.DiameterURI ? scalarTypes.DiameterURI : scalarTypes.IPFilterRule
  try {
    format.read(new ByteReader(bytes, start, end, () => ''))
    return undefined
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
}

function i32At(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}
