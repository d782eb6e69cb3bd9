// A capture file of either format → its frames.
import { ByteSource } from './byte-source'
import { CaptureError } from './capture-error'
import type { CaptureItem } from './frame'
import { pcapOrder, readPcap } from './pcap-reader'
import { readPcapng } from './pcapng-reader'

/**
 * Everything in the file, in its order, in memory that does not grow with it. Throws {@link CaptureError}, and nothing else.
 * `chunks`: the file's bytes; a chunk must not be written again while what was read of it is in use.
 */
export function* readCapture(chunks: Iterable<Uint8Array>): Generator<CaptureItem> {
  const iterator = chunks[Symbol.iterator]()
  const first: Uint8Array[] = []
  let have = 0
  while (have < 4) {
    const next = iterator.next()
    if (next.done === true) break
    first.push(next.value)
    have += next.value.length
  }
  const magic = new ByteSource(first).take(4)
  if (magic.length < 4) throw new CaptureError(`a file of ${magic.length} bytes is no capture`, 'byte 0', 'name a .pcapng file')
  const source = new ByteSource(again(first, iterator))
  if (pcapOrder(magic)) yield* readPcap(source)
  else if (magic.join() === '10,13,13,10') yield* readPcapng(source)
  else
    throw new CaptureError(
      `no capture: it begins ${Array.from(magic, (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`,
      'byte 0',
      'name a .pcapng or .pcap file; gunzip a compressed one first; editcap converts other formats',
    )
}

function* again(first: readonly Uint8Array[], rest: Iterator<Uint8Array>): Generator<Uint8Array> {
  yield* first
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}
