// Decoding: bytes become a view of a message. Only a header that lies about the whole is refused; the rest is kept and explained.
import { AvpView, labelsOf, membersOf, readAvps, type AvpContainer } from './avp-view'
import type { CodecError } from './codec-error'
import type { Dictionary } from './dictionary'
import { standardDictionary } from './dictionaries/standard'
import { checkHeader, COMMAND_FLAG, HEADER_BYTES } from './header'
import type { Avp, DiameterMessage } from './message'

const MAX_FAULTS = 100

/**
 * A view on one whole message; the bytes are not copied and must not be written again.
 * Throws `CodecError` for a header that cannot be one (RFC 6733 §3): fewer than 20 bytes, a version other than 1, a length that is
 * not the number of bytes given or not a multiple of 4. Whatever is wrong with AVPs is in `faults` and in their values.
 */
export function decodeMessage(bytes: Uint8Array, dictionary: Dictionary = standardDictionary): DiameterMessage {
  checkHeader(bytes)
  return new MessageView(bytes, dictionary)
}

class MessageView implements DiameterMessage, AvpContainer {
  readonly bytes: Uint8Array
  readonly dictionary: Dictionary
  readonly depth = 0
  readonly version: number
  readonly length: number
  readonly flags: number
  readonly commandCode: number
  readonly applicationId: number
  readonly hopByHop: number
  readonly endToEnd: number
  readonly #view: DataView
  #avps: readonly AvpView[] | undefined
  #faults: readonly CodecError[] | undefined
  #labels: ReadonlyMap<Avp, string> | undefined

  constructor(bytes: Uint8Array, dictionary: Dictionary) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.bytes = bytes
    this.dictionary = dictionary
    this.version = view.getUint8(0)
    this.length = view.getUint32(0) & 0xff_ffff
    this.flags = view.getUint8(4)
    this.commandCode = view.getUint32(4) & 0xff_ffff
    this.applicationId = view.getUint32(8)
    this.hopByHop = view.getUint32(12)
    this.endToEnd = view.getUint32(16)
    this.#view = view
  }

  get request(): boolean {
    return (this.flags & COMMAND_FLAG.request) !== 0
  }

  get proxiable(): boolean {
    return (this.flags & COMMAND_FLAG.proxiable) !== 0
  }

  get error(): boolean {
    return (this.flags & COMMAND_FLAG.error) !== 0
  }

  get retransmitted(): boolean {
    return (this.flags & COMMAND_FLAG.retransmitted) !== 0
  }

  get avps(): readonly AvpView[] {
    return (this.#avps ??= readAvps(this, this.#view, HEADER_BYTES, this.bytes.length))
  }

  get faults(): readonly CodecError[] {
    if (this.#faults === undefined) {
      const faults: CodecError[] = []
      collectFaults(this.avps, faults)
      this.#faults = faults
    }
    return this.#faults
  }

  labelOf(member: AvpView): string {
    this.#labels ??= labelsOf(this.avps)
    return this.#labels.get(member) ?? member.name
  }
}

function collectFaults(avps: readonly Avp[], faults: CodecError[]): void {
  for (const avp of avps) {
    if (faults.length >= MAX_FAULTS) return
    const { value } = avp
    const fault = avp instanceof AvpView ? avp.fault : undefined
    if (fault !== undefined) faults.push(fault)
    if (!value.ok && value.error !== fault) faults.push(value.error)
    collectFaults(membersOf(avp), faults)
  }
}
