// Zips by hand, as a stranger would make them: every field may be wrong, one at a time.
import { crc32, deflateRawSync } from 'node:zlib'
import { centralHeader, descriptor, endRecord, localHeader } from '../../bundle/zip-form'

/** One entry; what is not given is as a bundle writes it. */
export interface Forged {
  readonly name: string
  readonly content: Buffer
  readonly rawName?: Buffer
  /** Deflated data to stand there instead. */
  readonly packed?: Buffer
  /** What it declares to unpack to. */
  readonly bytes?: number
  readonly crc32?: number
  readonly offset?: number
  /** Changes the local header, the descriptor or the central header in place. */
  readonly local?: (header: Buffer) => void
  readonly behind?: (descriptor: Buffer) => void
  readonly central?: (header: Buffer) => void
  /** Extra field and comment behind the central name. */
  readonly tail?: Buffer
}

export function forgedZip(entries: readonly Forged[], o: { end?: (end: Buffer) => Buffer; gap?: Buffer } = {}): Buffer {
  const pieces: Buffer[] = []
  const centrals: Buffer[] = []
  let at = 0
  for (const forged of entries) {
    const raw = forged.rawName ?? Buffer.from(forged.name)
    const packed = forged.packed ?? deflateRawSync(forged.content)
    const entry = {
      name: forged.name,
      crc32: forged.crc32 ?? crc32(forged.content),
      packedBytes: packed.length,
      bytes: forged.bytes ?? forged.content.length,
      offset: forged.offset ?? at,
    }
    const local = localHeader(raw)
    forged.local?.(local)
    const behind = descriptor(entry)
    forged.behind?.(behind)
    const central = centralHeader(entry, raw.length)
    forged.central?.(central)
    pieces.push(local, packed, behind)
    centrals.push(central, raw, forged.tail ?? Buffer.alloc(0))
    at += local.length + packed.length + behind.length
  }
  const gap = o.gap ?? Buffer.alloc(0)
  const list = Buffer.concat(centrals)
  const end = endRecord(entries.length, list.length, at + gap.length)
  return Buffer.concat([...pieces, gap, list, o.end?.(end) ?? end])
}
