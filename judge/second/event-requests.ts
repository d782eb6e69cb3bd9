// EVENT records, of every Session-Id together: each belongs to a transaction that is charged by itself (LV-09).
import type { Profile } from '../profile/schema'
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
  const { profile, grainUs, delayUs, earlyUs, slackUs } = around
  const legal = exchanges.filter((one) => mayBeCharged(one, profile))
  const pagers = new Set(exchanges.filter(isPager).map(({ request }) => request.callId))
  const edges = (widerUs: number): readonly (readonly number[])[] =>
    events.map(({ first, callIds }) => {
      const named = callIds.filter((callId) => pagers.has(callId))
      return legal.flatMap((one, i) => {
        // who names a MESSAGE speaks of that one
        if (named.length > 0 && !named.includes(one.request.callId)) return []
        // 3GPP TS 32.299 §7.2.201 — and who tells another method, of none
        if (first.method !== undefined && first.method !== 'MESSAGE' && one.request.method === 'MESSAGE') return []
        const lastUs = Math.max(one.lastSentUs, one.lastFinalUs)
        return first.atUs >= one.request.atUs - widerUs && first.atUs <= lastUs + delayUs + widerUs ? [i] : []
      })
    })
  // what a history that breaks off does not tell any more decides nothing
  const isSettled = events.some(({ first }) => first.atUs + delayUs + earlyUs + slackUs <= around.endUs)
  const perhaps = largestMatching(edges(slackUs))
  const sure = largestMatching(edges(-grainUs / 2))
  const lonely = events.filter((_, i) => perhaps.perhapsAlone.has(i))
  const twice = events.filter((record) => isOneTooMany(record, events, exchanges))
  // of a MESSAGE that may be charged, what tells another role or party of it may be charged beside it
  const isWrong = ({ callIds }: RecordSeen): boolean => {
    const own = exchanges.filter(({ request }) => request.method === 'MESSAGE' && callIds.includes(request.callId))
    if (own.length > 0) return !own.some((one) => mayBeCharged(one, profile))
    return profile.choices['P-EVT-FAIL'] === 'not-sent'
  }
  const isBroken = isSettled && (twice.length > 0 || (lonely.length > 0 && lonely.every(isWrong)))
  const isShared = profile.topology.use === 'shared' || profile.sut.role !== 'controlling'
  // what stands outside of SIP, as a message stored or fetched, may be charged by an EVENT as well
  const word: Word = isShared ? 'cannot say' : isBroken ? 'broken' : sure.short === 0 && isSettled ? 'ok' : 'cannot say'
  const wrong = [...twice, ...lonely.filter(isWrong)]
  return [
    {
      matter: 'explained',
      word,
      about: EVENTS,
      events: events.map((record) => record.first.n),
      facts: isBroken
        ? `one too many, or declared as not sent: ${wrong.map(nameOf).join(', ')}`
        : `${perhaps.short} of ${events.length} have no transaction`,
    },
  ]
}

/** RFC 3428 — a MESSAGE to the SUT that is of no dialog. */
function isPager({ request }: Exchange): boolean {
  return request.method === 'MESSAGE' && request.dir === 'toSut' && request.toTag === ''
}

/** Is it a transaction that is charged by itself, as far as the profile says? */
function mayBeCharged(one: Exchange, { choices }: Profile): boolean {
  const { method, dir } = one.request
  if (method === 'MESSAGE') {
    const ways = [choices['P-EVT-MSG'], choices['P-EVT-MSG-FAIL']]
    const declared = dir === 'fromSut' ? ways : [ways[isAccepted(one) ? 0 : 1]]
    return declared.some((way) => way !== 'not-sent')
  }
  if (choices['P-EVT-FAIL'] === 'not-sent') return false
  return method === 'INVITE' ? !isAccepted(one) : ALONE.includes(method)
}

/** Does it say of a MESSAGE nothing but what as many others say as there were MESSAGEs under that Call-ID? */
function isOneTooMany(record: RecordSeen, events: readonly RecordSeen[], exchanges: readonly Exchange[]): boolean {
  const own = exchanges.filter((one) => isPager(one) && record.callIds.includes(one.request.callId))
  return own.length > 0 && events.filter((one) => saidBy(one) === saidBy(record)).length > own.length
}

function saidBy({ callIds, icids, parties, role, service }: RecordSeen): string {
  return JSON.stringify([callIds, icids, [...parties].sort(), role, service])
}

function isBehindStop({ first, session }: RecordSeen, records: readonly RecordSeen[]): boolean {
  return records.some(
    (one) => one.type === 'stop' && one.session === session && one.first.line === first.line && one.first.atUs < first.atUs,
  )
}
