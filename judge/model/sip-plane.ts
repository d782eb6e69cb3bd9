// Reads the SIP of the SUT's boundary and follows every leg. Knows nothing of charging.
import {
  assertedIdentities,
  readRefer,
  unquote,
  type ChargingVector,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '@ch1/sip'
import type { Direction } from '../history/events'
import type { Bye, Leg, Mark, OperatorsSeen } from './leg'
import { aorOrNone, uriOf, vectorOf } from './sip-fields'

/** What one SIP message changed. */
export type LegChange =
  | {
      readonly what:
        'invited' | 'forked' | 'answered' | 'acked' | 'refused' | 'cancelled' | 'bye' | 'byeResent' | 'byeAnswered' | 'byeCrossed'
      readonly leg: Leg
      readonly mark: Mark
    }
  | {
      readonly what: 'mediaChanged'
      readonly by: 'user' | 'server'
      readonly leg: Leg
      readonly mark: Mark
      /** When it was asked for. */
      readonly askedUs: number
    }
  /** A request of the user in its leg that is about nobody's attendance. */
  | { readonly what: 'spoke'; readonly method: string; readonly leg: Leg; readonly mark: Mark }
  /** A BYE of the user that named no dialog, by its Call-ID or only by its tags, and that the SUT refused. */
  | { readonly what: 'strayBye'; readonly stray: 'call' | 'tags'; readonly leg: Leg; readonly mark: Mark }
  /** A message of the user that the SUT got a second time. */
  | { readonly what: 'resent'; readonly message: 'INVITE' | 'BYE' | '200'; readonly leg: Leg; readonly mark: Mark }
  | { readonly what: 'referred' | 'referRefused'; readonly leg: Leg; readonly target: string; readonly mark: Mark }

export class SipPlane {
  private readonly invites = new Map<string, Leg>()
  private readonly byCallId = new Map<string, Leg[]>()
  private readonly mediaChanges = new Map<string, { readonly leg: Leg; readonly askedUs: number }>()
  /** The youngest leg of each user, by address of record. */
  private readonly byUser = new Map<string, Leg>()
  /** Requests that wait for their final response, by Call-ID, CSeq and method. */
  private readonly strayByes = new Map<string, { readonly leg: Leg; readonly stray: 'call' | 'tags' }>()
  private readonly refers = new Map<string, { readonly leg: Leg; readonly targets: readonly string[] }>()

  /** Every leg that used this Call-ID. */
  legsOf(callId: string): readonly Leg[] {
    return this.byCallId.get(callId) ?? []
  }

  /** The leg has another Call-ID beyond a SUT that passes it on in a second dialog: records may name either. */
  alias(leg: Leg, callId: string): void {
    if (callId === leg.callId) return
    leg.farCallId = callId
    this.byCallId.set(callId, [...this.legsOf(callId), leg])
  }

  /** Legs of closed conferences: what comes under their Call-IDs from now on is of no dialog. */
  forget(legs: ReadonlySet<Leg>): void {
    for (const leg of legs) {
      const { by, callId, farCallId, inviterTag, user } = leg
      const key = inviteKey(by === 'user' ? 'toSut' : 'fromSut', callId, inviterTag)
      if (this.invites.get(key) === leg) this.invites.delete(key)
      if (this.byUser.get(user) === leg) this.byUser.delete(user)
      for (const id of farCallId === undefined ? [callId] : [callId, farCallId]) {
        const others = this.legsOf(id).filter((one) => one !== leg)
        if (others.length > 0) this.byCallId.set(id, others)
        else this.byCallId.delete(id)
      }
    }
    for (const waiting of [this.mediaChanges, this.strayByes, this.refers])
      for (const [key, { leg }] of waiting) if (legs.has(leg)) waiting.delete(key)
  }

  step(message: SipMessage, dir: Direction, mark: Mark): readonly LegChange[] {
    return message.kind === 'request'
      ? this.request(message as SipRequest, dir, mark)
      : this.response(message as SipResponse, dir, mark)
  }

  private request(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    switch (request.method) {
      case 'INVITE':
        return request.toTag === undefined ? this.invite(request, dir, mark) : this.mediaChange(request, dir, mark)
      case 'UPDATE':
        return this.mediaChange(request, dir, mark)
      case 'ACK':
        return this.ack(request, dir, mark)
      case 'CANCEL':
        return this.cancel(request, dir, mark)
      case 'BYE':
        return this.bye(request, dir, mark)
      case 'REFER':
        return this.refer(request, dir, mark)
      case 'OPTIONS':
      case 'INFO':
      case 'MESSAGE':
        return this.spoke(request, dir, mark)
      default:
        return []
    }
  }

  private invite(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    const callId = request.callId
    const inviterTag = request.fromTag
    const cseq = request.cseq?.number
    if (callId === undefined || inviterTag === undefined || cseq === undefined) return []
    const key = inviteKey(dir, callId, inviterTag)
    const known = this.invites.get(key)
    if (known && known.inviteCseq === cseq) {
      if (dir === 'toSut') return [{ what: 'resent', message: 'INVITE', leg: known, mark }]
      known.inviteResent = true
      return []
    }
    const by = dir === 'toSut' ? 'user' : 'server'
    const from = uriOf(request.header('From')) ?? ''
    const party = by === 'user' ? from : (uriOf(request.header('To')) ?? request.requestUri)
    const [user] = aorOrNone(party)
    if (user === undefined) return [] // an INVITE of or to nobody who can be named moves nobody
    const leg: Leg = {
      callId,
      user,
      by,
      requestUri: request.requestUri,
      invite: mark,
      inviteCseq: cseq,
      inviterTag,
      from,
      referred: false,
      operators: { originating: new Set(), terminating: new Set() },
      asserted: assertedIdentities(request).map(({ uri }) => uri),
      forks: new Map(),
    }
    const vector = vectorOf(request)
    if (vector?.icid !== undefined) leg.icid = vector.icid
    noteOperators(leg.operators, vector)
    const focus = by === 'server' ? focusOf(request) : undefined
    if (focus !== undefined) leg.focus = focus
    this.invites.set(key, leg)
    this.byUser.set(leg.user, leg)
    this.byCallId.set(callId, [...this.legsOf(callId).filter((other) => other !== known), leg])
    return [{ what: 'invited', leg, mark }]
  }

  /** A re-INVITE or UPDATE: nobody arrives by it (LV-08); its 2xx may be charged as a media change. */
  private mediaChange(request: SipRequest, dir: Direction, { atUs }: Mark): readonly LegChange[] {
    const leg = this.dialogLeg(request, dir)
    if (!leg) return []
    const key = `${leg.callId}|${request.cseq?.number}|${request.method}|${dir}`
    this.mediaChanges.set(key, this.mediaChanges.get(key) ?? { leg, askedUs: atUs })
    return []
  }

  private ack(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    const leg = this.legsOf(request.callId ?? '').find(
      (one) =>
        one.by === inviterOf(dir) &&
        one.inviterTag === request.fromTag &&
        one.inviteeTag === request.toTag &&
        one.inviteCseq === request.cseq?.number,
    )
    if (!leg?.answer) return dir === 'fromSut' ? this.ackOfFork(request, mark) : []
    if (leg.ack) return []
    leg.ack = mark
    return [{ what: 'acked', leg, mark }]
  }

  private ackOfFork({ callId = '', toTag = '' }: SipRequest, mark: Mark): readonly LegChange[] {
    for (const { forks } of this.legsOf(callId)) {
      const fork = forks.get(toTag)
      if (fork) fork.known ??= mark
    }
    return []
  }

  private cancel(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    const leg = this.invites.get(inviteKey(dir, request.callId ?? '', request.fromTag ?? ''))
    if (!leg || leg.cancel || leg.refusal) return []
    // RFC 3261 §9.1 — who has a final response sends no CANCEL: one of the SUT that is read behind the 2xx, and before its ACK, was sent
    // before the 2xx reached it (LV-02). A user's CANCEL behind the SUT's own 2xx changes nothing (§9.2).
    if (leg.answer && (leg.ack || leg.by === 'user')) return []
    leg.cancel = mark
    return [{ what: 'cancelled', leg, mark }]
  }

  private bye(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    const leg = this.dialogLeg(request, dir)
    if (!leg) return this.byeElsewhere(request, dir, mark)
    const by = inviterOf(dir)
    const cseq = request.cseq?.number ?? -1
    if (leg.bye) {
      if (leg.bye.by !== by && !leg.bye.crossed) {
        leg.bye.crossed = mark // the first one counts; the other may be what a server charges by
        return [{ what: 'byeCrossed', leg, mark }]
      }
      if (leg.bye.by !== by || leg.bye.cseq !== cseq) return []
      leg.bye.sentUs.push(mark.atUs)
      return dir === 'toSut' ? [{ what: 'resent', message: 'BYE', leg, mark }] : [{ what: 'byeResent', leg, mark }]
    }
    const bye: Bye = { by, cseq, first: mark, sentUs: [mark.atUs] }
    leg.bye = bye
    return [{ what: 'bye', leg, mark }]
  }

  /** A BYE in no dialog of a leg: of a fork, or stray. RFC 3261 §15.1.2 — stray it is when the SUT says so. */
  private byeElsewhere(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    const { callId = '', toTag, fromTag } = request
    const legs = this.legsOf(callId)
    const far = dir === 'toSut' ? fromTag : toTag
    const [fork] = far === undefined ? [] : legs.flatMap((one) => one.forks.get(far) ?? [])
    if (fork) {
      if (dir === 'fromSut') {
        fork.known ??= mark
        fork.released = mark
      }
      return []
    }
    if (dir === 'fromSut' || legs.some((one) => one.answer === undefined)) return []
    const [user = ''] = aorOrNone(uriOf(request.header('From')) ?? '')
    const leg = legs.at(-1) ?? this.byUser.get(user)
    if (leg) this.strayByes.set(keyOf(request), { leg, stray: legs.length > 0 ? 'tags' : 'call' })
    return []
  }

  private refer(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    const leg = this.dialogLeg(request, dir)
    if (!leg || dir === 'fromSut') return []
    const read = readRefer(request)
    // RFC 4579 §5.11 — a target with method BYE is to leave
    const invited = read.kind === 'targets' ? read.targets.filter(({ method }) => method.toUpperCase() === 'INVITE') : []
    const targets = invited.flatMap(({ uri }) => aorOrNone(uri))
    this.refers.set(keyOf(request), { leg, targets })
    return targets.map((target) => ({ what: 'referred', leg, target, mark }) as const)
  }

  private spoke(request: SipRequest, dir: Direction, mark: Mark): readonly LegChange[] {
    const leg = dir === 'toSut' ? this.dialogLeg(request, dir) : undefined
    return leg ? [{ what: 'spoke', method: request.method, leg, mark }] : []
  }

  /** The SUT refused a REFER. */
  private referAnswer(response: SipResponse, mark: Mark): readonly LegChange[] {
    const refer = this.refers.get(keyOf(response))
    if (!refer || response.status < 200) return []
    this.refers.delete(keyOf(response))
    if (response.status < 300) return []
    return refer.targets.map((target) => ({ what: 'referRefused', leg: refer.leg, target, mark }) as const)
  }

  private response(response: SipResponse, dir: Direction, mark: Mark): readonly LegChange[] {
    const requestDir: Direction = dir === 'toSut' ? 'fromSut' : 'toSut'
    const cseq = response.cseq
    if (!cseq) return []
    if (cseq.method === 'BYE') return this.byeAnswer(response, requestDir, mark)
    if (cseq.method === 'REFER') return requestDir === 'toSut' ? this.referAnswer(response, mark) : []
    const change = this.mediaChanges.get(`${response.callId}|${cseq.number}|${cseq.method}|${requestDir}`)
    if (change && response.status >= 200) {
      this.mediaChanges.delete(`${response.callId}|${cseq.number}|${cseq.method}|${requestDir}`)
      return response.status < 300 ? [{ what: 'mediaChanged', by: inviterOf(requestDir), ...change, mark }] : []
    }
    if (cseq.method !== 'INVITE') return []
    const leg = this.invites.get(inviteKey(requestDir, response.callId ?? '', response.fromTag ?? ''))
    if (!leg || leg.inviteCseq !== cseq.number) return []
    const vector = vectorOf(response)
    noteOperators(leg.operators, vector)
    return this.inviteAnswer(leg, response, dir, mark, vector?.icid)
  }

  private inviteAnswer(leg: Leg, response: SipResponse, dir: Direction, mark: Mark, answered?: string): readonly LegChange[] {
    if (response.status < 200) {
      leg.ringing ??= mark
      return []
    }
    if (response.status >= 300) {
      if (leg.answer || leg.refusal) return []
      leg.refusal = { ...mark, status: response.status }
      return [{ what: 'refused', leg, mark }]
    }
    if (leg.answer) {
      const tag = response.toTag ?? ''
      if (tag === leg.inviteeTag) return dir === 'toSut' ? [{ what: 'resent', message: '200', leg, mark }] : []
      if (leg.forks.has(tag)) return []
      leg.forks.set(tag, { answer: mark })
      return [{ what: 'forked', leg, mark }]
    }
    if (response.toTag !== undefined) leg.inviteeTag = response.toTag
    leg.answer = { ...mark, status: response.status }
    const icid = leg.icid ?? answered
    if (icid !== undefined) leg.icid = icid
    const focus = leg.by === 'user' ? (focusOf(response) ?? uriOf(response.header('Contact'))) : leg.focus
    if (focus !== undefined) leg.focus = focus
    return [{ what: 'answered', leg, mark }]
  }

  private byeAnswer(response: SipResponse, requestDir: Direction, mark: Mark): readonly LegChange[] {
    if (response.status < 200) return []
    const stray = requestDir === 'toSut' ? this.strayByes.get(keyOf(response)) : undefined
    if (stray) {
      this.strayByes.delete(keyOf(response))
      return response.status < 300 ? [] : [{ what: 'strayBye', ...stray, mark }]
    }
    const leg = this.legsOf(response.callId ?? '').find(
      (one) =>
        one.bye?.by === inviterOf(requestDir) &&
        one.bye.cseq === response.cseq?.number &&
        tagsFit(one, response.fromTag, response.toTag, one.bye.by),
    )
    if (!leg?.bye) return []
    if (leg.bye.answer && requestDir === 'toSut') return []
    leg.bye.answer = { ...mark, status: response.status }
    leg.bye.firstAnswer ??= mark
    if (response.status < 300) leg.bye.accepted = true
    return [{ what: 'byeAnswered', leg, mark }]
  }

  private dialogLeg(request: SipRequest, dir: Direction): Leg | undefined {
    return this.legsOf(request.callId ?? '').find(
      (leg) => leg.answer !== undefined && tagsFit(leg, request.fromTag, request.toTag, inviterOf(dir)),
    )
  }
}

/** RFC 3261 §12 — a dialog is its Call-ID and both tags; wrong tags are another dialog. */
function tagsFit(leg: Leg, fromTag: string | undefined, toTag: string | undefined, sender: 'user' | 'server'): boolean {
  return sender === leg.by
    ? fromTag === leg.inviterTag && toTag === leg.inviteeTag
    : fromTag === leg.inviteeTag && toTag === leg.inviterTag
}

function inviterOf(dir: Direction): 'user' | 'server' {
  return dir === 'toSut' ? 'user' : 'server'
}

function inviteKey(dir: Direction, callId: string, tag: string): string {
  return `${dir}|${callId}|${tag}`
}

/** A request and its responses have it in common. */
function keyOf(message: SipMessage): string {
  return `${message.callId}|${message.cseq?.number}|${message.cseq?.method}|${message.fromTag}`
}

function focusOf(message: SipMessage): string | undefined {
  try {
    return message.contacts.find((contact) => contact.params.has('isfocus'))?.uri
  } catch {
    return undefined
  }
}

/** More networks than a leg can cross are not kept: whoever names so many only fills memory. */
const MOST_OPERATORS = 8

function noteOperators({ originating, terminating }: OperatorsSeen, vector: ChargingVector | undefined): void {
  const [from, to] = [vector?.params.get('orig-ioi'), vector?.params.get('term-ioi')]
  if (from !== undefined && originating.size < MOST_OPERATORS) originating.add(unquote(from))
  if (to !== undefined && terminating.size < MOST_OPERATORS) terminating.add(unquote(to))
}
