// One certify run with everything, shared by the tests that look at it: it takes the longest of all.
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEASES, newFolder, start, type Ended } from './run-process'

/** A run that ended, and its folder. */
export interface EmbeddedRun {
  readonly out: string
  /** The signed file of it. */
  readonly bundle: string
  readonly ended: Ended
}

let run: Promise<EmbeddedRun> | undefined

/** `bin/ch1 run` against the embedded reference, HTML included; started when first asked for. */
export function embeddedRun(): Promise<EmbeddedRun> {
  run ??= (async () => {
    const out = newFolder()
    const by = newFolder()
    const key = join(by, 'key.pem')
    writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const bundle = join(by, 'run.zip')
    const args = ['run', '--progress', 'none', '--out', out, '--bundle', bundle, '--key', key, ...LEASES]
    return { out, bundle, ended: await start(args, { limitMs: 300_000 }).ended }
  })()
  return run
}
