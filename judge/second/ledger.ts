// Of one life: is there a way to give every record an occasion of its own, and every occasion that must be charged a record of its own?
// Asked twice: with only what is surely legal (then all is well), and with everything that is perhaps legal (else something is broken).
import { largestMatching, type Matching } from './matching'
import type { Occasion } from './occasion'
import type { RecordSeen } from './records-seen'
import type { Surroundings } from './surroundings'
import type { Life } from './lives'

export interface Balance {
  /** Records beyond what any legal reading allows, and occasions that no legal reading leaves uncharged. */
  readonly tooMany: number
  readonly missing: number
  /** In the narrowest reading each record has its occasion, each occasion that may have to be charged its record. */
  readonly isSurelyExplained: boolean
  readonly isSurelyCharged: boolean
  readonly records: ReadonlyMap<RecordSeen, 'ok' | 'broken' | 'cannot say'>
  readonly occasions: ReadonlyMap<Occasion, 'ok' | 'broken' | 'cannot say'>
  /** One of the records that are too many, one of the occasions that miss theirs: where to look. */
  readonly suspects: readonly RecordSeen[]
  readonly lacking: readonly Occasion[]
}

export function balanceOf(
  life: Life,
  records: readonly RecordSeen[],
  occasions: readonly Occasion[],
  around: Surroundings,
): Balance {
  const names = namesOf(life, records)
  const held = new Map(occasions.map((one) => [one, deadlineOf(one, records, around)]))
  // LV-15 — where nothing is declared, a server that opens one session for two is told of its inconsistency, which is a warning
  const isOfLegs = around.profile.choices['P-GRAN'] === 'leg'
  const isOthers = (record: RecordSeen, one: Occasion): boolean => isOfLegs && isUnderAnothers(record, one, records)
  const surely = (record: RecordSeen, one: Occasion): boolean =>
    isSure(record, one, names) && !opensAgain(record, one, records) && !isOthers(record, one)
  // a record in time that names somebody else is perhaps wrong in its content only: by time alone it fits
  const perhaps = (record: RecordSeen, one: Occasion): boolean =>
    isInTime(record, one, held.get(one)?.toUs ?? 0) && !(isOfLegs && opensAgain(record, one, records))
  const timed = records.map((record) => mayBeByTime(record, records, around))
  const graph = (fits: (record: RecordSeen, one: Occasion) => boolean): readonly (readonly number[])[] =>
    records.map((record, at) => (timed[at] === 'surely' ? [] : occasions.flatMap((one, i) => (fits(record, one) ? [i] : []))))
  const [sureOf, perhapsOf] = [graph(surely), graph(perhaps)]
  // what was surely there to be told of, and is told late at most
  const isBehind = ({ first }: RecordSeen, { sure }: Occasion): boolean => first.atUs >= (sure?.fromUs ?? 0)
  const isOwn = (record: RecordSeen, one: Occasion): boolean => isNamed(record, one, names) && !isOthers(record, one)
  // an outage, or a standstill, may have kept one: then it is of anybody before
  const isUsual = ({ first }: RecordSeen, one: Occasion): boolean => first.atUs <= (held.get(one)?.usualUs ?? 0)
  const namedOf = graph(
    (record, one) => perhaps(record, one) && isOwn(record, one) && isBehind(record, one) && isUsual(record, one),
  )

  const bound = records.map((_, i) => i).filter((i) => timed[i] !== 'yes' && timed[i] !== 'surely')
  // what is not explained yet may be explained by what the history does not tell any more
  const settled = bound.filter(
    (i) => timed[i] === 'no' && (records[i]?.first.atUs ?? 0) + 2 * around.delayUs + around.earlyUs <= around.endUs,
  )
  const mustSure = occasions.map((_, i) => i).filter((i) => occasions[i]?.owed !== 'no')
  const must = mustSure.filter((i) => {
    const one = occasions[i]
    return one?.owed === 'certainly' && held.get(one)?.isOver === true
  })
  // Table 5.2.1.1-2 — the STOP tells of one of the last: it takes the leaving of one, as a record of its own would, or excuses it
  const told = occasions.find((one) => one.lastTold !== undefined)?.lastTold
  const lasts = occasions.flatMap(({ kind }, i) => (kind === 'last' ? [i] : []))
  const takes = (is: boolean): readonly (readonly number[])[] => (is && lasts.length > 0 ? [lasts] : [])
  const [isCertain, isSole] = [told === 'certainly by STOP', told === 'certainly by STOP' || told === 'by STOP']
  const orStop = (graph: readonly (readonly number[])[], mayBe: boolean): readonly (readonly number[])[] =>
    mayBe ? [...graph, lasts] : graph
  const sureRecords = largestMatching([...bound.map((i) => sureOf[i] ?? []), ...takes(isSole)])
  const sureOwed = largestMatching(turned(orStop(sureOf, isSole || told === 'either way'), mustSure))
  const records1 = largestMatching([...settled.map((i) => perhapsOf[i] ?? []), ...takes(isCertain)])
  const owed1 = largestMatching(turned(orStop(perhapsOf, told !== undefined && told !== 'by both'), must))
  // where one record too few may be any of several, none of them surely has its own
  const named = largestMatching(turned(orStop(namedOf, told !== 'by both'), mustSure))
  const ownOwed = { ...sureOwed, perhapsAlone: new Set([...sureOwed.perhapsAlone, ...named.perhapsAlone]) }
  return {
    tooMany: records1.short,
    missing: owed1.short,
    isSurelyExplained: sureRecords.short === 0,
    isSurelyCharged: sureOwed.short === 0,
    records: words(records, bound, sureRecords, spread(records1, settled, bound), (i) =>
      settled.includes(i) ? (perhapsOf[i] ?? []) : [0],
    ),
    occasions: words(occasions, mustSure, ownOwed, spread(owed1, must, mustSure), (i) =>
      must.includes(i) ? (turned(perhapsOf, [i])[0] ?? []) : [0],
    ),
    suspects: [...records1.perhapsAlone].flatMap((i) => records[settled[i] ?? -1] ?? []),
    lacking: [...owed1.perhapsAlone].flatMap((i) => occasions[must[i] ?? -1] ?? []),
  }
}

/** The graph seen from these of the right. */
function turned(graph: readonly (readonly number[])[], rights: readonly number[]): readonly (readonly number[])[] {
  return rights.map((right) => graph.flatMap((edges, left) => (edges.includes(right) ? [left] : [])))
}

/** A matching of `some`, told in the places of `all`. */
function spread({ of, short, perhapsAlone }: Matching, some: readonly number[], all: readonly number[]): Matching {
  const place = (i: number): number => some.indexOf(i)
  return {
    of: all.map((i) => (place(i) < 0 ? undefined : of[place(i)])),
    short,
    perhapsAlone: new Set(all.flatMap((i, at) => (place(i) >= 0 && perhapsAlone.has(place(i)) ? [at] : []))),
  }
}

/** `ok`: surely one of its own in every assignment. `broken`: nothing it could have in the widest reading. */
function words<T>(
  all: readonly T[],
  asked: readonly number[],
  sure: Matching,
  perhaps: Matching,
  edges: (i: number) => readonly number[],
): ReadonlyMap<T, 'ok' | 'broken' | 'cannot say'> {
  return new Map(
    asked.flatMap((i, at) => {
      const one = all[i]
      if (one === undefined) return []
      const word = perhaps.perhapsAlone.has(at)
        ? edges(i).length === 0
          ? 'broken'
          : 'cannot say'
        : sure.perhapsAlone.has(at)
          ? 'cannot say'
          : 'ok'
      return [[one, word] as const]
    }),
  )
}

interface Names {
  readonly users: ReadonlySet<string>
  readonly calls: ReadonlySet<string>
  readonly icids: ReadonlySet<string>
  /** ch1-facts C9 — the server names the first leg in every record: then Call-ID and ICID tell nothing. */
  readonly firstOnly: boolean
}

function namesOf(life: Life, records: readonly RecordSeen[]): Names {
  const first = (life.creator ?? life.legs[0])?.callId ?? ''
  const named = records.flatMap((record) => record.callIds)
  return {
    users: new Set(life.legs.map((leg) => leg.user)),
    calls: new Set(life.legs.map((leg) => leg.callId)),
    icids: new Set(life.legs.flatMap((leg) => [...leg.icids])),
    firstOnly: named.length > 0 && named.every((callId) => callId === first),
  }
}

/** `strange`: it names something, which is nobody's. */
type Evidence = 'mine' | 'other' | 'strange' | 'none'

/** What the record says of whose it is. */
function evidence(record: RecordSeen, { leg, kind }: Occasion, names: Names): readonly Evidence[] {
  // the end of a conference is nobody's own: whoever the STOP names, it is the STOP
  if (kind === 'stop') return []
  const say = (given: readonly string[], mine: (one: string) => boolean, known: ReadonlySet<string>): Evidence =>
    given.length === 0 ? 'none' : given.some(mine) ? 'mine' : given.some((one) => known.has(one)) ? 'other' : 'strange'
  return [
    say(names.firstOnly ? [] : record.callIds, (callId) => callId === leg.callId, names.calls),
    say(names.firstOnly ? [] : record.icids, (icid) => leg.icids.has(icid), names.icids),
    say(
      [...record.parties].filter((party) => names.users.has(party)),
      (party) => party === leg.user,
      names.users,
    ),
  ]
}

function isSure(record: RecordSeen, one: Occasion, names: Names): boolean {
  if (one.sure === undefined || record.type === undefined || !one.types.includes(record.type)) return false
  const { atUs } = record.first
  return atUs >= one.sure.fromUs && atUs <= one.sure.toUs && isNamed(record, one, names)
}

/** Does it tell nothing of another occasion? */
function isNamed(record: RecordSeen, one: Occasion, names: Names): boolean {
  if (record.method !== undefined && !one.methods.includes(record.method)) return false
  const said = evidence(record, one, names)
  return !said.includes('other') && !said.includes('strange')
}

// RFC 6733 §9.5, LV-15 — START opens a session: who has one of its own opens that, not the one that somebody else has opened
function opensAgain(record: RecordSeen, one: Occasion, records: readonly RecordSeen[]): boolean {
  if (record.type !== 'start' || one.kind === 'start') return false
  return records.some(
    ({ type, session, first }) => type === 'start' && session === record.session && first.atUs < record.first.atUs,
  )
}

// LV-15 — what tells of a leg under the Session-Id that another leg's START has opened is wrong in the one or in the other
function isUnderAnothers(record: RecordSeen, { leg }: Occasion, records: readonly RecordSeen[]): boolean {
  const opening = records.find(({ type, session }) => type === 'start' && session === record.session)
  return opening !== undefined && opening.callIds.length > 0 && !opening.callIds.includes(leg.callId)
}

function isInTime(record: RecordSeen, one: Occasion, toUs: number): boolean {
  if (one.perhaps === undefined || record.type === undefined || !one.types.includes(record.type)) return false
  const { atUs } = record.first
  return atUs >= one.perhaps.fromUs && atUs <= toUs
}

interface Deadline {
  readonly toUs: number
  /** The same, had nothing kept the record, or us from seeing it. */
  readonly usualUs: number
  readonly isOver: boolean
}

/** When it is too late for this occasion, and whether silence until then means anything. */
function deadlineOf(one: Occasion, records: readonly RecordSeen[], around: Surroundings): Deadline {
  if (one.perhaps === undefined) return { toUs: 0, usualUs: 0, isOver: true }
  const { fromUs } = one.perhaps
  let { toUs } = one.perhaps
  let isOpen = false
  const soonestUs = Math.min(toUs, one.sure?.toUs ?? toUs)
  // P-LAST — an empty conference may be kept for a while, from when the server could charge its end
  const isKept = one.kind === 'stop' && around.profile.choices['P-LAST'] !== 'stop'
  const windowUs = around.delayUs + (isKept ? around.lingerUs : 0)
  for (const session of new Set(records.map((record) => record.session))) {
    const held = around.heldUntil(session, { fromUs, toUs }, windowUs)
    // its time may be up when that of the narrowest reading is
    const soonest = around.heldUntil(session, { fromUs, toUs: soonestUs }, windowUs)
    isOpen ||= held.isOpen || soonest.isOpen || around.isWaitingIn(session, { fromUs: soonestUs, toUs: one.perhaps.toUs })
    if (held.untilUs > toUs) toUs = held.untilUs + around.slackUs
  }
  const isBlurred = around.isBlurred({ fromUs, toUs })
  // 3GPP TS 32.299 §6.1.3.1 — what was kept through an outage comes behind it
  const keepsAll = around.profile.choices['P-BUF'] === 'all-in-order'
  const usualUs = keepsAll ? Math.max(toUs, around.servedAgainUs({ fromUs, toUs }) + around.slackUs) : toUs
  return { toUs: isBlurred ? Infinity : toUs, usualUs, isOver: !isBlurred && !isOpen && toUs < Infinity }
}

// LV-08 — an INTERIM by the interval has no trigger in SIP, so no SIP-Method (TP_CNT_014); one that bears a method all the same, where the
// vendor says nothing of intervals, is not surely wrong. Where one was asked for, and the vendor claims a method in what SIP triggers, it is one
function mayBeByTime(
  record: RecordSeen,
  all: readonly RecordSeen[],
  { profile }: Surroundings,
): 'surely' | 'yes' | 'perhaps' | 'no' {
  if (record.type !== 'interim') return 'no'
  // RFC 6733 §9.8.2 — whoever proposes an interval gets interims by time, in that session, from then on
  const asked = all.some(
    ({ session, sendings }) =>
      session === record.session &&
      sendings.some(({ answer }) => (answer?.intervalS ?? 0) > 0 && (answer?.n ?? Infinity) < record.first.n),
  )
  const choice = profile.choices['P-PERIODIC']
  if (!asked && choice !== 'sent' && choice !== 'unknown') return 'no'
  if (record.method !== undefined) return 'perhaps'
  return asked && choice !== 'not-sent' && profile.pics['SIP-Method'] === 'yes' ? 'surely' : 'yes'
}
