// One certify run with everything, shared by the tests that look at it: it takes the longest of all.
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
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
    leftByEarlierRun(out)
    const key = join(by, 'key.pem')
    writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const bundle = join(by, 'run.zip')
    const args = ['run', '--progress', 'none', '--out', out, '--bundle', bundle, '--key', key, ...LEASES]
    return { out, bundle, ended: await start(args, { limitMs: 300_000 }).ended }
  })()
  return run
}

/** Of the run before it, in the same folder: Allure shows both in its trend. */
export const EARLIER = { buildOrder: 41, data: { failed: 1, broken: 0, skipped: 0, passed: 2, unknown: 0, total: 3 } }

function leftByEarlierRun(out: string): void {
  const history = join(out, 'allure-report', 'history')
  mkdirSync(history, { recursive: true })
  writeFileSync(join(out, '.ch1-run'), '')
  writeFileSync(join(history, 'history-trend.json'), JSON.stringify([EARLIER]))
}
