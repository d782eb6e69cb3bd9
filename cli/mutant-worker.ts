// A process that makes one run of a mutant after the other: what starting costs is paid once.
import { createHash } from 'node:crypto'
import { conformanceRun } from './conformance-run'
import { EXIT } from './exit-codes'
import type { MutantJob, MutantJobEnd } from './mutant-job'
import { runOptions, type RunOptions } from './run-options'

/**
 * The reference answers in milliseconds, so a missing record is soon missed; the windows of `ch1 run` would only be waited out, some
 * thousand times. One that waits behind a record sent again (after the profile's resendMs, 1 s) must still come in time.
 */
const WINDOWS = { 'P-QUIET': 300, 'P-RESEND': 4_500 } as const
/** Others run beside it: what a scenario needs before its stimulus may take longer, and an invitation rings until its user gets to answering it. */
const GIVEN_MS = 15_000
const PATIENT = ['--no-answer', '3000'] as const

async function run(job: MutantJob): Promise<MutantJobEnd> {
  const options = await optionsFor(job)
  return { code: await conformanceRun(options) }
}

async function optionsFor({ mutant, only, flags, outDir, leaseBase }: MutantJob): Promise<RunOptions> {
  const options = await runOptions([
    ...['--no-html', '--progress', 'none', '--parallel', '1', '--lease-base', String(leaseBase), '--out', outDir],
    ...only.flatMap((id) => ['--only', id]),
    ...(mutant === undefined ? [] : ['--mutant', mutant]),
    ...flags,
  ])
  if (options === 'help') throw new RangeError('a run that asks for help')
  const { profile, file } = options.profile
  const windows = { ...profile.windows, ...WINDOWS }
  const quicker = { ...profile, windows, timers: { ...profile.timers, givenMs: GIVEN_MS } }
  const digest = createHash('sha256').update(JSON.stringify(quicker)).digest('hex')
  const { sut } = options
  const patient = sut.kind === 'embedded' ? { ...sut, command: [...sut.command, ...PATIENT] } : sut
  return { ...options, sut: patient, profile: { profile: quicker, digest, file }, verdictsOnly: true }
}

process.on('message', (job: MutantJob) => {
  void run(job)
    .catch((error: unknown): MutantJobEnd => ({ trouble: error instanceof Error ? error.message : String(error) }))
    .then((end) => process.send?.(end))
})
// Whoever asked is gone: a run ends as by SIGTERM, which seals its history and ends what it started; without one nothing is left to do.
process.on('disconnect', () => {
  if (process.listenerCount('SIGTERM') === 0) process.exit(EXIT.inconclusive)
  process.emit('SIGTERM')
})
