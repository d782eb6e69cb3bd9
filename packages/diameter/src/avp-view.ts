// AVPs as views on a message's bytes: walking a run of them is cheap, and what they say is worked out when first asked for.
import { ByteReader } from './byte-reader'
import { CodecError } from './codec-error'
import { scalarTypes } from './data-types/scalar-types'
import type { AvpDefinition, Dictionary } from './dictionary'
import type { Avp, AvpValue } from './message'

/** The bits of the AVP flags octet (RFC 6733 §4.1). */
export const AVP_FLAG = { vendor: 0x80, mandatory: 0x40, protected: 0x20 } as const

/** How many groups may stand inside one another; the deepest of 3GPP's charging AVPs needs five. */
export const MAX_DEPTH = 16

/** What holds a run of AVPs: the message, or a group. */
export interface AvpContainer {
  readonly bytes: Uint8Array
  readonly dictionary: Dictionary
  readonly depth: number
  /** What a member is called in a path: its name, and its place when it is one of several. */
  labelOf(member: AvpView): string
}

interface Trouble {
  readonly problem: string
  readonly clause: string
  readonly offset: number
}

/** Implements `Avp`. `isReadable` is false when the length is a lie, and then `data` is all that is left of the container. */
export class AvpView implements Avp, AvpContainer {
  readonly code: number
  readonly vendorId: number
  readonly flags: number
  readonly offset: number
  readonly length: number
  readonly #container: AvpContainer
  readonly #dataStart: number
  readonly #dataEnd: number
  readonly #isReadable: boolean
  readonly #trouble: Trouble | undefined
  #fault: CodecError | undefined
  #value: AvpValue | undefined
  #definition: AvpDefinition | undefined
  #labels: ReadonlyMap<Avp, string> | undefined

  /**
   * ```
   * | AVP code (4)                                        |
   * | flags V M P (1) | AVP length, padding apart (3)     |
   * | vendor id (4), only with V                          |
   * | data … | zero bytes up to a multiple of four        |
   * ```
   * `end` is the end of the container.
   */
  constructor(container: AvpContainer, view: DataView, offset: number, end: number) {
    const isWhole = end - offset >= 8
    this.#container = container
    this.offset = offset
    this.code = isWhole ? view.getUint32(offset) : 0
    this.flags = isWhole ? view.getUint8(offset + 4) : 0
    this.length = isWhole ? view.getUint32(offset + 4) & 0xff_ffff : end - offset
    const hasVendor = (this.flags & AVP_FLAG.vendor) !== 0
    const headerBytes = isWhole ? (hasVendor ? 12 : 8) : 0
    this.vendorId = hasVendor && end - offset >= 12 ? view.getUint32(offset + 8) : 0
    this.#isReadable = isWhole && this.length >= headerBytes && this.length <= end - offset
    this.#dataStart = Math.min(offset + headerBytes, end)
    this.#dataEnd = this.#isReadable ? offset + this.length : end
    this.#trouble = this.#isReadable ? this.#smallTrouble(hasVendor, end) : this.#lengthTrouble(isWhole, headerBytes, end)
  }

  /** Where the next AVP begins, if there is room for one. */
  get next(): number {
    return this.#isReadable ? this.offset + ((this.length + 3) & ~3) : this.#dataEnd
  }

  get definition(): AvpDefinition | undefined {
    return (this.#definition ??= this.dictionary.byCode(this.code, this.vendorId))
  }

  get name(): string {
    const { definition } = this
    if (definition) return definition.name
    return `AVP ${this.code}${this.vendorId === 0 ? '' : ` (vendor ${this.vendorId})`}`
  }

  get data(): Uint8Array {
    return this.bytes.subarray(this.#dataStart, this.#dataEnd)
  }

  get value(): AvpValue {
    return (this.#value ??= this.#read())
  }

  /** What is wrong with the AVP's header or padding, whether or not its value could be read. */
  get fault(): CodecError | undefined {
    if (this.#fault === undefined && this.#trouble !== undefined) {
      this.#fault = new CodecError({ ...this.#trouble, path: this.path, bytes: this.bytes })
    }
    return this.#fault
  }

  /** Names from the top level down to here, joined by dots. */
  get path(): string {
    const label = this.#container.labelOf(this)
    return this.#container instanceof AvpView ? `${this.#container.path}.${label}` : label
  }

  get bytes(): Uint8Array {
    return this.#container.bytes
  }

  get dictionary(): Dictionary {
    return this.#container.dictionary
  }

  get depth(): number {
    return this.#container.depth + 1
  }

  labelOf(member: AvpView): string {
    this.#labels ??= labelsOf(membersOf(this))
    return this.#labels.get(member) ?? member.name
  }

  #read(): AvpValue {
    const type = this.definition?.type
    if (!this.#isReadable && this.fault !== undefined) return { ok: false, raw: this.data, error: this.fault }
    if (type === undefined) return { ok: true, value: this.data }
    const reader = new ByteReader(this.bytes, this.#dataStart, this.#dataEnd, () => this.path)
    try {
      return { ok: true, value: type === 'Grouped' ? this.#readGroup(reader) : scalarTypes[type].read(reader) }
    } catch (error) {
      if (error instanceof CodecError) return { ok: false, raw: this.data, error }
      throw error
    }
  }

  // RFC 6733 §4.4 — the data of a Grouped is AVPs again, headers and padding included.
  #readGroup(reader: ByteReader): readonly AvpView[] {
    if (this.depth > MAX_DEPTH) throw reader.error(`groups are nested more than ${MAX_DEPTH} deep`, 'limit')
    return readAvps(this, reader.view, this.#dataStart, this.#dataEnd)
  }

  #lengthTrouble(isWhole: boolean, headerBytes: number, end: number): Trouble {
    const left = end - this.offset
    const problem = !isWhole
      ? `an AVP header needs 8 bytes, only ${left} are left`
      : this.length < headerBytes
        ? `the AVP length is ${this.length}, less than the AVP's header of ${headerBytes}`
        : `the AVP length is ${this.length}, but only ${left} bytes are left`
    return { problem, clause: 'RFC 6733 §4.1', offset: isWhole ? this.offset + 5 : this.offset }
  }

  #smallTrouble(hasVendor: boolean, end: number): Trouble | undefined {
    if (hasVendor && this.vendorId === 0) {
      return { problem: 'the V bit is set but the vendor is 0', clause: 'RFC 6733 §4.1', offset: this.offset + 8 }
    }
    if (this.next <= end) return undefined
    return { problem: `${this.next - end} bytes of padding are missing`, clause: 'RFC 6733 §4.4', offset: end }
  }
}

/** The AVPs that stand in a run of bytes; the last one takes whatever cannot be told apart. */
export function readAvps(container: AvpContainer, view: DataView, start: number, end: number): readonly AvpView[] {
  const avps: AvpView[] = []
  for (let at = start; at < end;) {
    const avp = new AvpView(container, view, at, end)
    avps.push(avp)
    at = avp.next
  }
  return avps
}

/** The members of a group that could be read; none of anything else. */
export function membersOf(avp: Avp): readonly Avp[] {
  return avp.value.ok && Array.isArray(avp.value.value) ? (avp.value.value as readonly Avp[]) : []
}

/** `Session-Id` for the only one of its name in a run, `Subscription-Id[2]` for the second of several. */
export function labelsOf(avps: readonly Avp[]): ReadonlyMap<Avp, string> {
  const total = new Map<string, number>()
  const seen = new Map<string, number>()
  for (const { name } of avps) total.set(name, (total.get(name) ?? 0) + 1)
  const labels = new Map<Avp, string>()
  for (const avp of avps) {
    const place = (seen.get(avp.name) ?? 0) + 1
    seen.set(avp.name, place)
    labels.set(avp, total.get(avp.name) === 1 ? avp.name : `${avp.name}[${place}]`)
  }
  return labels
}
