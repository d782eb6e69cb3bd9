// The second judge: slow, declarative, over a whole history, written from the documents alone. It shares types and codecs with the first,
// and no rule. What it says is compared with what the first says (`disagreements.ts`).
import type { HistoryEvent } from '../history/events'
import { profileOf, type Profile } from '../profile/schema'
import { isNobodys, sessionsOf, type Session } from './bindings'
import { countOpinions } from './counts'
import { eventBalance, EVENTS } from './event-requests'
import { exchangesOf, grouped, legsOf, type Exchange } from './legs'
import { balanceOf, type Balance } from './ledger'
import { livesOf, type Life } from './lives'
import type { Granularity, Occasion } from './occasion'
import { occasionsOf } from './occasions'
import { afterOpen, garbled } from './connections'
import type { OccasionOpinion, Opinion, RecordOpinion, SecondJudgment, Word } from './opinion'
import { nameOf, sessionChecks } from './order'
import { recordsOf, sendingsSeen, type RecordSeen } from './records-seen'
import { sipSeen } from './sip-seen'
import { surroundingsOf, type Surroundings } from './surroundings'

interface LifeBalance {
  readonly life: Life
  readonly records: readonly RecordSeen[]
  readonly balance: Balance
  readonly occasions: readonly Occasion[]
  readonly unclear: boolean
}

/** The opinions on a whole history: its first event says under which profile. Throws zod's error for a profile that is none. */
export function secondJudgment(events: readonly HistoryEvent[]): SecondJudgment {
  const [opened] = events
  if (opened?.kind !== 'opened')
    return { opinions: [], occasions: [], records: [], homes: new Map(), nobodys: new Set(), sendings: new Set() }
  const profile = profileOf(opened.profile.values)
  const sendings = sendingsSeen(events)
  const around = surroundingsOf(events, profile, sendings)
  const seen = sipSeen(events)
  const exchanges = exchangesOf(seen)
  const keeps = profile.choices['P-LAST'] !== 'stop'
  const lives = livesOf(legsOf(seen, exchanges), exchanges, around.timerFUs, keeps ? around.lingerUs : 0)
  const records = recordsOf(sendings, profile.topology.ch1)
  const sessions = sessionsOf(records, lives, around)
  const balances = lives.map((life) => lifeBalance(life, sessions, profile, around, isOfAny(life, lives, records, around)))
  return {
    opinions: [
      ...[...grouped(records, (record) => record.session)].flatMap(([id, own]) =>
        sessionChecks.map((check) => ofKnown(check(id, own, around), sessions)),
      ),
      ...lives.map((life) => oneSession(life, sessions, profile)),
      ...sessions.map((session) => notMixed(session, profile)),
      ...balances.flatMap(balanceOpinions),
      ...unbound(sessions, around, events),
      ...eventBalance(records, exchanges, around),
      ...afterOpen(events, sendings, profile),
      ...garbled(events, profile),
      ...balances.flatMap(({ life, records: own, balance, unclear }) =>
        unclear ? [] : countOpinions(life, own, balance, around),
      ),
    ],
    occasions: balances.flatMap(occasionOpinions),
    records: balances.flatMap(recordOpinions),
    nobodys: new Set(sessions.filter(isNobodys).map(({ id }) => id)),
    sendings: new Set(sendings.map((one) => one.n)),
    homes: homesOf(lives, sessions, balances, records, exchanges),
  }
}

/** LV-18 — of a session that opens with the name of no conference of ours we do not know what was sent of it before, nor whether it is one of ours (LV-25). */
function ofKnown(opinion: Opinion, sessions: readonly Session[]): Opinion {
  const session = sessions.find(({ id }) => id === opinion.about)
  const opening = session?.records[0]
  const isOurs = [...(session?.named.values() ?? [])].some((records) => records.some((one) => one === opening))
  const isOpen = opinion.matter === 'first-t' && opinion.word === 'broken' && session !== undefined && !isOurs
  return isOpen ? { ...opinion, word: 'cannot say' } : opinion
}

/** Records of the controlling function; those of a participating function in the same box are another entity's (LV-16). */
function ownRecords(session: Session, profile: Profile): readonly RecordSeen[] {
  const stopAt = session.records.findIndex((record) => record.type === 'stop')
  // what stands behind the STOP is judged as that (after-stop), not as a record too many
  return session.records.filter(
    (record, i) =>
      (profile.sut.role !== 'controlling' || record.role !== 0) &&
      !(stopAt >= 0 && i > stopAt && record.first.line === session.records[stopAt]?.first.line),
  )
}

/** 3GPP TS 32.299 §7.1.12 — a START that names nobody, while more than one conference begins: only what comes later may tell of which it is. */
function isOfAny(life: Life, lives: readonly Life[], records: readonly RecordSeen[], around: Surroundings): boolean {
  const mayBeOf = ({ first }: RecordSeen, { fromUs }: Life): boolean =>
    first.atUs >= fromUs - around.grainUs && first.atUs <= fromUs + 2 * around.delayUs + around.earlyUs
  return records
    .filter((record) => record.type === 'start' && record.callIds.length + record.icids.length + record.parties.size === 0)
    .some((record) => mayBeOf(record, life) && lives.some((other) => other !== life && mayBeOf(record, other)))
}

function lifeBalance(
  life: Life,
  sessions: readonly Session[],
  profile: Profile,
  around: Surroundings,
  isOpen: boolean,
): LifeBalance {
  const own = sessions.filter((session) => session.life === life)
  const strays = sessions.filter((session) => session.life !== life && session.named.has(life))
  const records = [
    ...own.flatMap((session) => ownRecords(session, profile).filter((record) => !isAnothers(record, session, life))),
    ...strays.flatMap((session) => (session.named.get(life) ?? []).filter((record) => record.type !== 'event')),
  ]
  const declared = profile.choices['P-GRAN']
  const readings: readonly Granularity[] = declared === 'unknown' ? ['conference', 'leg', 'either'] : [declared]
  const all = readings.map((granularity) => {
    const occasions = occasionsOf(life, granularity, around)
    const balance = balanceOf(life, records, occasions, around)
    return {
      occasions,
      balance: granularity === 'either' ? { ...balance, isSurelyExplained: false, isSurelyCharged: false } : balance,
    }
  })
  const best =
    all.find(({ balance }) => balance.isSurelyExplained && balance.isSurelyCharged) ??
    all.reduce<(typeof all)[number] | undefined>(
      (a, b) => (a === undefined || wrongs(b.balance) < wrongs(a.balance) ? b : a),
      undefined,
    )
  const unclear =
    // an invitation answered when nobody was in any more: where the end is, SIP leaves open
    life.isHazy ||
    isOpen ||
    profile.topology.sip === 'b2bua' ||
    profile.sut.role !== 'controlling' ||
    own.some((session) => !session.isSure || isDisturbed(session)) ||
    // whose record it is where a session serves two is told by not-mixed, once
    sessions.some((session) => session.perhaps.includes(life) || (session.named.size > 1 && session.named.has(life)))

  const orphans = new Set(
    own.flatMap((session) => (session.records.some((record) => record.type === 'start') ? [] : session.records)),
  )
  const { occasions = [], balance = balanceOf(life, records, [], around) } = best ?? {}
  const others = all.filter((one) => one !== best).map((one) => one.balance)
  const agreed = balance.isSurelyExplained && balance.isSurelyCharged ? balance : byEveryReading(balance, others)
  return { life, records, occasions, balance: withoutStart(agreed, orphans), unclear }
}

/** LV-15 — nothing is declared, and by no reading all is well: then an occasion surely has its record where it has it by every reading. */
function byEveryReading(balance: Balance, others: readonly Balance[]): Balance {
  const sideOf = ({ kind, leg }: Occasion): string => `${kind === 'departure' || kind === 'last' ? 'going' : kind} ${leg.id}`
  const open = new Set(
    others.flatMap(({ occasions }) => [...occasions].flatMap(([one, word]) => (word === 'ok' ? [] : [sideOf(one)]))),
  )
  const occasions = [...balance.occasions].map(
    ([one, word]) => [one, word === 'ok' && open.has(sideOf(one)) ? 'cannot say' : word] as const,
  )
  return { ...balance, occasions: new Map(occasions) }
}

const wrongs = ({ tooMany, missing }: Balance): number => tooMany + missing

/** What follows a STOP is told by after-stop, and what misses its record for that reason is told with it. */
function isDisturbed({ records }: Session): boolean {
  const stopAt = records.findIndex((record) => record.type === 'stop')
  return stopAt >= 0 && records.some((record, i) => i > stopAt && record.first.line === records[stopAt]?.first.line)
}

/** RFC 6733 §9.5 — what comes in a session that was never opened is not surely right, whatever explains it, nor is who has it for his own. */
function withoutStart(balance: Balance, orphans: ReadonlySet<RecordSeen>): Balance {
  if (orphans.size === 0) return balance
  const records = [...balance.records].map(
    ([record, word]) => [record, word === 'ok' && orphans.has(record) ? 'cannot say' : word] as const,
  )
  const occasions = [...balance.occasions].map(([one, word]) => [one, word === 'ok' ? 'cannot say' : word] as const)
  return {
    ...balance,
    isSurelyExplained: false,
    isSurelyCharged: false,
    records: new Map(records),
    occasions: new Map(occasions),
  }
}

function isAnothers(record: RecordSeen, session: Session, life: Life): boolean {
  return [...session.named].some(([other, named]) => other !== life && named.includes(record))
}

function balanceOpinions({ life, records, balance, unclear }: LifeBalance): readonly Opinion[] {
  const said = (broken: boolean, sure: boolean): Word => (unclear ? 'cannot say' : broken ? 'broken' : sure ? 'ok' : 'cannot say')
  const events = records.map((record) => record.first.n)
  return [
    {
      matter: 'explained',
      word: said(balance.tooMany > 0, balance.isSurelyExplained),
      about: life.id,
      events: balance.tooMany > 0 ? balance.suspects.map((record) => record.first.n) : events,
      facts:
        balance.tooMany > 0
          ? `${balance.tooMany} of ${records.length} records have no occasion of their own; among ${balance.suspects.map(nameOf).join(', ')}`
          : `each of ${records.length} records may have an occasion of its own`,
    },
    {
      matter: 'owed',
      word: said(balance.missing > 0, balance.isSurelyCharged),
      about: life.id,
      events: balance.missing > 0 ? balance.lacking.flatMap((one) => one.events) : events,
      facts:
        balance.missing > 0
          ? `${balance.missing} occasions have no record of their own; among ${balance.lacking.map((one) => one.text).join('; ')}`
          : 'each occasion that must be charged has a record of its own',
    },
  ]
}

function occasionOpinions({ life, balance, unclear }: LifeBalance): readonly OccasionOpinion[] {
  return [...balance.occasions].map(([one, word]) => ({
    what: one.kind,
    word: unclear ? 'cannot say' : word,
    about: life.id,
    events: one.events,
    facts: one.text,
  }))
}

function recordOpinions({ life, balance, unclear }: LifeBalance): readonly RecordOpinion[] {
  return [...balance.records].map(([record, word]) => ({
    word: unclear ? 'cannot say' : word,
    about: life.id,
    events: record.sendings.map((one) => one.n),
    facts: nameOf(record),
  }))
}

// RFC 6733 §8.8 — one Session-Id for START, all INTERIMs and STOP of a conference (LV-15, LV-16)
function oneSession(life: Life, sessions: readonly Session[], profile: Profile): Opinion {
  const own = sessions.filter((session) => session.life === life && ownRecords(session, profile).length > 0)
  const opened = own.filter(({ records }) => records.some((record) => record.type === 'start'))
  const orphans = own.filter((session) => !opened.includes(session))
  const isOne = profile.choices['P-GRAN'] === 'conference' && profile.sut.role === 'controlling'
  const isUnsure = own.some((session) => !session.isSure) || sessions.some(({ perhaps }) => perhaps.includes(life))
  const word: Word =
    !isOne || life.isHazy || isUnsure || profile.topology.sip === 'b2bua'
      ? 'cannot say'
      : own.some(({ records }) => records.some((record) => record.type === 'stop')) && orphans.length > 0
        ? 'cannot say'
        : own.length === opened.length && own.length <= 1
          ? 'ok'
          : opened.length >= 1 && orphans.length > 0
            ? 'broken'
            : 'cannot say'
  return {
    matter: 'one-session',
    word,
    about: life.id,
    events: orphans.flatMap(({ records }) => records.map((record) => record.first.n)),
    facts: own.map((session) => session.id).join(', '),
  }
}

// RFC 6733 §8.8, TP_SEQ_004 — a Session-Id is of one conference
function notMixed({ id, named, records: all }: Session, profile: Profile): Opinion {
  const records = [...named.values()].flat()
  // LV-09 — an EVENT is no part of the session, and before anything else in that names a conference nobody knows whose it is
  const isOfEvent = [...named.values()].filter((own) => own.some(({ type }) => type !== 'event')).length <= 1
  const isToldBefore = (event: RecordSeen): boolean =>
    records.some(({ type, first }) => type !== 'event' && first.n < event.first.n)
  const isEarly = isOfEvent && !records.some((one) => one.type === 'event' && isToldBefore(one))
  // RFC 6733 §9.4 — what is sent again and names another leg than at first is judged as that (resend): whose it is, is open
  const isTold = all.every(({ first, sendings }) => sendings.every((one) => one.callIds.join() === first.callIds.join()))
  const one: Word = isTold ? 'ok' : 'cannot say'
  // LV-16 — what the participating function in the same box writes is another entity's, under whichever Session-Id: whose that is, it does not tell
  const isOfOne = [...named.values()].filter((own) => own.some(({ role }) => role !== 0)).length <= 1
  const isOpen = profile.topology.sip === 'b2bua' || profile.sut.role !== 'controlling' || isEarly || isOfOne
  const word: Word = named.size <= 1 ? one : isOpen ? 'cannot say' : 'broken'
  return {
    matter: 'not-mixed',
    word,
    about: id,
    events: named.size > 1 ? records.map((record) => record.first.n) : [],
    facts: named.size > 1 ? [...named.keys()].map((life) => life.id).join(' and ') : 'of one conference',
  }
}

/** Records of a session that is nobody's: foreign on a shared server (LV-25), explained by nothing on one of our own. */
function unbound(
  sessions: readonly Session[],
  { profile, ...around }: Surroundings,
  events: readonly HistoryEvent[],
): readonly Opinion[] {
  return sessions.filter(isNobodys).map(({ id, records, perhaps }) => ({
    matter: 'explained' as const,
    word:
      // a record that names nothing at all may be of anything
      records.some((record) => record.callIds.length + record.icids.length > 0) &&
      records.some((record) => record.first.atUs + around.delayUs + around.earlyUs + around.slackUs <= around.endUs) &&
      perhaps.length === 0 &&
      profile.topology.use === 'exclusive' &&
      profile.topology.sip === 'direct' &&
      !isCrowded(events)
        ? ('broken' as const)
        : ('cannot say' as const),
    about: id,
    events: records.map((record) => record.first.n),
    facts: 'no record of the session names a conference, and none was going on for it alone',
  }))
}

/** SIP that could not be read may have been a conference. */
function isCrowded(events: readonly HistoryEvent[]): boolean {
  return events.some((event) => event.kind === 'garbage' && event.plane === 'sip')
}

function homesOf(
  lives: readonly Life[],
  sessions: readonly Session[],
  balances: readonly LifeBalance[],
  records: readonly RecordSeen[],
  exchanges: readonly Exchange[],
): ReadonlyMap<number, string> {
  const homes = new Map<number, string>()
  const byCall = new Map(lives.flatMap((life) => life.legs.map((leg) => [leg.callId, life.id] as const)))
  for (const { request, events } of exchanges) {
    const home = byCall.get(request.callId)
    if (home !== undefined) for (const n of events) homes.set(n, home)
  }
  for (const { id, life, records: own } of sessions)
    for (const record of own) for (const one of record.sendings) homes.set(one.n, life?.id ?? id)
  for (const { life, records: own } of balances)
    for (const record of own) for (const one of record.sendings) homes.set(one.n, life.id)
  for (const record of records) if (record.type === 'event') for (const one of record.sendings) homes.set(one.n, EVENTS)
  return homes
}
