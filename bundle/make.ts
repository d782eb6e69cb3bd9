// Makes the bundle of a run: lists, signs, writes beside the target, verifies what was written, and only then gives it its name.
import { createReadStream, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { BundleError } from './bundle-error'
import { MANIFEST, manifestText, type Manifest } from './manifest'
import { listRun } from './run-files'
import { SIGNATURES, sha256Hex, signaturesText, signed, type Signing } from './signatures'
import { RUN, VERDICTS, runFacts, verifyBundle, type Checked } from './verify'
import { writeZip, type NewEntry } from './zip-writer'

/** A bundle as it was checked after it was written. */
export type Intact = Extract<Checked, { state: 'intact' }>

/**
 * Bundles the run in `dir` into the new or replaced file `target`. The folder is read only.
 * @throws BundleError, and then `target` is what it was
 */
export async function makeBundle(dir: string, target: string, signing: Signing): Promise<Intact> {
  const { files, histories } = listRun(dir)
  const verdicts = join(dir, VERDICTS)
  if (!existsSync(verdicts)) throw new BundleError('the run has no verdicts.json', dir, `make it again: ch1 report ${dir}`)
  if (histories.length === 0) throw new BundleError('the run has no history', dir, 'name the --out folder of a run')
  const run = runFacts(readFileSync(verdicts), histories)
  if (typeof run === 'string') throw new BundleError(`verdicts.json ${run}`, dir, `make it again: ch1 report ${dir}`)
  const manifest: Manifest = { schema: 'ch1-bundle/1', aborted: run.aborted, files: [...files], histories: [...histories] }
  const text = manifestText(manifest)
  const signatures = signaturesText(signed(undefined, sha256Hex(text), signing))
  return written(target, [
    textEntry(MANIFEST, text),
    textEntry(SIGNATURES, signatures),
    ...files.map(({ path, bytes }) => ({
      name: RUN + path,
      bytes,
      open: () => Promise.resolve(createReadStream(join(dir, path))),
    })),
  ])
}

export function textEntry(name: string, text: string): NewEntry {
  const bytes = Buffer.from(text)
  return { name, bytes: bytes.length, open: () => Promise.resolve(Readable.from([bytes])) }
}

/** Writes a zip beside `target`, verifies it, and puts it in its place. */
export async function written(target: string, entries: readonly NewEntry[]): Promise<Intact> {
  const beside = `${target}.${process.pid}.part`
  try {
    await writeZip(beside, entries)
    const checked = await verifyBundle(beside)
    if (checked.state !== 'intact')
      throw new BundleError(
        `the folder was changed while it was bundled: ${checked.state === 'altered' ? (checked.alterations[0]?.where ?? '') : checked.why}`,
        target,
        'bundle it when nothing writes to it any more',
      )
    renameSync(beside, target)
    return checked
  } catch (cause) {
    if (cause instanceof BundleError) throw cause
    throw new BundleError(
      `the bundle cannot be written: ${(cause as Error).message}`,
      target,
      'make room there, or name another place with --out; the run itself is as it was',
      cause,
    )
  } finally {
    removed(beside)
  }
}

function removed(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // where no file can be, there is none
  }
}
