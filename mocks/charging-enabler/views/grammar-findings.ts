// A view of a history: what the grammar check finds in every message that the SUT sent.
import { CodecError, FlatMessage, MessageChecker } from '@ch1/diameter'
import type { CheckOptions, GrammarFinding } from '@ch1/diameter'
import type { HistoryEvent } from '../../../judge/history/events'
import { bytesOf } from './records'

/** A finding with where it was seen. */
export interface SeenFinding extends GrammarFinding {
  readonly event: number
  readonly enabler: string
  readonly conn: number
}

/** All findings in all Diameter messages from the SUT, CER, DWR and the rest included, in order. */
export function grammarFindings(events: Iterable<HistoryEvent>, o?: CheckOptions): readonly SeenFinding[] {
  const checker = new MessageChecker(o)
  const flat = new FlatMessage(o?.dictionary)
  const found: SeenFinding[] = []
  for (const event of events) {
    if (event.kind !== 'ch1' || event.door !== 'diameter' || event.dir !== 'fromSut') continue
    const { n, enabler, conn } = event
    try {
      for (const finding of checker.check(flat.read(bytesOf(event)))) found.push({ ...finding, event: n, enabler, conn })
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      // a header that lies cannot come from a peer, whose stream was framed; a history that was edited may have one
      const { path, problem, clause, offset } = error
      found.push({ rule: 'length', path, problem, clause, offset, resultCode: 5015, level: 'MUST', event: n, enabler, conn })
    }
  }
  return found
}
