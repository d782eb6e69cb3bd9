// Writes the zip of a bundle: the same entries give the same bytes.
import { createWriteStream, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { FILE_MODE } from './zip-form'

/** One entry; its bytes are asked for when its turn comes. */
export interface NewEntry {
  readonly name: string
  readonly bytes: number
  open(): Promise<Readable>
}

// zip tells local time, and the writer takes it from a Date in local time: this one is 1980-01-01 00:00:00 everywhere
const NO_TIME = new Date(1980, 0, 1)

/** Writes a new file; it must not exist. Rejects with what the system said, with `code`, and leaves what was written so far. */
export async function writeZip(path: string, entries: readonly NewEntry[]): Promise<void> {
  const fd = openSync(path, 'wx') // here and not by the stream, which might still make the file when all is over
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  for (const entry of entries)
    zip.addReadStreamLazy(
      entry.name,
      { size: entry.bytes, mtime: NO_TIME, forceDosTimestamp: true, mode: FILE_MODE, compressionLevel: 6 },
      (give) => {
        entry.open().then(
          (stream) => {
            stream.on('error', (error) => out.destroy(error)) // the zip has no ear for it
            give(null, stream)
          },
          (error: unknown) => out.destroy(error as Error),
        )
      },
    )
  zip.on('error', (error: Error) => out.destroy(error))
  zip.end()
  await pipeline(out, createWriteStream(path, { fd, flush: true }))
}
