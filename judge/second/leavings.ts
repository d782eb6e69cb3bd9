// Who leaves, and the end: by whose BYE, as one of the last or before, and what may be told by the STOP alone.
import type { RecordType } from '../history/events'
import type { Exchange, Leg } from './legs'
import type { Departure, Life } from './lives'
import type { Granularity, LastTold, Occasion } from './occasion'
import { claimed, wasGivenUp } from './owed'
import type { Span, Surroundings } from './surroundings'

export function goingOf(
  life: Life,
  departures: ReadonlyMap<Leg, Departure>,
  granularity: Granularity,
  around: Surroundings,
): readonly Occasion[] {
  const gone = life.legs.flatMap((leg) => {
    const departure = departures.get(leg)
    return departure === undefined || departure.how === 'not' ? [] : [{ leg, departure }]
  })
  const isOver = gone.length === life.legs.length && life.toUs < Infinity
  const lastBeginsUs = Math.max(...gone.map(({ departure }) => departure.fromUs))
  // who may have been the last: whose leaving was not over when the last one began to leave
  const lasts = isOver ? gone.filter(({ departure }) => departure.toUs >= lastBeginsUs) : []
  const types: readonly RecordType[] =
    granularity === 'leg' ? ['stop'] : granularity === 'either' ? ['interim', 'stop'] : ['interim']
  const going = gone.map(({ leg, departure }): Going => {
    const events = leg.byes.flatMap((bye) => bye.events)
    const owed = departureOwed(leg, departure, life, around)
    const text = textOf(leg, departure)
    const occasion: Occasion = {
      kind: 'departure',
      text,
      leg,
      types: leg.isFork ? [...new Set([...types, 'interim' as const])] : types,
      methods: ['BYE'],
      events,
      ...leaving(leg, departure, around),
      owed,
    }
    return { leg, departure, occasion }
  })
  // RFC 3261 §15.1.1 — whatever answers a BYE ends the dialog, so a session of its own ends too; LV-13 speaks of counting
  // LV-10 — a session that did not start, as its user's own INVITE was not charged, does not stop
  if (granularity === 'leg')
    return going.map(({ leg, departure, occasion }) => ({
      ...occasion,
      perhaps: isOver && departure.byServer ? withRelease(departure, occasion.perhaps, gone, life, around) : occasion.perhaps,
      owed: occasion.owed === 'no' || mayHaveNone(leg, life, around) ? 'perhaps' : occasion.owed,
    }))
  const isLast = ({ leg }: Going): boolean => lasts.some((one) => one.leg === leg)
  const before = going
    .filter((one) => !isLast(one))
    .map(({ leg, occasion }) => ({ ...occasion, owed: released(leg, occasion.owed, gone, isOver, around) }))
  if (!isOver) return before
  const together = going.filter(isLast)
  const told = lastTold(together, gone, life, around)
  const beside = told === 'certainly by STOP' && together.length === 1 ? [] : together.map((one) => asOneOfTheLast(one, told))
  return [...before, ...beside, { ...stopOf(life, gone, lastBeginsUs, around), lastTold: told }]
}

// LV-12 — who is let go as one of the last is let go by a release, which may close its accounting with its first BYE
function withRelease(
  { fromUs }: Departure,
  perhaps: Span | undefined,
  gone: readonly Gone[],
  life: Life,
  { earlyUs }: Surroundings,
): Span | undefined {
  const isLast = gone.every(({ departure }) => departure.isTold || departure.fromUs <= fromUs)
  return perhaps && isLast
    ? { ...perhaps, fromUs: Math.min(perhaps.fromUs, fromUs - earlyUs, releaseBeginsUs(life, gone) - earlyUs) }
    : perhaps
}

/** Whose coming may go uncharged, or was while something kept the server from it, or from being told of it, may have no session that ends. */
function mayHaveNone(leg: Leg, life: Life, { profile, delayUs, earlyUs, isBlurred, isWaitingAt }: Surroundings): boolean {
  if (leg === life.creator) return false
  if (leg.by === 'user' && profile.choices['P-JOIN'] !== 'charged') return true
  const dueUs = (leg.ack ?? leg.answer).atUs + delayUs
  return isBlurred({ fromUs: leg.answer.atUs - earlyUs, toUs: dueUs }) || isWaitingAt(dueUs)
}

interface Gone {
  readonly leg: Leg
  readonly departure: Departure
}

interface Going extends Gone {
  readonly occasion: Occasion
}

function textOf(leg: Leg, { byServer }: Departure): string {
  return byServer ? `the server's BYE to ${leg.user}` : `the BYE of ${leg.user}`
}

function departureOwed(leg: Leg, departure: Departure, life: Life, around: Surroundings): Occasion['owed'] {
  if (!claimed('departure-trigger', around) || departure.how === 'may' || leg.isFork) return 'no'
  // who came by what may not be charged leaves by what may not be charged
  if (leg.by === 'user' && leg !== life.creator && around.profile.choices['P-JOIN'] !== 'charged') {
    // CR 6.2.3.2 — a BYE that reaches the server is charged whoever sent it; a BYE within the join's own race is not certain
    if (leg.ack === undefined) return 'perhaps'
  }
  return wasGivenUp(leg) || leg.ack === undefined || !departure.isProven ? 'perhaps' : 'certainly'
}

// LV-12, FD5 — a server that releases the whole conference may tell each leaver or none; so may be the one whose leaving made it do so
function released(
  leg: Leg,
  owed: Occasion['owed'],
  gone: readonly Gone[],
  isOver: boolean,
  around: Surroundings,
): Occasion['owed'] {
  if (owed === 'no' || !isOver) return owed
  const mine = gone.find((one) => one.leg === leg)?.departure
  if (mine === undefined) return owed
  const later = gone.filter((one) => one.leg !== leg && one.departure.toUs > mine.fromUs)
  // all who were still in were told to go by the server: surely as one act where that began before a record for this one was late
  const isRelease = later.length > 0 && later.every(({ departure }) => departure.isTold)
  const isSoon = later.every(({ departure }) => departure.fromUs <= mine.toUs + around.delayUs)
  return isRelease ? (mine.byServer && isSoon ? 'no' : 'perhaps') : owed
}

// P-LAST, LV-11, LV-03 — of those who left at the same time one was the last, and nobody can tell which; each leaves when it leaves. LV-12: whom
// the server told to go need not be told
function asOneOfTheLast({ departure, occasion }: Going, told: LastTold): Occasion {
  const isOwed = !departure.byServer && occasion.owed === 'certainly'
  const mayBe = told === 'perhaps by STOP' && occasion.owed !== 'no'
  return { ...occasion, kind: 'last', owed: isOwed ? 'certainly' : mayBe ? 'perhaps' : 'no' }
}

// While an invitation is open it is not the end; LV-13: nor need it be with whom the server told to go, and who never said yes, so that the leaving
// of each may have a record
function lastTold(lasts: readonly Going[], gone: readonly Gone[], life: Life, { profile }: Surroundings): LastTold {
  const choice = profile.choices['P-LAST']
  if (life.pending.length > 0) return choice === 'interim-then-stop' ? 'perhaps by STOP' : 'either way'
  const isBesideOne = ({ leg }: Going): boolean => gone.some((one) => one.leg !== leg && isUnanswered(one))
  const isDoubtful = lasts.some(isBesideOne) || (lasts.length > 1 && lasts.some(({ departure }) => departure.how === 'may'))
  // LV-07, LV-13 — charged by the BYE is gone by the BYE; where that was not answered, it need be neither
  if (choice === 'stop' && isDoubtful) return profile.choices['P-DEP-POINT'] === 'bye' ? 'by STOP' : 'either way'
  if (choice === 'stop') return 'certainly by STOP'
  const latest = lasts.at(-1)
  const owed = latest === undefined ? 'no' : endOwed(lasts, latest.occasion, choice)
  // whichever of them was the last, those who were not are not told by the STOP
  if (choice === 'interim-then-stop' && owed === 'no' && lasts.some(({ occasion }) => occasion.owed !== 'no'))
    return 'perhaps by STOP'
  return ({ certainly: 'by both', perhaps: 'perhaps by STOP', no: 'either way' } as const)[owed]
}

// LV-13 — nobody said yes to the server's BYE, nor no: how long the server has its user in is its own affair, and so is who leaves as the last
function isUnanswered({ leg, departure }: Gone): boolean {
  return departure.how === 'may' && leg.byes.every(({ final }) => final === undefined)
}

// LV-12 — who is told to go as the last is part of a release, and that may be told by STOP alone
function endOwed(candidates: readonly Going[], { owed }: Occasion, choice: string): Occasion['owed'] {
  if (choice !== 'interim-then-stop' || owed === 'no') return 'no'
  return candidates.some(({ departure }) => departure.byServer) ? 'perhaps' : owed
}

function hull(spans: readonly Span[]): Span | undefined {
  if (spans.length === 0) return undefined
  return { fromUs: Math.min(...spans.map((one) => one.fromUs)), toUs: Math.max(...spans.map((one) => one.toUs)) }
}

/** T2, T3 — a BYE of the user: due from the SUT's answer. A BYE of the server: at the BYE or at its answer (P-DEP-POINT, LV-07). */
function leaving(leg: Leg, departure: Departure, around: Surroundings): Pick<Occasion, 'sure' | 'perhaps'> {
  const spans = leg.byes.flatMap((bye) => (bye.request.dir === 'toSut' ? [byeOfUser(bye, around)] : [byeOfServer(bye, around)]))
  const sure = hull(spans.map((one) => one.sure))
  const perhaps = hull(spans.map((one) => one.perhaps))
  return { sure, perhaps: departure.isProven || perhaps === undefined ? perhaps : { fromUs: perhaps.fromUs, toUs: Infinity } }
}

interface Both {
  readonly sure: Span
  readonly perhaps: Span
}

function byeOfUser({ request, final, lastFinalUs }: Exchange, { delayUs, grainUs, slackUs }: Surroundings): Both {
  const toUs = (final === undefined ? request.atUs : lastFinalUs) + delayUs
  return {
    sure: { fromUs: request.atUs, toUs },
    perhaps: { fromUs: request.atUs - grainUs, toUs: final === undefined ? Infinity : toUs + slackUs },
  }
}

function byeOfServer({ request, final, lastFinalUs, lastSentUs }: Exchange, around: Surroundings): Both {
  const { delayUs, earlyUs, grainUs, slackUs, resendUs } = around
  const point = around.profile.choices['P-DEP-POINT']
  const isAnswered = final?.status !== undefined && final.status < 300
  const lastUs = Math.max(lastSentUs, final === undefined ? lastSentUs : lastFinalUs)
  const atBye = request.atUs
  const at2xx = final?.atUs ?? Infinity
  const toUs = (point === 'bye' ? atBye : lastUs) + delayUs
  return {
    sure: { fromUs: point === '2xx' && isAnswered ? at2xx : atBye, toUs },
    perhaps: {
      fromUs: point === '2xx' && isAnswered ? at2xx - grainUs : atBye - earlyUs,
      // the proof that the SUT has the answer is that its BYE is not sent again
      toUs: final === undefined ? Infinity : lastUs + delayUs + resendUs + slackUs,
    },
  }
}

// 3GPP TS 32.260 Table 5.2.1.1-2 — the departure that ends the conference gives STOP; LV-03, LV-11
function stopOf(life: Life, gone: readonly Gone[], lastBeginsUs: number, around: Surroundings): Occasion {
  const { delayUs, earlyUs, lingerUs, slackUs, resendUs } = around
  const last = gone.reduce((a, b) => (b.departure.fromUs >= a.departure.fromUs ? b : a))
  const lastUs = Math.max(...gone.map(({ departure }) => departure.toUs))
  const keepsEmpty = around.profile.choices['P-LAST'] !== 'stop'
  const isSure = gone.every(({ departure }) => departure.how === 'sure' && departure.isProven)
  const byServer = gone.some(({ departure }) => departure.byServer && departure.toUs >= lastBeginsUs)
  // its BYE may have crossed the user's: it has the answer when it does not send its own again
  const isTold = gone.some(({ departure }) => departure.isTold && departure.toUs >= lastBeginsUs)
  // TS 32.260 Table 5.2.1.1-2 — a failing invitation, too, may be what ends it
  const open = life.pending.length > 0
  const settledUs = Math.max(
    lastUs,
    ...life.pending.map(({ final, lastFinalUs }) => (final === undefined ? Infinity : lastFinalUs)),
  )
  return {
    ...{ kind: 'stop', text: `the end of the conference`, leg: last.leg, types: ['stop'], methods: ['BYE'] },
    sure: open ? undefined : { fromUs: lastBeginsUs, toUs: lastUs + (keepsEmpty ? Math.max(lingerUs, delayUs) : delayUs) },
    perhaps: {
      fromUs: Math.min(lastBeginsUs - (byServer ? earlyUs : around.grainUs), releaseBeginsUs(life, gone) - earlyUs),
      toUs: isSure ? settledUs + delayUs + slackUs + (isTold ? resendUs : 0) + (keepsEmpty ? lingerUs : 0) : Infinity,
    },
    owed: isSure && life.creator !== undefined ? 'certainly' : 'perhaps',
    events: gone.flatMap(({ leg }) => leg.byes.flatMap((bye) => bye.events)),
  }
}

// LV-12 — a server that releases the conference may close its accounting with the first of its BYEs, or with any later one: it is a release
// where everybody who was in at that BYE was told to go, and nobody was invited after it; each of its BYEs may wait for timer F (RFC 3261
// §17.1.2), so it may take its time
function releaseBeginsUs({ legs }: Life, gone: readonly { readonly leg: Leg; readonly departure: Departure }[]): number {
  const isRelease = (atUs: number): boolean =>
    legs.every(({ invite }) => invite.request.atUs <= atUs) &&
    gone.every(({ departure }) => departure.fromUs < atUs || departure.isTold)
  const told = gone.flatMap(({ leg }) => leg.byes.flatMap(({ request }) => (request.dir === 'fromSut' ? [request.atUs] : [])))
  return Math.min(...told.filter(isRelease))
}
