// The lives of conferences: from the first who came in until nobody was in, and how each leg of it ended.
import type { Exchange, Leg } from './legs'
import { grouped, isAccepted } from './legs'
import { bare } from './sip-seen'

/** How a leg ended. `sure`: by a BYE that was accepted; `may`: by a BYE of the server that was refused, or answered by nobody (LV-13). */
export interface Departure {
  readonly how: 'sure' | 'may' | 'not'
  /** First BYE of either side, and the last answer, or last sending, of any. */
  readonly fromUs: number
  readonly toUs: number
  /** Only the server said BYE. */
  readonly byServer: boolean
  /** The server said BYE, if the user did so too: neither had heard of the other's (RFC 3261 §15.1). */
  readonly isTold: boolean
  /** Proof that the SUT knows of it. */
  readonly isProven: boolean
}

export interface Life {
  /** `sip:conf-1@im.example #1` */
  readonly id: string
  readonly focus: string
  /** In order of acceptance, forks among them. */
  readonly legs: readonly Leg[]
  /** The first user who came by an INVITE of its own. */
  readonly creator: Leg | undefined
  readonly fromUs: number
  /** When the last was gone; Infinity where somebody is still in. */
  readonly toUs: number
  /** Invitations of the server, in its name, that came to nothing. */
  readonly failed: readonly Exchange[]
  /** Invitations of the server that came to nothing, and were not over when the last was gone, or told to go. */
  readonly pending: readonly Exchange[]
  /** INVITEs of users to the conference that it refused. */
  readonly turnedAway: readonly Exchange[]
  /** SIP leaves open where this life ends and the next begins. */
  readonly isHazy: boolean
}

/** `timerFUs`: how long a BYE without an answer is waited for. */
export function departureOf(leg: Leg, timerFUs: number): Departure {
  const ofUser = leg.byes.filter((bye) => bye.request.dir === 'toSut' && (bye.final === undefined || isAccepted(bye)))
  const ofServer = leg.byes.filter((bye) => bye.request.dir === 'fromSut')
  const all = [...ofUser, ...ofServer]
  if (all.length === 0) return { how: 'not', fromUs: Infinity, toUs: Infinity, byServer: false, isTold: false, isProven: false }
  const ends = all.map((bye) => (bye.final === undefined ? bye.request.atUs + timerFUs : bye.lastFinalUs))
  const isSure = all.some(isAccepted)
  return {
    how: isSure || (ofServer.length === 0 && ofUser.some((bye) => bye.final === undefined)) ? 'sure' : 'may',
    fromUs: Math.min(...all.map((bye) => bye.request.atUs)),
    toUs: isSure ? Math.max(...all.filter((bye) => bye.final !== undefined).map((bye) => bye.lastFinalUs)) : Math.max(...ends),
    byServer: ofUser.length === 0,
    isTold: ofServer.length > 0,
    isProven: isSure,
  }
}

/** Lives in order of their beginning. `lingerUs`: how long an empty conference may be kept, 0 where it is not. */
export function livesOf(
  legs: readonly Leg[],
  exchanges: readonly Exchange[],
  timerFUs: number,
  lingerUs: number,
): readonly Life[] {
  const lives: Life[] = []
  const failed = grouped(
    exchanges.filter(
      (one) => one.request.method === 'INVITE' && one.request.dir === 'fromSut' && one.request.toTag === '' && !isAccepted(one),
    ),
    ({ request }) => (request.isFocus ? bare(request.contact) : request.fromUri),
  )
  const turnedAway = grouped(
    exchanges.filter(
      (one) => one.request.method === 'INVITE' && one.request.dir === 'toSut' && one.request.toTag === '' && !isAccepted(one),
    ),
    ({ request }) => bare(request.requestUri),
  )
  for (const [focus, all] of grouped(legs, (leg) => leg.focus)) {
    let current: Leg[] = []
    let toUs = -Infinity
    let isHazy = false
    const close = (hazy: boolean): void => {
      if (current.length > 0)
        lives.push(
          lifeOf(focus, lives, current, failed.get(focus) ?? [], turnedAway.get(bare(focus)) ?? [], toUs, isHazy || hazy),
        )
      current = []
      toUs = -Infinity
      isHazy = hazy
    }
    for (const leg of all) {
      const startsAtUs = leg.answer.atUs
      if (current.length > 0 && startsAtUs > toUs) {
        // invited, or asking to come in, before the last was gone; or back before an empty conference is given up
        if (leg.invite.request.atUs <= toUs) isHazy = true
        else close(lingerUs > 0 && startsAtUs <= toUs + lingerUs)
      }
      current.push(leg)
      toUs = Math.max(toUs, departureOf(leg, timerFUs).toUs)
    }
    close(false)
  }
  return lives.sort((a, b) => a.fromUs - b.fromUs)
}

function lifeOf(
  focus: string,
  before: readonly Life[],
  legs: readonly Leg[],
  failed: readonly Exchange[],
  turnedAway: readonly Exchange[],
  toUs: number,
  isHazy: boolean,
): Life {
  const nth = before.filter((life) => life.focus === focus).length + 1
  // LV-13 — whom the server told to go it may take for gone at once, whoever was still invited then
  const goneUs = Math.max(
    ...legs.map((leg) => {
      const departure = departureOf(leg, 0)
      return departure.how === 'may' ? departure.fromUs : departure.toUs
    }),
  )
  return {
    id: `${focus} #${nth}`,
    focus,
    legs,
    creator: legs.find((leg) => leg.by === 'user'),
    fromUs: Math.min(...legs.map((leg) => leg.invite.request.atUs)),
    toUs,
    failed: failed.filter(
      ({ request }) => request.atUs <= toUs && request.atUs >= Math.min(...legs.map((leg) => leg.invite.request.atUs)),
    ),
    pending: failed.filter(
      ({ request, final, lastFinalUs }) => request.atUs <= toUs && (final === undefined || lastFinalUs >= goneUs),
    ),
    turnedAway: turnedAway.filter(
      ({ request }) => request.atUs <= toUs && request.atUs >= Math.min(...legs.map((leg) => leg.invite.request.atUs)),
    ),
    isHazy,
  }
}
