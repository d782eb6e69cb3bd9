// The content of one entry: unpacked within the length it declares, and its local header and descriptor held against the central one.
import { createReadStream } from 'node:fs'
import { crc32, createInflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib'
import { READ_AT_ONCE_BYTES } from './limits'
import { DESCRIPTOR_BYTES, LOCAL_BYTES, descriptor, localHeader, type ZipEntry } from './zip-form'
import { ZipFault, bytesAt } from './zip-reader'

/** Takes a piece; where it promises, the next one waits. */
export type Take = (bytes: Buffer) => void | Promise<void>

/** Gives the content to `take`, piece by piece, never more than the entry declares. @throws ZipFault */
export async function readContent(fd: number, entry: ZipEntry, take: Take): Promise<void> {
  const name = Buffer.from(entry.name)
  const dataAt = entry.offset + LOCAL_BYTES + name.length
  if (!bytesAt(fd, entry.offset, LOCAL_BYTES + name.length).equals(localHeader(name)))
    throw new ZipFault(entry.name, 'has two headers that differ')
  if (!bytesAt(fd, dataAt + entry.packedBytes, DESCRIPTOR_BYTES).equals(descriptor(entry)))
    throw new ZipFault(entry.name, 'has a descriptor that differs from its header')
  let crc = 0
  let bytes = 0
  const counted: Take = (piece) => {
    bytes += piece.length
    if (bytes > entry.bytes) throw longer(entry)
    crc = crc32(piece, crc)
    return take(piece)
  }
  if (entry.packedBytes <= READ_AT_ONCE_BYTES && entry.bytes <= READ_AT_ONCE_BYTES) await atOnce(fd, entry, dataAt, counted)
  else await inPieces(fd, entry, dataAt, counted)
  if (bytes < entry.bytes) throw new ZipFault(entry.name, `unpacks to ${bytes} bytes, and declares ${entry.bytes}`)
  if (crc !== entry.crc32) throw new ZipFault(entry.name, 'has another checksum than its header')
}

async function atOnce(fd: number, entry: ZipEntry, dataAt: number, take: Take): Promise<void> {
  const packed = bytesAt(fd, dataAt, entry.packedBytes)
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
  if (entry.packedBytes === 0) throw unreadable(entry)
  const packed = createReadStream('', { fd, autoClose: false, start: dataAt, end: dataAt + entry.packedBytes - 1 })
  packed.on('error', (error) => inflate.destroy(error))
  packed.pipe(inflate)
  try {
    for await (const piece of inflate) await take(piece as Buffer)
  } catch (error) {
    throw error instanceof ZipFault || (error as NodeJS.ErrnoException).code?.startsWith('Z_') !== true
      ? error
      : unreadable(entry)
  } finally {
    packed.destroy()
  }
  if (inflate.bytesWritten !== entry.packedBytes) throw trailing(entry)
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
