// One certify run with everything, shared by the tests that look at it: it takes the longest of all.
import { LEASES, newFolder, start, type Ended } from './run-process'

/** A run that ended, and its folder. */
export interface EmbeddedRun {
  readonly out: string
  readonly ended: Ended
}

let run: Promise<EmbeddedRun> | undefined

/** `bin/ch1 run` against the embedded reference, HTML included; started when first asked for. */
export function embeddedRun(): Promise<EmbeddedRun> {
  run ??= (async () => {
    const out = newFolder()
    return { out, ended: await start(['run', '--progress', 'none', '--out', out, ...LEASES], { limitMs: 300_000 }).ended }
  })()
  return run
}
