// Reads the older format, .pcap as tcpdump writes it: either byte order, micro- or nanoseconds.
import type { ByteSource } from './byte-source'
import { CaptureError } from './capture-error'
import type { CaptureItem } from './frame'

const MICROSECONDS = 0xa1b2c3d4
const NANOSECONDS = 0xa1b23c4d
const MAX_FRAME_BYTES = 16 * 1024 * 1024

/** What the first four bytes of a file say; undefined where they begin no .pcap. */
export function pcapOrder(magic: Uint8Array): { readonly isLittle: boolean; readonly perUs: number } | undefined {
  for (const isLittle of [true, false]) {
    const value = view(magic).getUint32(0, isLittle)
    if (value === MICROSECONDS) return { isLittle, perUs: 1 }
    if (value === NANOSECONDS) return { isLittle, perUs: 1000 }
  }
  return undefined
}

/** Every frame; holds one. Throws {@link CaptureError} naming frame and offset. */
export function* readPcap(source: ByteSource): Generator<CaptureItem> {
  const head = source.take(24)
  const order = head.length === 24 ? pcapOrder(head) : undefined
  if (!order) throw new CaptureError('the capture ends within its header', 'byte 0', 'capture again')
  const { isLittle, perUs } = order
  const linkType = view(head).getUint32(20, isLittle) & 0xffff // the upper bits tell of a frame check sequence
  yield { kind: 'section', comments: [] }
  for (let number = 1; ; number += 1) {
    const where = `frame ${number} at byte ${source.offset}`
    const record = source.take(16)
    if (record.length === 0) return
    const captured = record.length === 16 ? view(record).getUint32(8, isLittle) : 0
    if (captured > MAX_FRAME_BYTES)
      throw new CaptureError(
        `a frame that claims ${captured} bytes, more than ${MAX_FRAME_BYTES}`,
        where,
        'take the file from where it was captured',
      )
    const bytes = source.take(captured)
    if (record.length < 16 || bytes.length < captured)
      throw new CaptureError(
        'the capture ends within a frame',
        where,
        'capture again, or keep what is whole of it: editcap IN OUT',
      )
    const original = view(record).getUint32(12, isLittle)
    const atUs = view(record).getUint32(0, isLittle) * 1_000_000 + Math.floor(view(record).getUint32(4, isLittle) / perUs)
    yield { kind: 'frame', number, where, atUs, linkType, bytes, isCut: captured < original, dropped: 0, flags: 0 }
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
