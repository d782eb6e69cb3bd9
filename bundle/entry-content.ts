// The content of one entry: unpacked within the length it declares, and its local header and descriptor held against the central one.
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib'
import { READ_AT_ONCE_BYTES } from './limits'
import { DESCRIPTOR_BYTES, LOCAL_BYTES, descriptor, localHeader, type ZipEntry } from './zip-form'
import { ZipFault, bytesAt } from './zip-reader'

const PIECE_BYTES = 1024 * 1024

/** Takes a piece; where it promises, the next one waits. */
export type Take = (bytes: Buffer) => void | Promise<void>

/** Gives the content to `take`, piece by piece, never more than the entry declares. @throws ZipFault */
export async function readContent(fd: number, entry: ZipEntry, take: Take): Promise<void> {
  const name = Buffer.from(entry.name)
  const { packedBytes } = entry
  const dataAt = LOCAL_BYTES + name.length
  const isSmall = packedBytes <= READ_AT_ONCE_BYTES && entry.bytes <= READ_AT_ONCE_BYTES
  // a bundle has thousands of small files, and a read each costs less than three
  const whole = isSmall ? bytesAt(fd, entry.offset, dataAt + packedBytes + DESCRIPTOR_BYTES) : undefined
  const part = (at: number, length: number): Buffer =>
    whole ? whole.subarray(at, at + length) : bytesAt(fd, entry.offset + at, length)
  if (!part(0, dataAt).equals(localHeader(name))) throw new ZipFault(entry.name, 'has two headers that differ')
  if (!part(dataAt + packedBytes, DESCRIPTOR_BYTES).equals(descriptor(entry)))
    throw new ZipFault(entry.name, 'has a descriptor that differs from its header')
  let crc = 0
  let bytes = 0
  const counted: Take = (piece) => {
    bytes += piece.length
    if (bytes > entry.bytes) throw longer(entry)
    crc = crc32(piece, crc)
    return take(piece)
  }
  if (whole) await atOnce(entry, part(dataAt, packedBytes), counted)
  else await inPieces(fd, entry, entry.offset + dataAt, counted)
  if (bytes < entry.bytes) throw new ZipFault(entry.name, `unpacks to ${bytes} bytes, and declares ${entry.bytes}`)
  if (crc !== entry.crc32) throw new ZipFault(entry.name, 'has another checksum than its header')
}

async function atOnce(entry: ZipEntry, packed: Buffer, take: Take): Promise<void> {
  let unpacked: { readonly buffer: Buffer; readonly engine: InflateRaw }
  try {
    const o = { maxOutputLength: Math.max(1, entry.bytes), info: true } // with `info`, what was used up is told
    unpacked = inflateRawSync(packed, o) as unknown as typeof unpacked
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? longer(entry) : unreadable(entry)
  }
  if (unpacked.engine.bytesWritten !== packed.length) throw trailing(entry)
  await take(unpacked.buffer)
}

async function inPieces(fd: number, entry: ZipEntry, dataAt: number, take: Take): Promise<void> {
  const inflate = createInflateRaw()
  try {
    await pipeline(packedPieces(fd, entry, dataAt), inflate, async (unpacked: AsyncIterable<Buffer>) => {
      for await (const piece of unpacked) await take(piece)
    })
  } catch (error) {
    // zlib's own words are Z_DATA_ERROR and the like; a pipe that ends before its data does is an early end of deflate
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw error instanceof ZipFault || !/^Z_/.test(code) ? error : unreadable(entry)
  }
  if (inflate.bytesWritten !== entry.packedBytes) throw trailing(entry)
}

function* packedPieces(fd: number, { packedBytes }: ZipEntry, dataAt: number): Generator<Buffer> {
  for (let at = 0; at < packedBytes; at += PIECE_BYTES) yield bytesAt(fd, dataAt + at, Math.min(PIECE_BYTES, packedBytes - at))
}

function longer({ name, bytes }: ZipEntry): ZipFault {
  return new ZipFault(name, `unpacks to more than the ${bytes} bytes it declares`)
}

function trailing({ name }: ZipEntry): ZipFault {
  return new ZipFault(name, 'has bytes behind the end of its content')
}

function unreadable({ name }: ZipEntry): ZipFault {
  return new ZipFault(name, 'cannot be unpacked')
}
