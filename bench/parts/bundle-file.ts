// A process of its own that goes through a bundle once, and tells what that cost: `check` verifies it, `limit` unpacks and hashes its entries.
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { verifyBundle } from '../../bundle'
import { LOCAL_BYTES } from '../../bundle/zip-form'
import { bytesAt, zipEntries } from '../../bundle/zip-reader'

/** What one way through the bundle cost. */
export interface BundlePassage {
  readonly files: number
  /** CPU time of the process, all its threads, ms. */
  readonly cpuMs: number
}

async function passage(path: string, way: 'check' | 'limit'): Promise<BundlePassage> {
  const before = process.cpuUsage()
  const files = way === 'check' ? await checked(path) : unpacked(path)
  const { user, system } = process.cpuUsage(before)
  return { files, cpuMs: (user + system) / 1000 }
}

async function checked(path: string): Promise<number> {
  const found = await verifyBundle(path)
  if (found.state !== 'intact') throw new Error(`the bundle is ${found.state}`)
  return found.manifest.files.length
}

function unpacked(path: string): number {
  const fd = openSync(path, 'r')
  try {
    const entries = zipEntries(fd, fstatSync(fd).size)
    for (const { name, offset, packedBytes } of entries) {
      const packed = bytesAt(fd, offset + LOCAL_BYTES + Buffer.byteLength(name), packedBytes)
      createHash('sha256').update(inflateRawSync(packed)).digest()
    }
    return entries.length
  } finally {
    closeSync(fd)
  }
}

const [path = '', way = 'check'] = process.argv.slice(2)
void passage(path, way as 'check' | 'limit').then((cost) => process.stdout.write(`${JSON.stringify(cost)}\n`))
