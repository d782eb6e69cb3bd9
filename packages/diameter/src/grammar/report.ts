// Collects the findings of one message, with their paths and the AVPs for Failed-AVP. Only what breaks a rule costs anything here.
import { ancestorsOf, missingAvp, offendingAvp } from '../answers/failed-avp'
import type { AvpDefinition } from '../dictionary'
import type { FlatMessage } from '../flat/flat-message'
import type { RawAvp } from '../message'
import type { GrammarFinding } from './finding'

const SPARE_BYTES = 65_536
const NONE: readonly GrammarFinding[] = Object.freeze([])

/** What a finding says beside its place. */
export type Fault = Pick<GrammarFinding, 'rule' | 'problem' | 'clause' | 'resultCode' | 'level'>

/** The findings of one message, at most `most`. Copies of AVPs, all together, are bounded by the size of the message. */
export class Report {
  readonly #message: FlatMessage
  readonly #most: number
  #findings: GrammarFinding[] | undefined
  #bytesLeft: number

  constructor(message: FlatMessage, most: number) {
    this.#message = message
    this.#most = most
    this.#bytesLeft = message.bytes.length + SPARE_BYTES
  }

  /** Whether no further finding is taken. */
  isFull = false

  get findings(): readonly GrammarFinding[] {
    return this.#findings ?? NONE
  }

  /** A fault of the header. */
  ofHeader(fault: Fault, offset: number): void {
    this.#add({ ...fault, path: 'header', offset })
  }

  /** A fault of an AVP that is there. */
  ofAvp(fault: Fault, index: number, offset: number): void {
    if (this.isFull) return
    const failed = this.#affordable(this.#message.dataEnd(index) - this.#message.offsetAt(index), () =>
      offendingAvp(this.#message, index),
    )
    this.#add({ ...fault, path: pathOf(this.#message, index), offset, ...(failed && { failed }) })
  }

  /** AVPs that are missing from a group (-1: from the message). */
  ofMissing(fault: Fault, container: number, ...definitions: readonly AvpDefinition[]): void {
    if (this.isFull) return
    const message = this.#message
    const offset = container < 0 ? message.bytes.length : message.dataEnd(container)
    const name = definitions.map((definition) => definition.name).join(' or ')
    const path = container < 0 ? name : `${pathOf(message, container)}.${name}`
    const [failed] = missingAvp(message, container, ...definitions)
    this.#add({ ...fault, path, offset, ...(failed && { failed }) })
  }

  #add(finding: GrammarFinding): void {
    if (this.isFull) return
    const findings = (this.#findings ??= [])
    this.isFull = findings.push(finding) >= this.#most
  }

  #affordable(bytes: number, copy: () => RawAvp): RawAvp | undefined {
    if (bytes > this.#bytesLeft) return undefined
    this.#bytesLeft -= bytes
    return copy()
  }
}

/** Names from the top level down to an AVP, joined by dots; one of several carries its place: `Subscription-Id[2]`. */
export function pathOf(message: FlatMessage, index: number): string {
  const groups = ancestorsOf(message, index)
  return [...groups, index]
    .map((at, depth) => {
      const container = depth === 0 ? undefined : groups[depth - 1]
      return labelOf(
        message,
        at,
        container === undefined ? 0 : container + 1,
        container === undefined ? message.count : message.endAt(container),
      )
    })
    .join('.')
}

/** `Session-Id`, or `AVP 9999 (vendor 10415)` for what no dictionary has. */
export function nameOf(message: FlatMessage, index: number): string {
  const vendorId = message.vendorAt(index)
  return message.rowAt(index)?.name ?? `AVP ${message.codeAt(index)}${vendorId === 0 ? '' : ` (vendor ${vendorId})`}`
}

function labelOf(message: FlatMessage, index: number, first: number, end: number): string {
  let place = 0
  let total = 0
  for (let i = first; i < end; i = message.endAt(i)) {
    if (message.codeAt(i) !== message.codeAt(index) || message.vendorAt(i) !== message.vendorAt(index)) continue
    total += 1
    if (i <= index) place += 1
  }
  return total === 1 ? nameOf(message, index) : `${nameOf(message, index)}[${place}]`
}
