// A reviewer's signature on a bundle that is intact: the same files, one statement more.
import { once } from 'node:events'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { BundleError } from './bundle-error'
import { readContent } from './entry-content'
import { MAX_SIGNATURES } from './limits'
import { textEntry, written, type Intact } from './make'
import { MANIFEST, manifestText } from './manifest'
import { SIGNATURES, publicKeyText, signaturesText, signed, type Signing } from './signatures'
import { RUN, verifyBundle, type Checked } from './verify'
import type { ZipEntry } from './zip-form'
import { zipEntries } from './zip-reader'

/**
 * Signs `bundle` and writes it to `target`, which may be the same file. What is not intact is given back as it was found, unsigned.
 * @throws BundleError, and then `target` is what it was
 */
export async function countersign(bundle: string, target: string, signing: Signing): Promise<Checked> {
  const checked = await verifyBundle(bundle)
  if (checked.state !== 'intact') return checked
  if (checked.statements.length >= MAX_SIGNATURES)
    throw new BundleError(`it has ${MAX_SIGNATURES} signatures, and a bundle takes no more`, bundle, 'sign a copy with fewer')
  const key = publicKeyText(signing.key)
  if (checked.statements.some((one) => one.key === key))
    throw new BundleError(
      'this key has signed it already',
      bundle,
      'a second signature is somebody else’s: name that key with --key',
    )
  return copyWith(bundle, target, checked, signaturesText(signed(checked.signatures, checked.digest, signing)))
}

async function copyWith(bundle: string, target: string, { manifest }: Intact, signatures: string): Promise<Intact> {
  const fd = openSync(bundle, 'r')
  try {
    const entries = zipEntries(fd, fstatSync(fd).size).filter(({ name }) => name.startsWith(RUN))
    return await written(target, [
      textEntry(MANIFEST, manifestText(manifest)),
      textEntry(SIGNATURES, signatures),
      ...entries.map((entry) => ({
        name: entry.name,
        bytes: entry.bytes,
        open: () => Promise.resolve(contentStream(fd, entry)),
      })),
    ])
  } finally {
    closeSync(fd)
  }
}

function contentStream(fd: number, entry: ZipEntry): Readable {
  const stream = new PassThrough()
  const take = async (bytes: Buffer): Promise<void> => {
    if (!stream.write(bytes)) await once(stream, 'drain')
  }
  readContent(fd, entry, take).then(
    () => stream.end(),
    (fault: unknown) => stream.destroy(fault as Error),
  )
  return stream
}
