// Pager mode (RFC 3428): every MESSAGE outside a dialog, the copies the SUT makes of it, and the EVENT that is due for it. Each is an accounting entity of its own.
import { assertedIdentities, type SipMessage, type SipRequest, type SipResponse } from '@ch1/sip'
import type { Direction } from '../history/events'
import type { ChoiceName } from '../profile/schema'
import type { Conference, MessageCopy, Trigger } from './conference'
import type { Fork, Leg, Mark } from './leg'
import type { Occasions } from './occasions'
import type { SeenRecord } from './record'
import { aorOrNone, icidOf, uriOf } from './sip-fields'

/** So many of the newest messages may still get copies. */
const MOST_YOUNG = 64

/** Under what keys the messages of one entity are found. */
interface Keys {
  readonly messages: string[]
  readonly copies: string[]
  readonly callIds: string[]
  readonly icids: string[]
}

interface Message {
  readonly leg: Leg
  readonly trigger: Trigger
  readonly body: string
  readonly copies: MessageCopy[]
}

/** Which choice says whether a message with this final status is charged. */
export function messageChoice(status: number): 'P-EVT-MSG' | 'P-EVT-MSG-FAIL' {
  return status < 300 ? 'P-EVT-MSG' : 'P-EVT-MSG-FAIL'
}

/** The final status that the SUT gave the sender; undefined before it. */
export function statusOf({ answer, refusal }: Leg): number | undefined {
  return (answer ?? refusal)?.status
}

export class Pager {
  private readonly occasions: Occasions
  /** By Call-ID, CSeq and From tag: those that wait for their final response, and all there were. */
  private readonly open = new Map<string, Message>()
  private readonly known = new Set<string>()
  private young: Message[] = []
  private readonly copies = new Map<string, { readonly of: Message; readonly copy: MessageCopy }>()
  /** Messages of one Call-ID are one entity: a series of them, or the same once more with credentials. */
  private readonly byCallId = new Map<string, Conference>()
  private readonly byIcid = new Map<string, Conference>()
  private readonly keysOf = new Map<Conference, Keys>()

  constructor(occasions: Occasions) {
    this.occasions = occasions
  }

  /** What stands for a conference here: all messages of one Call-ID. */
  get entities(): Iterable<Conference> {
    return this.keysOf.keys()
  }

  forget(closed: ReadonlySet<Conference>): void {
    for (const entity of closed) {
      const { messages, copies, callIds, icids } = this.keysOf.get(entity) ?? { messages: [], copies: [], callIds: [], icids: [] }
      for (const key of messages) {
        this.known.delete(key)
        this.open.delete(key)
      }
      for (const key of copies) this.copies.delete(key)
      for (const callId of callIds) this.byCallId.delete(callId)
      for (const icid of icids) this.byIcid.delete(icid)
      this.keysOf.delete(entity)
    }
    this.young = this.young.filter(({ trigger }) => !closed.has(trigger.conference))
  }

  /** Takes a SIP message of any method; true when it changed what is due. */
  step(message: SipMessage, dir: Direction, mark: Mark): boolean {
    if (message.cseq?.method !== 'MESSAGE') return false
    if (message.kind === 'response') return this.answered(message as SipResponse, dir, mark)
    const request = message as SipRequest
    if (request.toTag !== undefined) return false // within a dialog it is of that session
    return dir === 'toSut' ? this.sent(request, mark) : this.copied(request, mark)
  }

  /** The first message of the entity that a record names by Call-ID, or by ICID, of the message or of a copy. */
  named({ callIds, icids }: Pick<SeenRecord, 'callIds' | 'icids'>): Leg | undefined {
    for (const callId of callIds) {
      const found = this.byCallId.get(callId)
      if (found) return found.creator
    }
    for (const icid of icids) {
      const found = this.byIcid.get(icid)
      if (found) return found.creator
    }
    return undefined
  }

  private sent(request: SipRequest, mark: Mark): boolean {
    const { callId, fromTag, cseq } = request
    const from = uriOf(request.header('From'))
    const [user] = aorOrNone(from ?? '')
    if (callId === undefined || fromTag === undefined || cseq === undefined || user === undefined) return false
    if (this.known.has(keyOf(request))) return false // sent again, maybe behind its final response
    this.known.add(keyOf(request))
    const leg: Leg = {
      ...{ callId, user, by: 'user', requestUri: request.requestUri, invite: mark, inviteCseq: cseq.number },
      ...{ inviterTag: fromTag, from: from ?? '', referred: false, forks: new Map<string, Fork>() },
      operators: { originating: new Set(), terminating: new Set() },
      asserted: assertedIdentities(request).map(({ uri }) => uri),
    }
    const conference = this.entityOf(leg)
    this.know(request, conference)
    const copies: MessageCopy[] = []
    const trigger = this.occasions.trigger('message', leg, {
      level: 'tentative',
      cause: mark,
      earliestUs: mark.atUs,
      types: ['event'],
    })
    trigger.copies = copies
    const sent: Message = { leg, trigger, body: bodyOf(request), copies }
    this.open.set(keyOf(request), sent)
    this.keysOf.get(conference)?.messages.push(keyOf(request))
    this.young.push(sent)
    if (this.young.length > MOST_YOUNG) this.young.shift()
    return true
  }

  /** A MESSAGE of the SUT with the same text is a copy of the newest that it got. */
  private copied(request: SipRequest, mark: Mark): boolean {
    const key = keyOf(request)
    const body = bodyOf(request)
    const of = this.copies.has(key) ? undefined : this.young.findLast((one) => one.body === body)
    if (!of) return false
    const copy: MessageCopy = { sentUs: mark.atUs }
    of.copies.push(copy)
    this.copies.set(key, { of, copy })
    this.keysOf.get(of.trigger.conference)?.copies.push(key)
    this.know(request, of.trigger.conference)
    this.prove(of)
    return true
  }

  private answered(response: SipResponse, dir: Direction, mark: Mark): boolean {
    if (response.status < 200) return false
    const key = keyOf(response)
    if (dir === 'toSut') {
      const found = this.copies.get(key)
      if (!found || found.copy.answer) return false
      found.copy.answer = { ...mark, status: response.status }
      this.prove(found.of)
      return true
    }
    const message = this.open.get(key)
    if (!message) return false
    this.open.delete(key)
    this.settle(message, { ...mark, status: response.status })
    return true
  }

  /** The SUT gave its final response: what that makes due, by the choices that are declared. */
  private settle(message: Message, answer: Mark & { readonly status: number }): void {
    const { leg, trigger } = message
    const failed = answer.status >= 300
    if (failed) leg.refusal = answer
    else leg.answer = answer
    trigger.level = this.levelOf(message, answer.status)
    this.prove(message)
    this.occasions.occur({ of: failed ? 'failedMessage' : 'message', who: leg.user, mark: answer, leg, trigger })
  }

  private levelOf({ copies }: Message, status: number): Trigger['level'] {
    const { choices } = this.occasions.profile
    const declared = choices[messageChoice(status) satisfies ChoiceName]
    if (declared !== 'sent') return declared === 'not-sent' ? 'void' : 'permitted'
    if (this.occasions.isParticipating) return 'permitted'
    // what the SUT turned away at its door, or asked credentials for, it did not serve; a redirection is no failure
    const wasServed = status < 300 || (status >= 400 && copies.length > 0)
    return wasServed ? 'owed' : 'permitted'
  }

  /** It is due when the SUT has all that its EVENT tells: it may count who got the message (RFC 3261 §17.1.2.2 — until timer F). */
  private prove({ leg, trigger, copies }: Message): void {
    const answer = leg.answer ?? leg.refusal
    if (!answer) return
    const timerFUs = 64_000 * this.occasions.profile.timers.t1Ms
    trigger.provedUs = Math.max(answer.atUs, ...copies.map((one) => one.answer?.atUs ?? one.sentUs + timerFUs))
  }

  private entityOf(leg: Leg): Conference {
    const known = this.byCallId.get(leg.callId)
    if (known) {
      this.occasions.conferences.putAside(leg, known)
      return known
    }
    const conference: Conference = {
      ...{ id: -1, sinceN: leg.invite.n, uris: new Set<string>(), legs: [], triggers: [], everIn: new Set<string>(), told: [] },
      ...{ creator: leg, firsts: [leg] },
      isOfMessages: true,
    }
    this.occasions.conferences.putAside(leg, conference)
    this.keysOf.set(conference, { messages: [], copies: [], callIds: [], icids: [] })
    return conference
  }

  private know(request: SipRequest, conference: Conference): void {
    const keys = this.keysOf.get(conference)
    const { callId } = request
    if (callId !== undefined && !this.byCallId.has(callId)) {
      this.byCallId.set(callId, conference)
      keys?.callIds.push(callId)
    }
    const icid = icidOf(request)
    if (icid !== undefined && !this.byIcid.has(icid)) {
      this.byIcid.set(icid, conference)
      keys?.icids.push(icid)
    }
  }
}

/** A request and its responses have it in common. */
function keyOf(message: SipMessage): string {
  return `${message.callId}|${message.cseq?.number}|${message.fromTag}`
}

function bodyOf({ body }: SipRequest): string {
  return body.length > 0 ? new TextDecoder('latin1').decode(body) : ''
}
