// EVENT records, of every Session-Id together: each belongs to a transaction that is charged by itself (LV-09).
import { isAccepted, type Exchange } from './legs'
import { largestMatching } from './matching'
import type { Opinion, Word } from './opinion'
import { nameOf } from './order'
import type { RecordSeen } from './records-seen'
import type { Surroundings } from './surroundings'

/** 3GPP TS 32.260 Table 5.2.1.1-1: unsuccessful set-up, and what stands outside of sessions. */
const ALONE = ['MESSAGE', 'REFER', 'SUBSCRIBE', 'NOTIFY', 'PUBLISH', 'REGISTER', 'OPTIONS', 'INFO', 'CANCEL']

/** What the opinion on all EVENTs is about. */
export const EVENTS = 'EVENT records'

export function eventBalance(
  records: readonly RecordSeen[],
  exchanges: readonly Exchange[],
  around: Surroundings,
): readonly Opinion[] {
  // what stands behind the STOP of its own session is judged as that (after-stop), not as an EVENT that may be none
  const events = records.filter((record) => record.type === 'event' && !isBehindStop(record, records))
  if (events.length === 0) return []
  const { profile, grainUs, delayUs, slackUs } = around
  const legal = exchanges.filter((one) =>
    one.request.method === 'INVITE' ? !isAccepted(one) : ALONE.includes(one.request.method),
  )
  const edges = (widerUs: number): readonly (readonly number[])[] =>
    events.map(({ first }) =>
      legal.flatMap((one, i) => {
        const lastUs = Math.max(one.lastSentUs, one.lastFinalUs)
        return first.atUs >= one.request.atUs - widerUs && first.atUs <= lastUs + delayUs + widerUs ? [i] : []
      }),
    )
  // what a history that breaks off does not tell any more decides nothing
  const isSettled = events.some(({ first }) => first.atUs + delayUs + slackUs <= around.endUs)
  const isDeclared = profile.choices['P-EVT-FAIL'] === 'not-sent' && isSettled
  const perhaps = largestMatching(edges(slackUs))
  const sure = largestMatching(edges(-grainUs / 2))
  const isShared = profile.topology.use === 'shared' || profile.sut.role !== 'controlling'
  // what stands outside of SIP, as a message stored or fetched, may be charged by an EVENT as well
  const word: Word = isShared ? 'cannot say' : isDeclared ? 'broken' : sure.short === 0 && isSettled ? 'ok' : 'cannot say'
  return [
    {
      matter: 'explained',
      word,
      about: EVENTS,
      events: events.map((record) => record.first.n),
      facts: isDeclared
        ? `declared as not sent: ${events.map(nameOf).join(', ')}`
        : `${perhaps.short} of ${events.length} have no transaction`,
    },
  ]
}

function isBehindStop({ first, session }: RecordSeen, records: readonly RecordSeen[]): boolean {
  return records.some(
    (one) => one.type === 'stop' && one.session === session && one.first.line === first.line && one.first.atUs < first.atUs,
  )
}
