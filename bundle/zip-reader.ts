// Reads the zip of a bundle, and takes no other form of zip: whatever another program could read otherwise is a fault, named.
import { readSync } from 'node:fs'
import { pathFault, collisionKey } from './file-names'
import { MAX_FILES, MAX_PATH_BYTES } from './limits'
import { MANIFEST } from './manifest'
import {
  CENTRAL_BYTES,
  DESCRIPTOR_BYTES,
  END_BYTES,
  FLAGS,
  LOCAL_BYTES,
  centralHeader,
  endRecord,
  type ZipEntry,
} from './zip-form'

const END_SIGNATURE = Buffer.from([0x50, 0x4b, 0x05, 0x06])
const LOCAL_SIGNATURE = Buffer.from([0x50, 0x4b, 0x03, 0x04])
const MOST_COMMENT_BYTES = 0xffff
/** Two files of our own, and those of the run. */
const MAX_ENTRIES = MAX_FILES + 2
const MAX_CENTRAL_BYTES = MAX_ENTRIES * (CENTRAL_BYTES + MAX_PATH_BYTES + 'run/'.length)

/** What is not as it was written: an entry's name, or `the zip`, and the words. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault'
  readonly where: string

  constructor(where: string, what: string) {
    super(what)
    this.where = where
  }
}

export const THE_ZIP = 'the zip'

/** Does it begin as a bundle does: a zip whose first entry is the manifest? */
export function beginsAsBundle(fd: number): boolean {
  const begin = Buffer.alloc(LOCAL_BYTES + MANIFEST.length)
  return (
    readSync(fd, begin, 0, begin.length, 0) === begin.length &&
    begin.subarray(0, 4).equals(LOCAL_SIGNATURE) &&
    begin.toString('latin1', LOCAL_BYTES) === MANIFEST
  )
}

/** All entries, in order. Their places cover the file from its first byte to its last. @throws ZipFault */
export function zipEntries(fd: number, size: number): readonly ZipEntry[] {
  const { count, central, centralOffset } = centralDirectory(fd, size)
  const entries: ZipEntry[] = []
  const names = new Map<string, string>()
  let at = 0
  let offset = 0
  for (let i = 0; i < count; i += 1) {
    if (at + CENTRAL_BYTES > central.length) throw new ZipFault(THE_ZIP, 'its list of entries is shorter than it says')
    const nameBytes = central.readUInt16LE(at + 28)
    const raw = central.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes)
    const header = central.subarray(at, at + CENTRAL_BYTES)
    const entry = entryOf(header, raw, offset)
    const twin = names.get(collisionKey(entry.name))
    if (twin !== undefined)
      throw new ZipFault(
        entry.name,
        twin === entry.name ? 'is there twice' : `is one file with ${JSON.stringify(twin)} on some systems`,
      )
    names.set(collisionKey(entry.name), entry.name)
    entries.push(entry)
    offset += LOCAL_BYTES + nameBytes + entry.packedBytes + DESCRIPTOR_BYTES
    at += CENTRAL_BYTES + nameBytes
  }
  if (at !== central.length) throw new ZipFault(THE_ZIP, 'something stands in its list of entries that is no entry')
  if (offset !== centralOffset) throw new ZipFault(THE_ZIP, 'something stands between its entries and their list')
  return entries
}

function centralDirectory(fd: number, size: number): { count: number; central: Buffer; centralOffset: number } {
  const end = bytesAt(fd, Math.max(0, size - END_BYTES), END_BYTES)
  if (!end.subarray(0, 4).equals(END_SIGNATURE)) throw new ZipFault(THE_ZIP, whatEndsIt(fd, size))
  const count = end.readUInt16LE(10)
  const centralBytes = end.readUInt32LE(12)
  const centralOffset = end.readUInt32LE(16)
  if (count > MAX_ENTRIES || centralBytes > MAX_CENTRAL_BYTES)
    throw new ZipFault(THE_ZIP, 'it has more entries than a bundle may have')
  if (centralOffset + centralBytes !== size - END_BYTES) throw new ZipFault(THE_ZIP, 'it was cut, or something was put into it')
  if (!end.equals(endRecord(count, centralBytes, centralOffset)))
    throw new ZipFault(THE_ZIP, 'it has parts on other disks, or a comment')
  return { count, central: bytesAt(fd, centralOffset, centralBytes), centralOffset }
}

/** Why the last bytes are not the end record. */
function whatEndsIt(fd: number, size: number): string {
  const length = Math.min(size, END_BYTES + MOST_COMMENT_BYTES)
  const tail = bytesAt(fd, size - length, length)
  const at = tail.lastIndexOf(END_SIGNATURE)
  if (at < 0 || at + END_BYTES > tail.length) return 'its end is missing: it was cut short'
  const behind = tail.length - at - END_BYTES
  return tail.readUInt16LE(at + 20) === behind ? `it has a comment of ${behind} bytes` : `${behind} bytes stand behind its end`
}

// First what a stranger may have meant to hide, each by its name; then every other byte of the header.
function entryOf(header: Buffer, raw: Buffer, offset: number): ZipEntry {
  if (header.readUInt32LE(0) !== 0x02014b50)
    throw new ZipFault(THE_ZIP, 'something stands in its list of entries that is no entry')
  const name = raw.toString('utf8')
  if (raw.length === 0 || !Buffer.from(name).equals(raw))
    throw new ZipFault(JSON.stringify(raw.toString('latin1')), 'has a name that is not UTF-8')
  const fault = pathFault(name)
  if (fault !== undefined) throw new ZipFault(name, fault)
  const entry = {
    name,
    crc32: header.readUInt32LE(16),
    packedBytes: header.readUInt32LE(20),
    bytes: header.readUInt32LE(24),
    offset: header.readUInt32LE(42),
  }
  const flags = header.readUInt16LE(8)
  const type = (header.readUInt32LE(38) >>> 16) & 0o170000
  if (type === 0o120000) throw new ZipFault(name, 'is a symbolic link')
  if (type !== 0o100000) throw new ZipFault(name, 'is no plain file')
  if ((flags & 0x2041) !== 0) throw new ZipFault(name, 'is encrypted')
  if (flags !== FLAGS || header.readUInt16LE(10) !== 8) throw new ZipFault(name, 'is packed otherwise than a bundle packs')
  if (header.readUInt16LE(30) !== 0) throw new ZipFault(name, 'has an extra field')
  if (header.readUInt16LE(32) !== 0) throw new ZipFault(name, 'has a comment')
  if (entry.offset !== offset) throw new ZipFault(name, 'does not stand behind the entry before it: it overlaps, or leaves a gap')
  if (!header.equals(centralHeader(entry, raw.length))) throw new ZipFault(name, 'has a header that a bundle does not write')
  return entry
}

/** So many bytes; at the end of the file fewer. */
export function bytesAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let got = 0
  while (got < length) {
    const more = readSync(fd, bytes, got, length - got, offset + got)
    if (more === 0) break
    got += more
  }
  return bytes.subarray(0, got)
}
