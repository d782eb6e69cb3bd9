// What a life of a conference may be charged for, must be charged for, and when: each reading of the documents once as "surely" and once
// as "perhaps". Nothing here looks at a record.
import type { RecordType } from '../history/events'
import type { Leg } from './legs'
import { goingOf } from './leavings'
import { departureOf, type Life } from './lives'
import type { Granularity, Occasion } from './occasion'
import { claimed, wasGivenUp } from './owed'
import type { Surroundings } from './surroundings'

export function occasionsOf(life: Life, granularity: Granularity, around: Surroundings): readonly Occasion[] {
  const departures = new Map(life.legs.map((leg) => [leg, departureOf(leg, around.timerFUs)]))
  const made = [
    ...(life.creator === undefined ? [] : [startOf(life.creator, around)]),
    ...life.legs.flatMap((leg) => comingOf(leg, life, granularity, around)),
    ...goingOf(life, departures, granularity, around),
    ...life.legs.flatMap((leg) => changesOf(leg, around)),
  ]
  return life.isHazy ? made.map((one) => ({ ...one, owed: one.owed === 'no' ? 'no' : 'perhaps' })) : made
}

// ch1-facts §3.3, LV-01, LV-06 — START at the 2xx that creates the conference, some hundred ms before it, or at its ACK
function startOf(leg: Leg, around: Surroundings): Occasion {
  const atAck = around.profile.choices['P-START'] === 'ack'
  const span = ownInvite(leg, atAck, around)
  return {
    ...{ kind: 'start', text: `the conference of ${leg.user}`, leg, types: ['start'], methods: ['INVITE', 'ACK'] },
    ...span,
    owed: leg.ack === undefined ? 'perhaps' : 'certainly',
    events: eventsOf(leg),
  }
}

/** When the record for a user's own INVITE comes: the trigger is an output of the SUT, so it may leave before (LV-01). */
function ownInvite(leg: Leg, atAck: boolean, around: Surroundings): Pick<Occasion, 'sure' | 'perhaps'> {
  const { delayUs, earlyUs, grainUs, slackUs } = around
  const askedUs = leg.invite.request.atUs
  const fromUs = Math.max(askedUs, leg.answer.atUs - earlyUs)
  // a machine that stood still says nothing of when the 2xx was sent
  const isDark = around.isBlurred({ fromUs: askedUs, toUs: Math.min(leg.answer.atUs, around.endUs) })
  const ackUs = leg.ack?.atUs
  const toUs = (ackUs ?? leg.answer.atUs) + delayUs
  if (atAck && ackUs !== undefined)
    return { sure: { fromUs: ackUs, toUs }, perhaps: { fromUs: ackUs - grainUs, toUs: toUs + slackUs } }
  const perhaps = { fromUs: (isDark ? askedUs : fromUs) - grainUs, toUs: ackUs === undefined ? Infinity : toUs + slackUs }
  return { sure: { fromUs, toUs }, perhaps }
}

function comingOf(leg: Leg, life: Life, granularity: Granularity, around: Surroundings): readonly Occasion[] {
  const types: readonly RecordType[] = ({ leg: ['start'], conference: ['interim'], either: ['start', 'interim'] } as const)[
    granularity
  ]
  const methods = ['INVITE', 'ACK']
  const events = eventsOf(leg)
  const common = { leg, types, methods, events }
  if (leg === life.creator) return []
  // LV-14 says INTERIM, be it of a session of the leg's own
  if (leg.isFork)
    return [
      {
        ...common,
        types: [...new Set([...types, 'interim' as const])],
        kind: 'fork',
        text: `a further 2xx of ${leg.user}`,
        ...arriving(leg, around),
        owed: 'no',
      },
    ]
  if (leg.by === 'server') {
    const text = `the 200 of ${leg.user} to the server's INVITE`
    const owed = arrivalOwed(leg, life, around)
    const spans = arriving(leg, around)
    // LV-05 — who came before START belongs to it: until when he may be told beside nobody says
    const isBefore = life.creator !== undefined && leg.answer.atUs <= life.creator.answer.atUs
    const perhaps = isBefore && spans.perhaps ? { ...spans.perhaps, toUs: Infinity } : spans.perhaps
    return [{ ...common, kind: 'arrival', text, ...spans, perhaps, owed }]
  }
  // LV-10, P-JOIN
  const { 'P-JOIN': join, 'P-ARR-POINT': point } = around.profile.choices
  const text = `the own INVITE of ${leg.user}`
  if (join === 'not-charged') return []
  const owed = claimed('arrival-trigger', around) && join === 'charged' ? (leg.ack === undefined ? 'perhaps' : 'certainly') : 'no'
  return [{ ...common, kind: 'join', text, ...ownInvite(leg, point === 'ack', around), owed }]
}

/** T1 — due from the SUT's ACK, which proves that it has the 2xx. */
function arriving(leg: Leg, { delayUs, grainUs, slackUs }: Surroundings): Pick<Occasion, 'sure' | 'perhaps'> {
  const fromUs = leg.answer.atUs
  const toUs = (leg.ack?.atUs ?? fromUs) + delayUs
  return {
    sure: { fromUs, toUs },
    perhaps: { fromUs: fromUs - grainUs, toUs: leg.ack === undefined ? Infinity : toUs + slackUs },
  }
}

function arrivalOwed(leg: Leg, life: Life, around: Surroundings): Occasion['owed'] {
  if (!claimed('arrival-trigger', around)) return 'no'
  // TP_ARR_021 — the change request says 200 OK, 3GPP says 2xx
  if (leg.answer.status !== 200) return 'no'
  // LV-05 — before START it belongs to the beginning
  const { creator } = life
  if (creator !== undefined && leg.answer.atUs <= creator.answer.atUs) return 'no'
  if (wasGivenUp(leg)) return 'perhaps'
  if (leg.ack === undefined || creator === undefined) return 'perhaps'
  // LV-06 — START may wait for the creator's ACK
  return leg.answer.atUs <= (creator.ack?.atUs ?? Infinity) + around.grainUs ? 'perhaps' : 'certainly'
}

// LV-08 — a re-INVITE, an UPDATE, a refresh, or the answer in an ACK may give an INTERIM that is nobody's arrival
function changesOf(leg: Leg, { delayUs, grainUs, slackUs }: Surroundings): readonly Occasion[] {
  const made = (
    text: string,
    fromUs: number,
    lastUs: number,
    methods: readonly string[],
    events: readonly number[],
  ): Occasion => ({
    ...{ kind: 'change', text, leg, types: ['interim'], methods, events, owed: 'no' },
    sure: { fromUs, toUs: lastUs + delayUs },
    perhaps: { fromUs: fromUs - grainUs, toUs: lastUs + delayUs + slackUs },
  })
  const { ack } = leg
  return [
    ...leg.changes.map(({ request, lastFinalUs, events }) =>
      made(`the ${request.method} of ${leg.user} within its session`, request.atUs, lastFinalUs, [request.method, 'ACK'], events),
    ),
    ...(ack?.hasBody === true && !leg.invite.request.hasBody
      ? [made(`the answer in the ACK of ${leg.user}`, ack.atUs, ack.atUs, ['ACK', 'INVITE'], [ack.n])]
      : []),
  ]
}

function eventsOf(leg: Leg): readonly number[] {
  return [...leg.invite.events, leg.answer.n, ...(leg.ack === undefined ? [] : [leg.ack.n])]
}
