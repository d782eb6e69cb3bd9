// The calls of a history: who was let in by which INVITE and when, how each ended, and what else happened in it. From SIP alone.
import type { SipSeen } from './sip-seen'
import { bare } from './sip-seen'

/** A request with its final response. */
export interface Exchange {
  readonly request: SipSeen
  /** Last time it was sent. */
  readonly lastSentUs: number
  readonly final: SipSeen | undefined
  /** Last time its final response crossed. */
  readonly lastFinalUs: number
  readonly events: readonly number[]
}

/** One dialog with a user: an INVITE, the 2xx of one device, its ACK, and its BYEs. */
export interface Leg {
  readonly id: string
  readonly callId: string
  /** Who sent the INVITE. */
  readonly by: 'user' | 'server'
  /** The user's address of record. */
  readonly user: string
  readonly focus: string
  readonly icids: ReadonlySet<string>
  readonly invite: Exchange
  readonly answer: SipSeen
  /** RFC 3261 §13.2.2.4 — a further 2xx from another device of the same user. */
  readonly isFork: boolean
  readonly ack: SipSeen | undefined
  /** A CANCEL of the server, or a second INVITE without any provisional response, stands before or about at the answer. */
  readonly cancelUs: number | undefined
  readonly hadProvisional: boolean
  readonly invitesSent: number
  readonly byes: readonly Exchange[]
  /** re-INVITEs and UPDATEs that were accepted. */
  readonly changes: readonly Exchange[]
}

/** All transactions of a history: requests that bear the same branch, method and number are one. */
export function exchangesOf(seen: readonly SipSeen[]): readonly Exchange[] {
  const groups = grouped(
    seen.filter((one) => one.method !== 'ACK'),
    (one) => [one.callId, one.fromTag, one.seq, one.method, one.branch].join('|'),
  )
  return [...groups.values()].flatMap(byDialog).flatMap((all) => {
    const requests = all.filter((one) => one.status === undefined)
    const [request] = requests
    if (request === undefined) return []
    const finals = all.filter((one) => one.status !== undefined && one.status >= 200)
    const [final] = finals
    return [
      {
        request,
        lastSentUs: requests.at(-1)?.atUs ?? request.atUs,
        final,
        lastFinalUs: finals.at(-1)?.atUs ?? 0,
        events: all.map((one) => one.n),
      },
    ]
  })
}

/** Requests of two dialogs that somebody gave one branch are two; outside a dialog the To tag is the answers' alone. */
function byDialog(all: readonly SipSeen[]): readonly (readonly SipSeen[])[] {
  const isWithin = all.some((one) => one.status === undefined && one.toTag !== '')
  return isWithin ? [...grouped(all, (one) => one.toTag).values()] : [all]
}

/** By a key, in order. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

/** Every dialog that an accepted INVITE made, in order of acceptance. */
export function legsOf(seen: readonly SipSeen[], exchanges: readonly Exchange[]): readonly Leg[] {
  const byCall = grouped(seen, (one) => one.callId)
  const exchangesByCall = grouped(exchanges, (one) => one.request.callId)
  const legs: Leg[] = []
  for (const invite of exchanges) {
    const { request } = invite
    if (request.method !== 'INVITE' || request.toTag !== '') continue
    const call = byCall.get(request.callId) ?? []
    const answers = call.filter((one) => isAnswerTo(one, request) && (one.status ?? 0) >= 200 && (one.status ?? 0) < 300)
    const tags = [...new Set(answers.map((one) => one.toTag))]
    for (const [nth, tag] of tags.entries()) {
      const answer = answers.find((one) => one.toTag === tag)
      if (answer !== undefined) legs.push(legOf(invite, answer, nth > 0, call, exchangesByCall.get(request.callId) ?? []))
    }
  }
  return paired(legs).sort((a, b) => a.answer.atUs - b.answer.atUs || a.answer.n - b.answer.n)
}

/** A call that the server passes on, in the caller's name and as no focus, is one session with the call to it, whatever its Contact is. */
function paired(legs: readonly Leg[]): Leg[] {
  const sessions = new Map<Leg, string>()
  for (const leg of legs) {
    const { request } = leg.invite
    if (leg.by === 'user' || request.isFocus) continue
    const call = legs.findLast(
      (one) =>
        one.by === 'user' &&
        one.invite.request.n < request.n &&
        one.invite.request.fromUri === request.fromUri &&
        bare(one.invite.request.requestUri) === request.toUri,
    )
    if (call) for (const one of [call, leg]) sessions.set(one, `the call ${call.callId}`)
  }
  return legs.map((leg) => ({ ...leg, focus: sessions.get(leg) ?? leg.focus }))
}

function isAnswerTo(one: SipSeen, request: SipSeen): boolean {
  return (
    one.status !== undefined &&
    one.method === request.method &&
    one.seq === request.seq &&
    one.fromTag === request.fromTag &&
    one.dir !== request.dir
  )
}

function legOf(
  invite: Exchange,
  answer: SipSeen,
  isFork: boolean,
  call: readonly SipSeen[],
  exchanges: readonly Exchange[],
): Leg {
  const { request } = invite
  const by = request.dir === 'toSut' ? 'user' : 'server'
  const tags = [request.fromTag, answer.toTag].sort().join('|')
  const within = exchanges.filter((one) => [one.request.fromTag, one.request.toTag].sort().join('|') === tags)
  const named = [request, answer].find((one) => one.dir === 'fromSut' && one.isFocus)
  const requests = call.filter((one) => one.status === undefined && one.method === 'INVITE' && one.seq === request.seq)
  return {
    id: `${request.callId}|${tags}`,
    callId: request.callId,
    by,
    user: by === 'user' ? (request.asserted !== '' ? bare(request.asserted) : request.fromUri) : request.toUri,
    focus: named === undefined ? (by === 'server' ? request.fromUri : bare(answer.contact)) : bare(named.contact),
    icids: new Set(call.map((one) => one.icid).filter((icid) => icid !== '')),
    invite,
    answer,
    isFork,
    ack: call.find((one) => one.method === 'ACK' && one.seq === request.seq && one.toTag === answer.toTag),
    cancelUs: call.find((one) => one.method === 'CANCEL' && one.status === undefined && one.seq === request.seq)?.atUs,
    hadProvisional: call.some((one) => isAnswerTo(one, request) && (one.status ?? 0) < 200),
    invitesSent: requests.length,
    byes: within.filter((one) => one.request.method === 'BYE'),
    changes: within.filter((one) => {
      const status = one.final?.status ?? 0
      return ['INVITE', 'UPDATE'].includes(one.request.method) && one.request !== request && status >= 200 && status < 300
    }),
  }
}

/** Is this exchange one that ended with a 2xx? */
export function isAccepted({ final }: Exchange): boolean {
  return final?.status !== undefined && final.status >= 200 && final.status < 300
}
