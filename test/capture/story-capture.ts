// A made-up history as the capture that it would leave, and a capture as the judge takes it.
import { encodeMessage } from '@ch1/diameter/codec'
import { historyOf, readCapture, type CaptureCounts, type KnownEnds } from '../../capture'
import type { Flow, HistoryEvent } from '../../judge/history/events'
import { Judge } from '../../judge/judge'
import type { Judgment } from '../../judge/verdict'
import { pcapng } from '../../reports/pcapng'

const cea = Buffer.from(
  encodeMessage({
    ...{ commandCode: 257, applicationId: 0, request: false, hopByHop: 1, endToEnd: 1 },
    avps: [
      ['Result-Code', 2001],
      ['Origin-Host', 'cdf1.charging.example'],
      ['Origin-Realm', 'charging.example'],
    ],
  }),
).toString('base64')

/** What a story leaves out and a wire has: the CEA that opens a connection, and ends of its own for each. */
export function wired(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const enablers: string[] = []
  return events.flatMap((event): readonly HistoryEvent[] => {
    if (event.kind !== 'ch1' && event.kind !== 'peer') return [event]
    const { n, atUs, enabler, conn } = event
    if (!enablers.includes(enabler)) enablers.push(enabler)
    const at = enablers.indexOf(enabler)
    const flow: Flow = { transport: 'tcp', local: `127.0.0.1:${3868 + at}`, remote: `127.0.0.1:${40_000 + 100 * at + conn}` }
    const own: HistoryEvent = { ...event, flow }
    if (event.kind !== 'peer' || event.state !== 'open') return [own]
    return [{ n, atUs, kind: 'ch1', dir: 'toSut', door: 'diameter', enabler, conn, flow, bytes: cea }, own]
  })
}

/** A whole history as a file of ours. */
export function captured(events: readonly HistoryEvent[], o: { readonly quiet?: boolean } = {}): Uint8Array {
  const [opened] = events
  if (opened?.kind !== 'opened') throw new Error('the history does not open')
  const context = { sut: opened.sut, profile: opened.profile.digest, before: [], quiet: o.quiet ?? true }
  return pcapng({ events, wallClock: opened.wallClock, context })
}

export interface Read {
  readonly events: readonly HistoryEvent[]
  readonly judgment: Judgment
  readonly counts: CaptureCounts
}

/** The history that a file makes, judged by the profile of `like`. `chunkBytes`: the file comes in pieces of that length. */
export function read(
  file: Uint8Array,
  like: readonly HistoryEvent[],
  o: Partial<KnownEnds> & { readonly isWhole?: boolean; readonly chunkBytes?: number } = {},
): Read {
  const [opened] = like
  if (opened?.kind !== 'opened') throw new Error('the history does not open')
  const { profile, sut } = opened
  const counts: CaptureCounts = { frames: 0, sip: 0, ch1: 0, unread: { http: 0, sctp: 0 }, others: new Map(), isOurs: false }
  const about = { sutEnds: [], enablerEnds: [], isWhole: false, name: 'story.pcapng', suite: '0', profile, sut, ...o }
  const judge = new Judge()
  const events = [...historyOf(readCapture(inPieces(file, o.chunkBytes ?? file.length)), about, counts)]
  for (const event of events) judge.step(event)
  return { events, judgment: judge.judgment(), counts }
}

function* inPieces(file: Uint8Array, bytes: number): Generator<Uint8Array> {
  for (let at = 0; at < file.length; at += bytes) yield file.subarray(at, at + bytes)
}
