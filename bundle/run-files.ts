// The files of a run's folder as a manifest lists them: every one, with its length and digest, and the chain of each history.
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { BundleError } from './bundle-error'
import { byBytes, collisionKey, pathFault } from './file-names'
import { HistoryChain } from './history-chain'
import { MAX_FILES, MAX_TOTAL_BYTES } from './limits'
import { isHistory, type ListedFile, type ListedHistory } from './manifest'

/** What is no part of a run: the mark of a folder that the next run may replace, and what workers leave for each other. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.ch1-run', 'work'])

/** @throws BundleError of what cannot be read, has no usable name, or has a broken chain */
export function listRun(dir: string): { readonly files: readonly ListedFile[]; readonly histories: readonly ListedHistory[] } {
  const paths = pathsBelow(dir)
  const seen = new Map<string, string>()
  let total = 0
  const histories: ListedHistory[] = []
  const files = paths.map((path): ListedFile => {
    const twin = seen.get(collisionKey(path))
    if (twin !== undefined) throw refusal(dir, path, `is one file with ${twin} on some systems`)
    seen.set(collisionKey(path), path)
    const { bytes, sha256, chain } = digested(dir, path)
    total += bytes
    if (total > MAX_TOTAL_BYTES)
      throw new BundleError(
        `the run has more than ${MAX_TOTAL_BYTES} bytes`,
        dir,
        'leave out what is not needed, or bundle fewer purposes',
      )
    if (typeof chain === 'string') throw refusal(dir, path, chain, 'bundle the folder as the run left it')
    if (chain !== undefined) histories.push({ path, ...chain })
    return { path, bytes, sha256 }
  })
  return { files, histories }
}

function pathsBelow(dir: string): readonly string[] {
  const paths: string[] = []
  const look = (below: string): void => {
    for (const entry of entriesOf(dir, below)) {
      const path = below + entry.name
      if (below === '' && LEFT_OUT.has(entry.name)) continue
      const fault = entry.isSymbolicLink()
        ? 'is a symbolic link'
        : entry.isFile() || entry.isDirectory()
          ? pathFault(path)
          : 'is no plain file'
      if (fault !== undefined) throw refusal(dir, path, fault)
      if (entry.isDirectory()) look(`${path}/`)
      else paths.push(path)
      if (paths.length > MAX_FILES)
        throw new BundleError(`the run has more than ${MAX_FILES} files`, dir, 'leave out what is not needed')
    }
  }
  look('')
  return paths.sort(byBytes)
}

function entriesOf(dir: string, below: string): readonly Dirent[] {
  try {
    return readdirSync(join(dir, below), { withFileTypes: true })
  } catch (cause) {
    throw unreadable(join(dir, below), cause)
  }
}

function digested(dir: string, path: string) {
  const hash = createHash('sha256')
  const chain = isHistory(path) ? new HistoryChain() : undefined
  let bytes = 0
  try {
    const fd = openSync(join(dir, path), 'r')
    try {
      for (;;) {
        const length = readSync(fd, buffer, 0, buffer.length, null)
        if (length === 0) break
        const piece = buffer.subarray(0, length)
        hash.update(piece)
        chain?.update(piece)
        bytes += length
      }
    } finally {
      closeSync(fd)
    }
  } catch (cause) {
    throw unreadable(join(dir, path), cause)
  }
  return { bytes, sha256: hash.digest('hex'), chain: chain?.end() }
}

// What the chain keeps of a piece it copies, so one buffer does for all.
const buffer = Buffer.allocUnsafeSlow(1024 * 1024)

function unreadable(where: string, cause: unknown): BundleError {
  return new BundleError(`it cannot be read: ${(cause as Error).message}`, where, 'let it be read', cause)
}

function refusal(
  dir: string,
  path: string,
  fault: string,
  mend = 'take it out of the folder; a bundle holds plain files',
): BundleError {
  return new BundleError(`${path} ${fault}`, dir, mend)
}
