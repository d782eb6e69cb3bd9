// `ch1 judge DIR`: judges a stored run again, from its histories alone. `ch1 judge FILE`: judges a capture.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { profileOf, type Profile } from '../judge/profile/schema'
import { isOfOthers, notApplicable as notApplicableTo, testPurposes, type TestPurpose } from '../judge/requirements/test-purposes'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { harmless } from '../reports/harmless-text'
import { summaryText } from '../reports/summary'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { jsonText } from './json-text'
import { judgeCapture } from './judge-capture'
import { isThere } from './out-folder'
import { hindranceIn, judgeResults, slicesOf, type JudgedResults } from './rejudge'
import { suiteDigest, suiteVersion } from './suite'
import { wasKilled } from './worker-notes'
import { toolsOf } from './tools-used'
import { UsageError } from './usage-error'
import { ALL_VERBS } from './verbs'
import { exitCodeOf, ofOthers, verdictsDocument } from './verdicts-file'

export function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags(
    'judge',
    args,
    {
      json: { type: 'boolean' },
      profile: { type: 'string' },
      sut: { type: 'string', multiple: true },
      enabler: { type: 'string', multiple: true },
      whole: { type: 'boolean' },
    },
    1,
  )
  if (values.help) {
    process.stdout.write(HELP)
    return Promise.resolve(EXIT.passed)
  }
  const [name] = positionals
  if (name === undefined) throw new UsageError('no folder given', 'ch1 judge', 'ch1 judge DIR, where DIR is the --out of a run')
  if (isFile(name)) return Promise.resolve(judgeCapture(name, values))
  for (const flag of ['profile', 'sut', 'enabler', 'whole'] as const)
    if (values[flag] !== undefined)
      throw new UsageError(`--${flag} is for a capture: a history has its profile in it`, `--${flag}`, `ch1 judge ${name}`)
  const dir = resolve(name)
  const histories = judgeResults(dir, { complete: false })
  const document = judgedAgain(dir, histories)
  const before = storedDocument(dir)
  for (const result of document.results) {
    const was = before?.results.find((one) => one.id === result.id)
    if (was && was.verdict !== result.verdict)
      process.stderr.write(
        `changed  ${harmless(result.id, 60)}: ${harmless(was.verdict, 40)} → ${result.verdict}  (${harmless(result.findings[0]?.rule ?? result.reason, 300)})\n`,
      )
  }
  if (values.json) for (const text of jsonText(document)) process.stdout.write(text)
  process.stdout.write(values.json ? '\n' : summaryText(document, { out: dir, colour: false, made: isThere(dir) }))
  return Promise.resolve(exitCodeOf(document))
}

const HELP = `Usage: ch1 judge DIR [--json]
       ch1 judge FILE --profile F [--json] [--sut HOST[:PORT]]… [--enabler HOST[:PORT]]… [--whole]

Judges the histories below DIR again and prints the verdicts; what changed against DIR/verdicts.json is said on standard error.

FILE is a capture, .pcapng or .pcap: what explains each arrival, departure and record in it, and the run-wide purposes. Purposes that need
a scenario are inconclusive: a capture has no demands. evidence/<id>.<k>/traffic.pcapng tells all else by itself; of others say
  --sut HOST[:PORT]      where the SUT is (default: addresses.sut of the profile); may be repeated
  --enabler HOST[:PORT]  where a Charging Enabler is (default: what the SUT's host sends a CER to); may be repeated
  --whole                the capture holds all SIP and CH-1 of the SUT while it lasts; without it a record that did not come, or that
                         nothing explains, is told and not judged
`

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** Verdicts of stored histories. What no history can tell (not applicable, not selected) is taken over from the stored document. */
export function judgedAgain(dir: string, histories: readonly JudgedResults[]): VerdictsDocument {
  const before = storedDocument(dir)
  const opened = histories[0]?.notes.opened
  if (!opened) throw new UsageError('the history does not open', dir, 'name the --out folder of a run')
  const profile = profileOf(opened.profile.values)
  const binding = bindingOf(histories)
  const notApplicable = Object.fromEntries([
    ...forOtherRuns(profile, binding, opened.engine),
    ...(before?.results ?? []).flatMap((one) => (one.verdict === 'not-applicable' ? [[one.id, one.reason]] : [])),
  ]) as Readonly<Record<string, string>>
  const zero = Date.parse(opened.wallClock)
  const aborted = before?.aborted === true || wasKilled(dir) || histories.some(({ notes }) => notes.sealed !== 'done')
  return verdictsDocument(histories, slicesOf(histories), {
    suite: { version: suiteVersion(), digest: suiteDigest() },
    sut: before?.sut ?? { name: opened.sut.name, version: opened.sut.version, role: opened.sut.role },
    profile: { name: profile.name, digest: opened.profile.digest },
    engine: opened.engine,
    binding,
    startedAt: before?.startedAt ?? opened.wallClock,
    finishedAt:
      before?.finishedAt ?? new Date(zero + Math.max(...histories.map(({ notes }) => notes.lastUs)) / 1000).toISOString(),
    aborted,
    selected: before === undefined || isWhole(before) ? undefined : new Set(before.results.map((one) => one.id)),
    notApplicable,
    ofOthers: ofOthers(profile),
    hindered: hindranceIn(histories) ?? (before && !aborted ? { word: 'inconclusive', reason: NOTHING_OF_IT } : undefined),
    extra: {},
    tools: { ...before?.tools, ...toolsOf(histories, {}), ...before?.tools }, // in the order of the stored ones, and as they say
  })
}

/** Why a purpose that was asked for has no word, in a run that came to its end. */
const NOTHING_OF_IT = 'the history has nothing of it'

/** A run that nothing was left out of may be conformant. */
function isWhole(document: VerdictsDocument): boolean {
  const told = new Set(document.results.map((one) => one.id))
  return testPurposes.every(({ id }) => told.has(id))
}

/** How the SUT charged, as the history shows it. */
function bindingOf(histories: readonly JudgedResults[]): 'diameter' | 'http' {
  return histories.some(({ notes }) => notes.isHttp) ? 'http' : 'diameter'
}

/** Purposes for another binding, engine, role or choice than the run had: without a stored document nobody else says so. */
function forOtherRuns(
  profile: Profile,
  binding: 'diameter' | 'http',
  engine: 'sipp' | 'socket',
): readonly (readonly [string, string])[] {
  const all: readonly TestPurpose[] = testPurposes
  return all
    .filter((one) => one.needs?.binding !== undefined || one.needs?.engine !== undefined || isOfOthers(one, profile))
    .flatMap((one) => {
      const why = notApplicableTo(one, profile, ALL_VERBS, binding, engine) // no history tells what could be made to happen
      return why === undefined ? [] : [[one.id, why] as const]
    })
}

/** `verdicts.json` of a run; `undefined` where a killed run left none, or half of one. */
export function storedDocument(dir: string): VerdictsDocument | undefined {
  const path = join(dir, 'verdicts.json')
  try {
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as VerdictsDocument) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
