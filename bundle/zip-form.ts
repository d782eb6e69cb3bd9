// The one form of zip that a bundle has, byte by byte: what the writer writes, the reader demands.
//
//   local header 30 · name · deflated bytes · descriptor 16      for each entry, one behind the other from the first byte on
//   central header 46 · name                                     for each entry, in the same order
//   end 22                                                       the last bytes of the file
//
// No field of it is free: no comment, no extra field, no time, no other file mode, no 64-bit extension. The lengths and the checksum of an
// entry stand in its descriptor and in its central header, and are zero in its local header (APPNOTE.TXT §4.4.4, bit 3).

export const LOCAL_BYTES = 30
export const DESCRIPTOR_BYTES = 16
export const CENTRAL_BYTES = 46
export const END_BYTES = 22

/** `-rw-r--r--`, a plain file: S_IFREG | 0644. */
export const FILE_MODE = 0o100644

/** The first time that zip can tell, 1980-01-01 00:00:00. */
export const DOS_DATE = 0x21
export const DOS_TIME = 0

/** Bit 3: a descriptor follows the data. Bit 11: names are UTF-8. */
export const FLAGS = 0x0808
const DEFLATED = 8
const VERSION_NEEDED = 20
/** Of Unix, by the zip specification 6.3. */
const VERSION_MADE_BY = 0x033f

/** What a central header tells of an entry. */
export interface ZipEntry {
  readonly name: string
  readonly crc32: number
  readonly packedBytes: number
  readonly bytes: number
  /** Where its local header begins. */
  readonly offset: number
}

export function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(LOCAL_BYTES)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(VERSION_NEEDED, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(DEFLATED, 8)
  header.writeUInt16LE(DOS_TIME, 10)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

export function descriptor({ crc32, packedBytes, bytes }: ZipEntry): Buffer {
  const made = Buffer.alloc(DESCRIPTOR_BYTES)
  made.writeUInt32LE(0x08074b50, 0)
  made.writeUInt32LE(crc32, 4)
  made.writeUInt32LE(packedBytes, 8)
  made.writeUInt32LE(bytes, 12)
  return made
}

export function centralHeader({ crc32, packedBytes, bytes, offset }: ZipEntry, nameBytes: number): Buffer {
  const header = Buffer.alloc(CENTRAL_BYTES)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(VERSION_MADE_BY, 4)
  header.writeUInt16LE(VERSION_NEEDED, 6)
  header.writeUInt16LE(FLAGS, 8)
  header.writeUInt16LE(DEFLATED, 10)
  header.writeUInt16LE(DOS_TIME, 12)
  header.writeUInt16LE(DOS_DATE, 14)
  header.writeUInt32LE(crc32, 16)
  header.writeUInt32LE(packedBytes, 20)
  header.writeUInt32LE(bytes, 24)
  header.writeUInt16LE(nameBytes, 28)
  header.writeUInt32LE((FILE_MODE << 16) >>> 0, 38)
  header.writeUInt32LE(offset, 42)
  return header
}

export function endRecord(entries: number, centralBytes: number, centralOffset: number): Buffer {
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(centralBytes, 12)
  end.writeUInt32LE(centralOffset, 16)
  return end
}
