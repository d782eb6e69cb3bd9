// One folder of evidence a scenario: ladder, decoded CH-1, SIP text, capture, and the wires' own files.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isQuietAt } from '../judge/accounts/quiet'
import type { HistoryEvent } from '../judge/history/events'
import type { Slice } from '../judge/verdicts-document'
import { ch1Text } from '../reports/ch1-text'
import { ladderSvg } from '../reports/ladder'
import { unansweredRecords } from '../reports/capture/unanswered'
import { pcapng } from '../reports/pcapng'
import { evidenceNames } from '../reports/replay/evidence-names'
import { replaysOf, replayText } from '../reports/replay/replay-files'
import { sipText } from '../reports/sip-text'
import type { JudgedHistory } from './rejudge'

/** What is told of a history event by event. */
type Told = Pick<JudgedHistory, 'file' | 'events' | 'judgment' | 'accounts'>

/** Writes `evidence/<id>.<k>/` of every slice. Wires' files are moved there from the work folder when they are still in it. */
export function writeEvidence(outDir: string, histories: readonly Told[], slices: readonly Slice[]): void {
  const unanswered = new Map(histories.map(({ file, events }) => [file, unansweredRecords(events)]))
  for (const slice of slices) {
    const history = histories.find(({ file }) => file === slice.file)
    const opened = history?.events[0]
    if (!history || opened?.kind !== 'opened') continue
    const dir = join(outDir, 'evidence', `${slice.testPurpose}.${slice.k}`)
    mkdirSync(dir, { recursive: true })
    const events = history.events.slice(slice.first, slice.last + 1)
    const { explanations, missing, findings } = history.judgment
    const { wallClock, sut } = opened
    const { first } = slice
    const isAnswered = unanswered.get(slice.file)?.every(({ fromN, toN }) => fromN >= first || toN < first) === true
    const quiet = isAnswered && isQuietAt(history.accounts, first)
    const context = { sut, profile: opened.profile.digest, before: history.events.slice(0, slice.first), quiet }
    const title = `${slice.testPurpose}  ${slice.scenario}`
    writeFileSync(join(dir, 'ladder.svg'), ladderSvg({ title, events, explanations, missing, findings, wallClock }))
    writeFileSync(join(dir, 'ch1.txt'), ch1Text({ title, events, explanations, wallClock }))
    writeFileSync(join(dir, 'sip.txt'), sipText({ title, events, wallClock }))
    writeFileSync(join(dir, 'traffic.pcapng'), pcapng({ events, wallClock, context }))
    const replays = replaysOf(events)
    writeFileSync(join(dir, 'replay.txt'), replayText(title, replays))
    for (const replay of replays) if ('file' in replay) writeFileSync(join(dir, replay.file), replay.xml)
    moveWireFiles(events, dir)
  }
}

// A name that is taken (a participant that came twice, two runs of one crowd) gets a number: evidence replaces no evidence.
function moveWireFiles(events: readonly HistoryEvent[], dir: string): void {
  const names = evidenceNames(events)
  for (const event of events) {
    if (event.kind !== 'wire' || event.state !== 'stopped') continue
    for (const file of event.files ?? []) {
      // what a SIPp run of its own leaves is called <name>.xml
      const suffix = basename(file)
        .replace(/^[^.]*/, '')
        .replace(/^\.xml$/, '.sipp.xml')
      const stem = names.get(event.participant) ?? '_'
      let target = join(dir, `${stem}${suffix}`)
      for (let k = 2; existsSync(target) && k < 1_000; k++) target = join(dir, `${stem}.${k}${suffix}`)
      if (existsSync(file)) renameSync(file, target)
    }
  }
}
