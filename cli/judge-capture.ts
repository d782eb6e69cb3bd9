// `ch1 judge FILE`: judges a capture. Reads the file in pieces, prints what explains what is in it, and the verdicts.
import { isIP } from 'node:net'
import { basename } from 'node:path'
import { CaptureError, historyOf, readCapture, type CaptureCounts, type KnownEnds } from '../capture'
import type { HistoryEvent } from '../judge/history/events'
import { Judge } from '../judge/judge'
import type { Profile } from '../judge/profile/schema'
import { isOfOthers, notApplicable, testPurposes, type TestPurpose } from '../judge/requirements/test-purposes'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { captureText } from '../reports/capture-text'
import { summaryText } from '../reports/summary'
import { chunksOf } from './file-chunks'
import { HistoryBills } from './history-bills'
import { HistoryNotes } from './history-notes'
import { loadProfile } from './profile'
import type { JudgedHistory } from './rejudge'
import { suiteDigest, suiteVersion } from './suite'
import { UsageError } from './usage-error'
import { exitCodeOf, ofOthers, verdictsDocument } from './verdicts-file'

/** The flags. */
export interface CaptureFlags {
  readonly json?: boolean | undefined
  readonly profile?: string | undefined
  readonly sut?: readonly string[] | undefined
  readonly enabler?: readonly string[] | undefined
  readonly whole?: boolean | undefined
}

const NO_DEMANDS = 'a capture has no demands: what its scenario asked of the SUT is not in it'

/** Prints verdicts and explanations; gives the exit code. Throws UsageError for a file that is no capture, or that has nothing of the SUT. */
export function judgeCapture(path: string, flags: CaptureFlags): number {
  const judged = judgedCapture(path, flags)
  for (const note of judged.notes) process.stderr.write(`note  ${note}\n`)
  const { document } = judged
  if (flags.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  else {
    process.stdout.write(captureText(judged.history.events, judged.history.judgment, judged.history.accounts))
    process.stdout.write(summaryText(short(document), { out: '', colour: false, made: () => false }))
  }
  return exitCodeOf(document)
}

export interface JudgedCapture {
  readonly document: VerdictsDocument
  /** Its events without the bytes of messages. */
  readonly history: JudgedHistory
  readonly notes: readonly string[]
}

export function judgedCapture(path: string, flags: CaptureFlags): JudgedCapture {
  if (flags.profile === undefined)
    throw new UsageError(
      'a capture has no profile in it',
      path,
      `ch1 judge ${path} --profile F, where F is the profile of the SUT`,
    )
  const { profile, digest } = loadProfile(flags.profile)
  const counts: CaptureCounts = { frames: 0, sip: 0, ch1: 0, unread: { http: 0, sctp: 0 }, others: new Map(), isOurs: false }
  const name = basename(path)
  const judge = new Judge()
  const events: HistoryEvent[] = []
  const seen = new HistoryNotes(name)
  const about = {
    ...endsOf(profile, flags),
    ...{ name, suite: suiteVersion(), sut: profile.sut, isWhole: flags.whole === true },
    profile: { digest, values: profile },
  }
  try {
    for (const event of historyOf(readCapture(chunksOf(path)), about, counts)) {
      judge.step(event)
      seen.take(event)
      events.push('bytes' in event ? { ...event, bytes: '' } : event)
    }
  } catch (error) {
    if (error instanceof CaptureError) throw new UsageError(error.message, `${path}, ${error.where}`, error.mend)
    throw error
  }
  if (counts.sip === 0 && counts.ch1 === 0) throw nothingOfSut(path, counts)
  const accounts = judge.accounts()
  const bills = new HistoryBills().all(accounts, seen.lastUs)
  const judged = { judgment: judge.judgment(), accounts: accounts.map(({ account }) => account) }
  const history = { file: name, events, notes: seen, bills, ...judged }
  return { document: byFrames(documentOf(history, profile, digest), name, events), history, notes: notesOf(counts, digest) }
}

function endsOf(profile: Profile, { sut, enabler }: CaptureFlags): KnownEnds {
  const [, host = '', port] = /^sips?:(?:[^@]*@)?(\[[^\]]*\]|[^:;?]+)(?::(\d+))?/.exec(profile.addresses.sut) ?? []
  const told = isIP(host.replace(/[[\]]/g, '')) === 0 ? [] : [`${host}:${port ?? '5060'}`]
  return {
    sutEnds: (sut ?? told).map((one) => normal(one, '--sut')),
    enablerEnds: (enabler ?? []).map((one) => normal(one, '--enabler')),
  }
}

/** An end as captures tell it: an address, in full where it is of IPv6. */
function normal(text: string, flag: string): string {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = bracketed ?? plain ?? text
  if (isIP(host) === 0)
    throw new UsageError(`"${text}" is no IP address, with or without a port`, flag, `for example ${flag} 10.0.0.7:5060`)
  const address = isIP(host) === 4 ? host : `[${fullIpv6(host)}]`
  return port === undefined ? address : `${address}:${port}`
}

// RFC 4291 §2.2 — the URL parser knows every form; zeros are written out again
function fullIpv6(host: string): string {
  const [head = '', tail] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].join(':')
}

function documentOf(history: JudgedHistory, profile: Profile, digest: string): VerdictsDocument {
  const all: readonly TestPurpose[] = testPurposes
  const { opened, lastUs } = history.notes
  const at = (us: number): string => new Date((opened ? Date.parse(opened.wallClock) : 0) + us / 1000).toISOString()
  return verdictsDocument([history], [], {
    suite: { version: suiteVersion(), digest: suiteDigest() },
    sut: opened?.sut ?? profile.sut,
    profile: { name: profile.name, digest },
    engine: 'socket',
    binding: 'diameter',
    startedAt: at(0),
    finishedAt: at(lastUs),
    aborted: false,
    selected: undefined,
    notApplicable: Object.fromEntries(
      all
        .filter((one) => isOfOthers(one, profile))
        .flatMap((one) => {
          const why = notApplicable(one, profile, new Set(), 'diameter', 'socket')
          return why === undefined ? [] : [[one.id, why] as const]
        }),
    ),
    ofOthers: ofOthers(profile),
    hindered: { word: 'inconclusive', reason: NO_DEMANDS },
    extra: {},
    tools: {},
  })
}

/** Events are named by the frame they were in: `traffic.pcapng#12`, as Wireshark counts. */
function byFrames(document: VerdictsDocument, name: string, events: readonly HistoryEvent[]): VerdictsDocument {
  const frame = (reference: string): string => {
    const event = events[Number(reference.slice(reference.lastIndexOf('#') + 1))]
    return event && 'frame' in event ? `${name}#${event.frame}` : reference
  }
  const of = <T extends { readonly events: readonly string[] }>(one: T): T => ({ ...one, events: one.events.map(frame) })
  return {
    ...document,
    results: document.results.map((one) => ({ ...one, findings: one.findings.map(of), warnings: one.warnings.map(of) })),
    choices: document.choices?.map((one) => ({ ...one, seen: one.seen.map(of) })),
    bills: document.bills?.map((one) => ({ ...one, from: frame(one.from) })),
  }
}

/** For the eye: the purposes that no capture decides are one line, told with the notes. */
function short(document: VerdictsDocument): VerdictsDocument {
  const results = document.results.filter((one) => one.reason !== NO_DEMANDS && one.verdict !== 'not-applicable')
  const inconclusive = results.filter((one) => one.verdict === 'inconclusive').length
  return { ...document, results, summary: { ...document.summary, inconclusive, notApplicable: 0 } }
}

function notesOf({ frames, sip, ch1, isOurs, profile, unread }: CaptureCounts, digest: string): readonly string[] {
  return [
    `${frames} frames: ${sip} SIP and ${ch1} CH-1 messages of the SUT`,
    ...(ch1 === 0 ? ['no CH-1 of the SUT in it: nothing can be said of records'] : []),
    ...(unread.http > 0 && ch1 === 0 ? ['HTTP in it is not read: CH-1 over HTTP is judged from a history alone'] : []),
    ...(unread.sctp > 0 ? ['SCTP in it is not read'] : []),
    ...(isOurs && profile !== digest ? ['its run was judged by another profile than this one'] : []),
    'purposes that need a scenario are inconclusive: a capture has no demands',
  ]
}

function nothingOfSut(path: string, { frames, others, unread }: CaptureCounts): UsageError {
  const seen = [...others]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([ends, count]) => `${ends.replace(' ', ' → ')} (${count})`)
  const what = seen.length > 0 ? `SIP and Diameter in it are between ${seen.join(', ')}` : 'there is no SIP and no Diameter in it'
  const more = unread.sctp > 0 ? '; it has SCTP, which is not read' : ''
  return new UsageError(
    `nothing of the SUT in ${frames} frames: ${what}${more}`,
    path,
    seen.length > 0
      ? 'say which end is the SUT: --sut HOST[:PORT], and --enabler HOST[:PORT]'
      : 'capture where SIP and CH-1 of the SUT pass in the clear',
  )
}
