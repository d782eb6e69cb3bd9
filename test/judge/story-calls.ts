// What happens in a story: calls between users and a small server that charges rightly.
import { CONFERENCE_INFO, writeConferenceInfo, type HeaderList, type SipMessage, type SipRequest } from '@ch1/sip'
import type { Direction, Flow, RecordType } from '../../judge/history/events'
import type { RecordPlan } from './record-plan'
import { answerOf, inviteOf, pagerOf, requestOf, type LegLine } from './sip-lines'
import { base64 } from './story-records'
import { Timeline } from './story-timeline'

export interface Conf {
  readonly focus: string
  readonly session: string
  readonly legs: LegLine[]
  /** Users who are in now. */
  readonly in: Set<string>
  /** The copies of its messages so far; its records count none where there is nothing. */
  copies?: NonNullable<RecordPlan['copies']>
}

interface ChargeOptions {
  readonly charge?: boolean
}
interface EnterOptions extends ChargeOptions {
  /** How long the server lets the user's INVITE wait for its 2xx. */
  readonly answerAfterMs?: number
  /** How long the user lets the server's 2xx wait for its ACK. */
  readonly ackAfterMs?: number
  readonly ack?: boolean
  /** How many the START says were invited. */
  readonly invited?: number
}

const sipFlow: Flow = { transport: 'udp', local: '127.0.0.1:5070', remote: '127.0.0.1:5060' }

/** `sip:bob@home.example` */
export function aor(name: string): string {
  return `sip:${name}@home.example`
}

export abstract class Calls extends Timeline {
  private readonly lines = new Map<string, SipMessage>()
  /** Further devices that answered, by Call-ID. */
  private readonly devices = new Map<string, number>()
  private calls = 0
  private conferences = 0

  /** `before200`: what the server does before it answers the creator (confirmed mode). */
  creates(name: string, o: EnterOptions & { readonly before200?: (conf: Conf) => void } = {}): Conf {
    this.conferences += 1
    const focus = `sip:conf-${this.conferences}@im.example`
    const conf: Conf = { focus, session: `im1.im.example;1;${this.conferences}`, legs: [], in: new Set() }
    const leg = this.leg(name, 'user', conf, 'sip:factory@im.example')
    this.enters(leg, conf, o)
    if (o.charge !== false) this.charge(`start:${name}`, 'start', conf, leg, 'INVITE', o.invited)
    return conf
  }

  /**
   * One user calls another: the server passes the call on, and answers it as it is answered, or before (`answersFirst`).
   * `contact`: the server's own, in both; `dials`: what the caller calls.
   */
  pairs(
    name: string,
    other: string,
    o: { readonly contact?: string; readonly answersFirst?: boolean; readonly dials?: string } = {},
  ): { readonly conf: Conf; readonly caller: LegLine; readonly called: LegLine } {
    this.conferences += 1
    const n = this.conferences
    const focus = o.contact ?? `sip:pair-${n}@im.example`
    const conf: Conf = { focus, session: `im1.im.example;1;${n}`, legs: [], in: new Set() }
    const caller = this.leg(name, 'user', conf, o.dials ?? aor(other), aor(other))
    const called = this.leg(other, 'server', conf, aor(other), aor(name))
    const [invite, passedOn] = [inviteOf(caller), inviteOf(called)]
    const answered = (): void => {
      this.sip('fromSut', answerOf(caller, invite, 200, 'server'))
      this.acks(caller)
      conf.in.add(caller.user)
      this.charge(`start:${name}`, 'start', conf, caller, 'INVITE', 1)
    }
    this.sip('toSut', invite, `INVITE ${caller.callId}`)
    if (o.answersFirst) answered()
    this.sip('fromSut', passedOn, `INVITE ${called.callId}`)
    this.sip('toSut', answerOf(called, passedOn, 180, 'user'))
    this.answers(called, conf, { charge: false })
    if (!o.answersFirst) answered()
    return { conf, caller, called }
  }

  joins(name: string, conf: Conf, o: EnterOptions = {}): LegLine {
    const leg = this.leg(name, 'user', conf, conf.focus)
    this.enters(leg, conf, o)
    if (o.charge !== false) this.charge(`join:${name}`, 'interim', conf, leg, 'INVITE', conf.in.size)
    return leg
  }

  /** `ring: false`: the user sends no provisional response; `sent`: how often the INVITE comes, 100 ms apart at first (timer A). */
  invites(name: string, conf: Conf, o: { readonly ring?: boolean; readonly sent?: number } = {}): LegLine {
    const leg = this.leg(name, 'server', conf, aor(name))
    const invite = inviteOf(leg)
    this.sip('fromSut', invite, `INVITE ${leg.callId}`)
    for (let nth = 1, interval = 100; nth < (o.sent ?? 1); nth += 1, interval *= 2) this.wait(interval).sip('fromSut', invite)
    if (o.ring !== false) this.sip('toSut', answerOf(leg, invite, 180, 'user'))
    return leg
  }

  answers(leg: LegLine, conf: Conf, o: ChargeOptions & { readonly ack?: boolean; readonly status?: number } = {}): LegLine {
    this.sip('toSut', answerOf(leg, this.inviteLine(leg), o.status ?? 200, 'user'), `200 ${leg.callId}`)
    const triggeredMs = this.nowMs
    if (o.ack !== false) this.acks(leg)
    conf.in.add(leg.user)
    if (o.charge !== false) this.charge(`arrival:${nameOf(leg)}`, 'interim', conf, leg, 'INVITE', conf.in.size, triggeredMs)
    return leg
  }

  acks(leg: LegLine, o: { readonly farTag?: string } = {}): this {
    return this.sip(leg.by === 'user' ? 'toSut' : 'fromSut', requestOf(leg, 'ACK', { from: leg.by, cseq: 1, ...o }))
  }

  /** Invited and in. */
  brings(name: string, conf: Conf, o: ChargeOptions = {}): LegLine {
    return this.answers(this.invites(name, conf), conf, o)
  }

  refuses(leg: LegLine, status = 486): this {
    this.sip('toSut', answerOf(leg, this.inviteLine(leg), status, 'user'))
    return this.acks(leg)
  }

  /** A user's own INVITE, which the server refuses after a while. */
  turnsAway(name: string, requestUri = 'sip:factory@im.example', afterMs = 200, status = 403): LegLine {
    const conf: Conf = { focus: requestUri, session: '', legs: [], in: new Set() }
    const leg = this.leg(name, 'user', conf, requestUri)
    const invite = inviteOf(leg)
    this.sip('toSut', invite)
    this.wait(afterMs).sip('fromSut', answerOf(leg, invite, status, 'server'))
    this.acks(leg)
    return leg
  }

  cancels(leg: LegLine): this {
    const cancel = requestOf(leg, 'CANCEL', { from: 'server', cseq: 1, toTag: false })
    this.sip('fromSut', cancel)
    return this.sip('toSut', answerOf(leg, cancel, 200, 'user'))
  }

  /** `during`: what happens before the server answers the BYE. */
  leaves(leg: LegLine, conf: Conf, o: ChargeOptions & { readonly during?: () => void } = {}): this {
    const bye = this.bye(leg, 'user')
    const triggeredMs = this.nowMs
    o.during?.()
    this.sip('fromSut', answerOf(leg, bye, 200, 'server'))
    conf.in.delete(leg.user)
    return o.charge === false ? this : this.chargeDeparture(leg, conf, triggeredMs)
  }

  expels(
    leg: LegLine,
    conf: Conf,
    o: ChargeOptions & {
      readonly status?: number | 'none'
      readonly answerAfterMs?: number
      readonly cause?: number
      /** LV-07 — the server charges by its BYE, and does not wait for the answer. */
      readonly atBye?: boolean
    } = {},
  ): this {
    const bye = this.bye(leg, 'server')
    const saidMs = this.nowMs
    this.wait(o.answerAfterMs ?? 0)
    if (o.status !== 'none') this.sip('toSut', answerOf(leg, bye, o.status ?? 200, 'user'))
    conf.in.delete(leg.user)
    return o.charge === false ? this : this.chargeDeparture(leg, conf, o.atBye === true ? saidMs : this.nowMs, o.cause)
  }

  /** The server's BYE and the user's own meet on the way. `status`: what the user answers, whose dialog may be gone. */
  crosses(leg: LegLine, conf: Conf, o: ChargeOptions & { readonly status?: number } = {}): this {
    const [server, user] = [this.bye(leg, 'server'), this.bye(leg, 'user')]
    this.sip('toSut', answerOf(leg, server, o.status ?? 200, 'user'))
    this.sip('fromSut', answerOf(leg, user, 200, 'server'))
    conf.in.delete(leg.user)
    return o.charge === false ? this : this.chargeDeparture(leg, conf, this.nowMs)
  }

  /** A BYE that is none of the leg's dialog, which the server refuses. */
  strays(leg: LegLine, what: 'call' | 'tags'): this {
    const other = what === 'call' ? { ...leg, callId: `${leg.callId}-stray` } : leg
    const bye = requestOf(other, 'BYE', { from: 'user', cseq: 77, farTag: 'of-nobody' })
    this.sip('toSut', bye)
    return this.sip('fromSut', answerOf(other, bye, 481, 'server', 'of-nobody'))
  }

  /** A request in the leg that is about nobody's attendance. */
  sends(leg: LegLine, method: string): this {
    leg.cseq += 1
    const request = requestOf(leg, method, { from: 'user', cseq: leg.cseq })
    this.sip('toSut', request)
    return this.sip('fromSut', answerOf(leg, request, 200, 'server'))
  }

  /** Who watches the roster is told how many are in. */
  notifies(leg: LegLine, conf: Conf, count = conf.in.size): this {
    leg.cseq += 1
    const document = { entity: conf.focus, state: 'full', version: leg.cseq, conferenceState: { userCount: count } } as const
    const headers: HeaderList = [
      ['Event', 'conference'],
      ['Content-Type', CONFERENCE_INFO],
    ]
    const request = requestOf(leg, 'NOTIFY', { from: 'server', cseq: leg.cseq, headers, body: writeConferenceInfo(document) })
    this.sip('fromSut', request)
    return this.sip('toSut', answerOf(leg, request, 200, 'user'))
  }

  /**
   * A MESSAGE outside any dialog, of which the server sends copies to these users, whose final status is given; one to a user is answered
   * as that user answers, one to a conference by 202 at once. `resent`: it comes once more behind its answer.
   */
  messages(
    name: string,
    to: string,
    copies: Readonly<Record<string, number>>,
    o: ChargeOptions & { readonly status?: number; readonly resent?: boolean } = {},
  ): this {
    const isToOne = to.endsWith('@home.example')
    const aside = (focus: string): Conf => ({ focus, session: '', legs: [], in: new Set() })
    const leg = this.leg(name, 'user', aside(to), to)
    const message = pagerOf(leg)
    this.sip('toSut', message)
    const statuses = Object.values(copies)
    const status = o.status ?? (isToOne ? (statuses[0] ?? 200) : 202)
    const answer = (): this => this.sip('fromSut', answerOf(leg, message, status, 'server'))
    if (!isToOne) answer()
    for (const [other, final] of Object.entries(copies)) {
      const copyLeg = this.leg(other, 'server', aside(leg.user), aor(other))
      const copy = pagerOf(copyLeg)
      this.sip('fromSut', copy)
        .wait(5)
        .sip('toSut', answerOf(copyLeg, copy, final, 'user'))
    }
    if (isToOne) answer()
    if (o.resent === true) {
      this.sip('toSut', message)
      answer()
    }
    if (o.charge === false) return this
    this.plan({
      ...{ label: `event:${name}`, type: 'event', atMs: this.nowMs + 4, session: `im1.im.example;1;event-${leg.callId}` },
      ...{ callId: leg.callId, party: leg.user, method: 'MESSAGE', serviceType: 100 },
      cause: status >= 300 ? status : status === 200 ? -1 : -status,
      ...(isToOne ? {} : { copies: { total: statuses.length, successful: statuses.filter((one) => one < 300).length } }),
    })
    return this.wait(10)
  }

  /** The answer to a BYE of the server that had none so far. */
  answersBye(leg: LegLine, status = 200): this {
    const bye = this.lines.get(`BYE ${leg.callId}`)
    if (!bye) throw new RangeError('no BYE to answer')
    return this.sip('toSut', answerOf(leg, bye as SipRequest, status, 'user'))
  }

  refers(leg: LegLine, name: string, status = 202): this {
    leg.cseq += 1
    const refer = requestOf(leg, 'REFER', { from: 'user', cseq: leg.cseq, headers: [['Refer-To', `<${aor(name)}>`]] })
    this.sip('toSut', refer)
    return this.sip('fromSut', answerOf(leg, refer, status, 'server'))
  }

  reinvites(leg: LegLine): this {
    leg.cseq += 1
    const invite = requestOf(leg, 'INVITE', { from: 'user', cseq: leg.cseq })
    this.sip('toSut', invite)
    this.sip('fromSut', answerOf(leg, invite, 200, 'server'))
    return this.sip('toSut', requestOf(leg, 'ACK', { from: 'user', cseq: leg.cseq }))
  }

  /** A further 2xx from yet another device of the user, which the server ACKs and releases. */
  forks(leg: LegLine): this {
    const nth = (this.devices.get(leg.callId) ?? 0) + 1
    this.devices.set(leg.callId, nth)
    const farTag = nth === 1 ? 'other-device' : `other-device-${nth}`
    this.sip('toSut', answerOf(leg, this.inviteLine(leg), 200, 'user', farTag))
    this.acks(leg, { farTag })
    const bye = requestOf(leg, 'BYE', { from: 'server', cseq: 2, farTag })
    this.sip('fromSut', bye)
    return this.sip('toSut', answerOf(leg, bye, 200, 'user'))
  }

  /** The same message of the user once more. */
  resends(what: 'INVITE' | 'BYE' | '200', leg: LegLine): this {
    const message = this.lines.get(`${what} ${leg.callId}`)
    if (!message) throw new RangeError(`no ${what} to send again`)
    this.sip('toSut', message)
    if (what === '200') this.acks(leg)
    return this
  }

  /** A record of its own, beside what the small server sends by itself. */
  acr(conf: Conf, plan: Partial<RecordPlan> & Pick<RecordPlan, 'label' | 'type'>): this {
    this.plan({ atMs: this.nowMs, session: conf.session, ...plan })
    return this.wait(5)
  }

  /** Everybody leaves in order of arrival, the creator last; then a watchdog shows that the connection lives. */
  drain(conf: Conf, waitMs = 3000): this {
    const latest = new Map(conf.legs.map((leg) => [leg.user, leg]))
    const [creator, ...others] = [...latest.values()].filter((leg) => conf.in.has(leg.user))
    for (const leg of [...others, ...(creator ? [creator] : [])]) this.leaves(leg, conf).wait(100)
    this.wait(waitMs)
    return this.watchdog().wait(100)
  }

  private enters(leg: LegLine, conf: Conf, o: EnterOptions & { readonly before200?: (conf: Conf) => void }): void {
    const invite = inviteOf(leg)
    this.sip('toSut', invite, `INVITE ${leg.callId}`)
    this.wait(o.answerAfterMs ?? 0)
    o.before200?.(conf)
    this.sip('fromSut', answerOf(leg, invite, 200, 'server'))
    this.wait(o.ackAfterMs ?? 0)
    if (o.ack !== false) this.acks(leg)
    conf.in.add(leg.user)
  }

  private leg(name: string, by: 'user' | 'server', conf: Conf, requestUri: string, peer?: string): LegLine {
    this.calls += 1
    const id = `call-${this.calls}`
    const leg: LegLine = {
      callId: id,
      user: aor(name),
      by,
      userTag: `u${this.calls}`,
      serverTag: `s${this.calls}`,
      focus: conf.focus,
      requestUri,
      ...(peer !== undefined && { peer }),
      cseq: 1,
    }
    conf.legs.push(leg)
    return leg
  }

  private bye(leg: LegLine, by: 'user' | 'server'): SipRequest {
    leg.cseq += 1
    const bye = requestOf(leg, 'BYE', { from: by, cseq: leg.cseq })
    this.sip(by === 'user' ? 'toSut' : 'fromSut', bye, `BYE ${leg.callId}`)
    return bye
  }

  private inviteLine(leg: LegLine): SipRequest {
    return this.lines.get(`INVITE ${leg.callId}`) as SipRequest
  }

  private chargeDeparture(leg: LegLine, conf: Conf, triggeredMs: number, cause = 0): this {
    const last = conf.in.size === 0
    const ofUser = this.o.served === 'user'
    const [kind, type] = last ? (['stop', 'stop'] as const) : (['departure', ofUser ? 'stop' : 'interim'] as const)
    const count = last ? undefined : conf.in.size
    return this.charge(`${kind}:${nameOf(leg)}`, type, conf, leg, 'BYE', count, triggeredMs, last ? cause : undefined)
  }

  private charge(
    label: string,
    type: RecordType,
    conf: Conf,
    leg: LegLine,
    method: string,
    count?: number,
    atMs = this.nowMs,
    cause?: number,
  ): this {
    const { served } = this.o
    const ofUser = served === 'user'
    if (served === 'conference' && label.startsWith('join:')) return this.wait(10) // LV-10: its 200 OK goes to the user
    this.plan({
      label,
      type: ofUser && type === 'interim' ? 'start' : type,
      atMs: atMs + 4,
      session: ofUser ? `${conf.session};${leg.callId}` : conf.session,
      callId: leg.callId,
      party: leg.user,
      method,
      ...(count === undefined || ofUser ? {} : { count }),
      ...(conf.copies && { copies: conf.copies }),
      ...(served === undefined ? {} : { role: 0 }),
      ...(cause === undefined ? {} : { cause }),
    })
    return this.wait(10)
  }

  private sip(dir: Direction, message: SipMessage, name?: string): this {
    if (name !== undefined && !this.lines.has(name)) this.lines.set(name, message)
    const cross = (way: Direction, atMs: number): void => {
      this.put(atMs, { kind: 'sip', dir: way, flow: sipFlow, bytes: base64(message.bytes) })
    }
    if (this.o.served === undefined) cross(dir, this.nowMs)
    else {
      cross('toSut', this.nowMs)
      cross('fromSut', this.nowMs + 0.5)
    }
    return this.wait(2)
  }
}

/** The creator's leg. */
export function creatorOf(conf: Conf): LegLine {
  const [leg] = conf.legs
  if (!leg) throw new RangeError('a conference without legs')
  return leg
}

function nameOf(leg: LegLine): string {
  return leg.user.slice('sip:'.length).split('@')[0] ?? leg.user
}
