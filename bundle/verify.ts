// Says of a file whether it is a bundle, whether anything in it was changed since it was signed, and who signed it. Asks nobody.
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { z } from 'zod'
import { BundleError } from './bundle-error'
import { readContent } from './entry-content'
import { HistoryChain } from './history-chain'
import { MAX_MANIFEST_BYTES, MAX_SIGNATURES_BYTES } from './limits'
import { MANIFEST, isHistory, readManifest, type ListedHistory, type Manifest } from './manifest'
import { SIGNATURES, checkSignatures, readSignatures, sha256Hex, type Signatures, type Statement } from './signatures'
import type { ZipEntry } from './zip-form'
import { THE_ZIP, ZipFault, beginsAsBundle, zipEntries } from './zip-reader'

/** Where the files of the run are in the zip. */
export const RUN = 'run/'
/** Without it nobody knows what the run came to. */
export const VERDICTS = 'verdicts.json'
/** It is kept to be read again: conformance and counts. */
const MAX_VERDICTS_BYTES = 64 * 1024 * 1024

/** One thing that is not as it was signed: a path as in the zip, or `the zip`. */
export interface Alteration {
  readonly where: string
  readonly what: string
}

/** What the verdicts in a bundle say of the run. */
export interface RunFacts {
  readonly conformance: string
  readonly aborted: boolean
  readonly suite: { readonly version: string; readonly digest: string }
  readonly sut: { readonly name: string; readonly version: string; readonly role: string }
  readonly profile: { readonly name: string; readonly digest: string }
  readonly startedAt: string
  readonly finishedAt: string
  readonly summary: Readonly<Record<string, number>>
}

export type Checked =
  | { readonly state: 'not-a-bundle'; readonly why: string }
  /** `statements`: what was validly signed, of whatever manifest it is. */
  | { readonly state: 'altered'; readonly alterations: readonly Alteration[]; readonly statements: readonly Statement[] }
  | {
      readonly state: 'intact'
      readonly statements: readonly Statement[]
      /** SHA-256 of `ch1-manifest.json`. */
      readonly digest: string
      readonly manifest: Manifest
      readonly signatures: Signatures
      readonly run: RunFacts
    }

const facts = z.object({
  schema: z.literal('ch1-verdicts/1'),
  conformance: z.enum(['conformant', 'non-conformant', 'partial']),
  aborted: z.boolean(),
  suite: z.object({ version: z.string(), digest: z.string() }),
  sut: z.object({ name: z.string(), version: z.string(), role: z.string() }),
  profile: z.object({ name: z.string(), digest: z.string() }),
  startedAt: z.string(),
  finishedAt: z.string(),
  summary: z.record(z.string(), z.number()),
})

/** What `verdicts.json` says of the run, or what is wrong with it. */
export function runFacts(verdicts: Buffer, histories: readonly ListedHistory[]): RunFacts | string {
  let read
  try {
    read = facts.safeParse(JSON.parse(verdicts.toString('utf8')))
  } catch {
    return 'is no JSON'
  }
  if (!read.success) return `is not of schema ch1-verdicts/1: ${read.error.issues[0]?.path.join('.') ?? ''}`
  const run = read.data
  const open = histories.find(({ sealed }) => sealed !== 'done')
  if (open && !run.aborted) return `says that the run came to its end, and ${open.path} has no seal of an end`
  if (run.aborted && run.conformance === 'conformant') return 'says conformant of an aborted run'
  return run
}

/** @throws BundleError when the file cannot be opened or read */
export async function verifyBundle(path: string): Promise<Checked> {
  const fd = opened(path)
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) return { state: 'not-a-bundle', why: 'it is no file' }
    if (!beginsAsBundle(fd)) return { state: 'not-a-bundle', why: `it does not begin as a zip whose first entry is ${MANIFEST}` }
    return await new Check(fd, stat.size).run()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause
    throw new BundleError(`the bundle cannot be read: ${(cause as Error).message}`, path, 'name a file you may read', cause)
  } finally {
    closeSync(fd)
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    throw new BundleError(`the bundle cannot be opened: ${(cause as Error).message}`, path, 'name a file you may read', cause)
  }
}

class Check {
  private readonly fd: number
  private readonly size: number
  private readonly alterations: Alteration[] = []
  private statements: readonly Statement[] = []

  constructor(fd: number, size: number) {
    this.fd = fd
    this.size = size
  }

  async run(): Promise<Checked> {
    let signed
    try {
      signed = await this.signedPart(zipEntries(this.fd, this.size))
    } catch (fault) {
      this.note(fault)
    }
    if (signed === undefined) return this.altered()
    const { manifest, digest, signatures, entries } = signed
    const verdicts = await this.files(manifest, entries)
    const run = verdicts && runFacts(verdicts, manifest.histories)
    if (typeof run === 'string') this.alterations.push({ where: RUN + VERDICTS, what: run })
    if (verdicts === undefined && this.alterations.length === 0)
      this.alterations.push({ where: RUN + VERDICTS, what: 'is not in the bundle, or longer than any run writes it' })
    if (manifest.aborted !== (typeof run === 'object' ? run.aborted : manifest.aborted))
      this.alterations.push({
        where: MANIFEST,
        what: `says ${manifest.aborted ? 'aborted' : 'not aborted'}, and the verdicts the reverse`,
      })
    if (this.alterations.length > 0 || typeof run !== 'object') return this.altered()
    return { state: 'intact', statements: this.statements, digest, manifest, signatures, run }
  }

  /** Manifest and signatures, and the entries behind them; `undefined` when one of them cannot be read. */
  private async signedPart(entries: readonly ZipEntry[]) {
    const [first, second, ...rest] = entries
    const manifestBytes = await this.own(first, MANIFEST, MAX_MANIFEST_BYTES)
    const signaturesBytes = await this.own(second, SIGNATURES, MAX_SIGNATURES_BYTES)
    const digest = sha256Hex(manifestBytes)
    const signatures = readSignatures(signaturesBytes.toString('utf8'))
    if (typeof signatures === 'string') throw new ZipFault(SIGNATURES, signatures)
    const { statements, faults } = checkSignatures(signatures, digest)
    this.statements = statements
    for (const what of faults) this.alterations.push({ where: SIGNATURES, what })
    const manifest = readManifest(manifestBytes.toString('utf8'))
    if (typeof manifest === 'string') throw new ZipFault(MANIFEST, manifest)
    return { manifest, digest, signatures, entries: rest }
  }

  private async own(entry: ZipEntry | undefined, name: string, most: number): Promise<Buffer> {
    if (entry?.name !== name) throw new ZipFault(name, 'is missing, or not where it belongs')
    if (entry.bytes > most) throw new ZipFault(name, `declares more than ${most} bytes`)
    return contentOf(this.fd, entry)
  }

  /** Each file that was signed or is there; gives the verdicts. */
  private async files(manifest: Manifest, entries: readonly ZipEntry[]): Promise<Buffer | undefined> {
    const there = new Map(entries.map((entry) => [entry.name, entry]))
    const histories = new Map(manifest.histories.map((one) => [one.path, one]))
    let verdicts: Buffer | undefined
    for (const listed of manifest.files) {
      const where = RUN + listed.path
      const entry = there.get(where)
      there.delete(where)
      if (!entry) {
        this.alterations.push({ where, what: 'is missing' })
        continue
      }
      if (entry.bytes !== listed.bytes) {
        this.alterations.push({ where, what: `has ${entry.bytes} bytes, and had ${listed.bytes} when it was signed` })
        continue
      }
      const hash = createHash('sha256')
      const chain = isHistory(listed.path) ? new HistoryChain() : undefined
      const kept: Buffer[] = []
      const keeps = listed.path === VERDICTS && listed.bytes <= MAX_VERDICTS_BYTES
      try {
        await readContent(this.fd, entry, (bytes) => {
          hash.update(bytes)
          chain?.update(bytes)
          if (keeps) kept.push(bytes)
        })
      } catch (fault) {
        this.note(fault)
        continue
      }
      if (hash.digest('hex') !== listed.sha256) {
        this.alterations.push({ where, what: 'has another content than when it was signed' })
        continue
      }
      if (keeps) verdicts = Buffer.concat(kept)
      this.chained(where, chain?.end(), histories.get(listed.path))
    }
    for (const where of there.keys()) this.alterations.push({ where, what: 'is not among the files that were signed' })
    if (this.alterations.length === 0 && entries.some(({ name }, i) => name !== RUN + (manifest.files[i]?.path ?? '')))
      this.alterations.push({ where: THE_ZIP, what: 'its files are in another order than when it was signed' })
    return verdicts
  }

  private chained(where: string, found: ReturnType<HistoryChain['end']> | undefined, listed: ListedHistory | undefined) {
    if (found === undefined) return
    if (typeof found === 'string') this.alterations.push({ where, what: found })
    else if (found.chain !== listed?.chain || found.lines !== listed.lines || found.sealed !== listed.sealed)
      this.alterations.push({ where, what: 'is another history than the manifest tells of' })
  }

  private note(fault: unknown): void {
    if (!(fault instanceof ZipFault)) throw fault
    this.alterations.push({ where: fault.where, what: fault.message })
  }

  private altered(): Checked {
    return { state: 'altered', alterations: this.alterations, statements: this.statements }
  }
}

async function contentOf(fd: number, entry: ZipEntry): Promise<Buffer> {
  const pieces: Buffer[] = []
  await readContent(fd, entry, (bytes) => void pieces.push(bytes))
  return Buffer.concat(pieces)
}
