// Made-up histories for the judge: a small server that charges rightly, verbs for what happens, edits for what goes wrong.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { SipMessage, SipRequest } from '@ch1/sip'
import { parse } from 'yaml'
import {
  HISTORY_SCHEMA,
  type AvpTest,
  type CauseKind,
  type Demand,
  type Direction,
  type Flow,
  type HistoryEvent,
  type HistoryFact,
  type Owed,
  type RecordType,
} from '../../judge/history/events'
import { Judge } from '../../judge/judge'
import { profileOf, type Profile } from '../../judge/profile/schema'
import { ruleOf, weightOf } from '../../judge/rules'
import type { Judgment } from '../../judge/verdict'
import { acaBytes, acrBytes, cerBytes, watchdogBytes, type CerEdit, type RecordPlan, type SendingIds } from './record-plan'
import { answerOf, inviteOf, requestOf, type LegLine } from './sip-lines'

export type { RecordPlan } from './record-plan'
export type { LegLine } from './sip-lines'

/** Gives what becomes of a planned record: nothing, itself, itself changed, or several. */
export type Edit = (plan: RecordPlan) => readonly RecordPlan[]

export interface StoryOptions {
  readonly choices?: Partial<Profile['choices']>
  readonly pics?: Partial<Profile['pics']>
  readonly topology?: Partial<Profile['topology']>
  readonly edit?: Edit
  /** false: the CH-1 peer never opens. */
  readonly peer?: boolean
  /** What becomes of its CER. */
  readonly cer?: CerEdit
  /** When the CH-1 peer opens; before everything without. */
  readonly openAtMs?: number
  /** Result-Code of its DWA. */
  readonly dwaResult?: number
  /** Distance of the ticks; 0 for none. */
  readonly tickEveryMs?: number
}

export interface Conf {
  readonly focus: string
  readonly session: string
  readonly legs: LegLine[]
  /** Users who are in now. */
  readonly in: Set<string>
}

interface Anchor {
  n: number
}
interface Item {
  readonly atMs: number
  readonly fact: () => HistoryFact
  readonly anchor?: Anchor
}
interface ChargeOptions {
  readonly charge?: boolean
}
interface EnterOptions extends ChargeOptions {
  /** How long the user lets the server's 2xx wait for its ACK. */
  readonly ackAfterMs?: number
}

const referenceProfile = path.join(__dirname, '..', '..', 'profiles', 'reference.yaml')
const sipFlow: Flow = { transport: 'udp', local: '127.0.0.1:5070', remote: '127.0.0.1:5060' }
const ch1Flow: Flow = { transport: 'tcp', local: '127.0.0.1:3868', remote: '127.0.0.1:40001' }

/** `sip:bob@home.example` */
export function aor(name: string): string {
  return `sip:${name}@home.example`
}

/** The values of profiles/reference.yaml under a story's choices. */
export function referenceValues(o: StoryOptions = {}): Record<string, unknown> {
  const values = parse(readFileSync(referenceProfile, 'utf8')) as Record<string, Record<string, unknown>>
  const over = (key: 'choices' | 'pics' | 'topology'): Record<string, unknown> => ({ ...values[key], ...o[key] })
  return { ...values, choices: over('choices'), pics: over('pics'), topology: over('topology') }
}

export class Story {
  /** The story's clock. */
  nowMs = 1000
  readonly profile: Profile
  private readonly o: StoryOptions
  private readonly items: Item[] = []
  private readonly plans: RecordPlan[] = []
  private readonly messages = new Map<string, SipMessage>()
  private begun: Anchor = { n: -1 }
  private since: Anchor = { n: -1 }
  private testPurpose = ''
  private runs = 0
  private demands = 0
  private readonly opened = new Set<number>()
  private calls = 0
  private conferences = 0

  constructor(o: StoryOptions = {}) {
    this.o = o
    const values = referenceValues(o)
    this.profile = profileOf(values)
    this.put(0, {
      kind: 'opened',
      schema: HISTORY_SCHEMA,
      testbed: 'story',
      profile: { digest: 'none', values },
      suite: '0',
      wallClock: '2026-11-23T10:00:00.000Z',
      engine: 'socket',
      sut: { name: 'story', version: '0', role: 'controlling', embedded: true },
    })
    if (o.peer === false) return
    this.items.push(ch1Item(0.5, 'fromSut', 1, cerBytes(o.cer)))
    this.peer('open', 1, o.openAtMs ?? 1)
  }

  // -- the frame -----------------------------------------------------------------------------------

  begin(testPurpose: string): this {
    this.testPurpose = testPurpose
    this.runs += 1
    this.begun = this.put(this.nowMs, { kind: 'scenario', edge: 'begin', testPurpose, name: testPurpose, k: this.runs })
    this.since = this.begun
    return this.wait(1)
  }

  end(): this {
    this.put(this.nowMs, { kind: 'scenario', edge: 'end', testPurpose: this.testPurpose, name: this.testPurpose, k: this.runs })
    return this.wait(1)
  }

  /** The next causes are looked for after this. */
  when(): this {
    this.since = this.put(this.nowMs, { kind: 'step', edge: 'begin', text: 'When' })
    return this.wait(1)
  }

  wait(ms: number): this {
    this.nowMs += ms
    return this
  }

  /** A tick that came late. */
  lag(ms: number): this {
    this.put(this.nowMs, { kind: 'tick', lagUs: ms * 1000 })
    return this
  }

  peer(state: 'open' | 'closed', conn: number, atMs = this.nowMs): this {
    if (state === 'open') this.opened.add(conn)
    this.put(atMs, { kind: 'peer', enabler: 'cdf1', conn, state, flow: ch1Flow })
    return this
  }

  watchdog(conn = 1): this {
    const [dwr, dwa] = watchdogBytes(900_000 + this.nowMs, this.o.dwaResult)
    this.ch1(this.nowMs, 'toSut', conn, dwr)
    this.ch1(this.nowMs + 1, 'fromSut', conn, dwa)
    return this.wait(5)
  }

  fact(fact: HistoryFact): this {
    this.put(this.nowMs, fact)
    return this
  }

  // -- what happens --------------------------------------------------------------------------------

  /** `before200`: what the server does before it answers the creator (confirmed mode). */
  creates(name: string, o: EnterOptions & { readonly before200?: (conf: Conf) => void } = {}): Conf {
    this.conferences += 1
    const focus = `sip:conf-${this.conferences}@im.example`
    const conf: Conf = { focus, session: `im1.im.example;1;${this.conferences}`, legs: [], in: new Set() }
    const leg = this.leg(name, 'user', conf, 'sip:factory@im.example')
    this.enters(leg, conf, o)
    if (o.charge !== false) this.charge(`start:${name}`, 'start', conf, leg, 'INVITE')
    return conf
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

  answers(leg: LegLine, conf: Conf, o: ChargeOptions & { readonly ack?: boolean } = {}): LegLine {
    this.sip('toSut', answerOf(leg, this.inviteLine(leg), 200, 'user'), `200 ${leg.callId}`)
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
  turnsAway(name: string, requestUri = 'sip:factory@im.example', afterMs = 200): LegLine {
    const conf: Conf = { focus: requestUri, session: '', legs: [], in: new Set() }
    const leg = this.leg(name, 'user', conf, requestUri)
    const invite = inviteOf(leg)
    this.sip('toSut', invite)
    this.wait(afterMs).sip('fromSut', answerOf(leg, invite, 403, 'server'))
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
    o: ChargeOptions & { readonly status?: number | 'none'; readonly answerAfterMs?: number } = {},
  ): this {
    const bye = this.bye(leg, 'server')
    this.wait(o.answerAfterMs ?? 0)
    if (o.status !== 'none') this.sip('toSut', answerOf(leg, bye, o.status ?? 200, 'user'))
    conf.in.delete(leg.user)
    return o.charge === false ? this : this.chargeDeparture(leg, conf, this.nowMs)
  }

  /** The answer to a BYE of the server that had none so far. */
  answersBye(leg: LegLine, status = 200): this {
    const bye = this.messages.get(`BYE ${leg.callId}`)
    if (!bye) throw new RangeError('no BYE to answer')
    return this.sip('toSut', answerOf(leg, bye as SipRequest, status, 'user'))
  }

  refers(leg: LegLine, name: string): this {
    leg.cseq += 1
    const refer = requestOf(leg, 'REFER', { from: 'user', cseq: leg.cseq, headers: [['Refer-To', `<${aor(name)}>`]] })
    this.sip('toSut', refer)
    return this.sip('fromSut', answerOf(leg, refer, 202, 'server'))
  }

  reinvites(leg: LegLine): this {
    leg.cseq += 1
    const invite = requestOf(leg, 'INVITE', { from: 'user', cseq: leg.cseq })
    this.sip('toSut', invite)
    this.sip('fromSut', answerOf(leg, invite, 200, 'server'))
    return this.sip('toSut', requestOf(leg, 'ACK', { from: 'user', cseq: leg.cseq }))
  }

  /** A second 2xx from another device of the user, which the server ACKs and releases. */
  forks(leg: LegLine): this {
    this.sip('toSut', answerOf(leg, this.inviteLine(leg), 200, 'user', 'other-device'))
    this.acks(leg, { farTag: 'other-device' })
    const bye = requestOf(leg, 'BYE', { from: 'server', cseq: 2, farTag: 'other-device' })
    this.sip('fromSut', bye)
    return this.sip('toSut', answerOf(leg, bye, 200, 'user'))
  }

  /** The same message of the user once more. */
  resends(what: 'INVITE' | 'BYE' | '200', leg: LegLine): this {
    const message = this.messages.get(`${what} ${leg.callId}`)
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

  // -- what is demanded: as steps/support/world.ts makes it ------------------------------------------

  owesOne(type: RecordType, of: CauseKind, name: string, rule: string): this {
    return this.demand(rule, of, name, { what: 'records', type, min: 1, max: 1 }, 'P-DELAY')
  }

  owesNone(type: RecordType, of: CauseKind, name: string, rule: string): this {
    return this.demand(rule, of, name, { what: 'records', type, min: 0, max: 0 }, 'P-QUIET')
  }

  content(rule: string, of: CauseKind, name: string, test: AvpTest, type: RecordType = 'interim'): this {
    return this.demand(rule, of, name, { what: 'content', type, tests: [test] }, 'P-DELAY')
  }

  ofConference(rule: string, name: string, owed: Owed): this {
    return this.demand(rule, 'conference', name, owed, 'P-DELAY')
  }

  private demand(rule: string, of: CauseKind, name: string, owed: Owed, window: 'P-DELAY' | 'P-QUIET'): this {
    this.demands += 1
    const after = of === 'ringing' || of === 'conference' ? this.begun : this.since
    const { clause, level } = weightOf(ruleOf(rule), this.profile)
    const demand: Omit<Demand, 'cause'> = {
      id: `D${this.demands}`,
      testPurpose: this.testPurpose,
      rule,
      clause,
      level,
      within: { ms: this.profile.windows[window], name: window },
      owed,
    }
    const byMs = this.profile.timers.givenMs
    this.items.push({
      atMs: this.nowMs,
      fact: () => ({ kind: 'demand', demand: { ...demand, cause: { of, who: aor(name), after: after.n, byMs } } }),
    })
    return this.wait(1)
  }

  // -- the history -----------------------------------------------------------------------------------

  /** All that happened, in order of time, numbered, with ticks. */
  events(): readonly HistoryEvent[] {
    const all = [...this.items, ...this.sent()]
    const everyMs = this.o.tickEveryMs ?? 100
    const endMs = Math.max(this.nowMs, ...all.map((item) => item.atMs))
    if (everyMs > 0)
      for (let atMs = everyMs; atMs <= endMs; atMs += everyMs) all.push({ atMs, fact: () => ({ kind: 'tick', lagUs: 0 }) })
    return all
      .map((item, order) => ({ item, order }))
      .sort((a, b) => a.item.atMs - b.item.atMs || a.order - b.order)
      .map(({ item }, n) => {
        if (item.anchor) item.anchor.n = n
        return { n, atUs: item.atMs * 1000, ...item.fact() }
      })
  }

  judged(): Judgment {
    return judged(this.events())
  }

  // -- below -----------------------------------------------------------------------------------------

  /** Connections beside the first one that records use and nobody opened: open from the first record on. */
  private openings(plans: readonly RecordPlan[]): Item[] {
    if (this.o.peer === false) return []
    const firstMs = new Map<string, { readonly atMs: number; readonly conn: number; readonly enabler: string }>()
    for (const { atMs, conn = 1, enabler = 'cdf1' } of plans) {
      const key = `${enabler}#${conn}`
      const isOpened = enabler === 'cdf1' && (conn === 1 || this.opened.has(conn))
      if (!isOpened && atMs < (firstMs.get(key)?.atMs ?? Infinity)) firstMs.set(key, { atMs, conn, enabler })
    }
    return [...firstMs.values()].map(({ atMs, conn, enabler }) => ({
      atMs: atMs - 0.1,
      fact: () => ({ kind: 'peer', enabler, conn, state: 'open', flow: ch1Flow }),
    }))
  }

  /** The records as they go out: after the edits, numbered in order of time within their session. */
  private sent(): Item[] {
    const edit = this.o.edit ?? ((plan: RecordPlan) => [plan])
    const plans = this.plans.flatMap((plan) => edit(plan)).sort((a, b) => a.atMs - b.atMs)
    const next = new Map<string, number>()
    const byLabel = new Map<string, SendingIds>()
    const messages = plans.flatMap((plan, i) => {
      const first = plan.again === undefined ? undefined : byLabel.get(plan.again)
      const number = plan.number ?? first?.number ?? (next.get(plan.session) ?? 0) + (plan.skip ?? 0)
      if (plan.number === undefined && !first) next.set(plan.session, number + 1)
      const ids: SendingIds = {
        session: first?.session ?? plan.session,
        number,
        hopByHop: i + 1,
        endToEnd: first && !plan.newEndToEnd ? first.endToEnd : 7000 + i,
      }
      if (!byLabel.has(plan.label)) byLabel.set(plan.label, ids)
      const conn = plan.conn ?? 1
      const answer = plan.answer ?? 2001
      return [
        ch1Item(plan.atMs, 'fromSut', conn, acrBytes(plan, ids), plan.enabler),
        ...(answer === 'none'
          ? []
          : [ch1Item(plan.atMs + (plan.answerAfterMs ?? 1), 'toSut', conn, acaBytes(plan, ids, answer), plan.enabler)]),
      ]
    })
    return [...this.openings(plans), ...messages]
  }

  private enters(leg: LegLine, conf: Conf, o: EnterOptions & { readonly before200?: (conf: Conf) => void }): void {
    const invite = inviteOf(leg)
    this.sip('toSut', invite, `INVITE ${leg.callId}`)
    o.before200?.(conf)
    this.sip('fromSut', answerOf(leg, invite, 200, 'server'))
    this.wait(o.ackAfterMs ?? 0).acks(leg)
    conf.in.add(leg.user)
  }

  private leg(name: string, by: 'user' | 'server', conf: Conf, requestUri: string): LegLine {
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
    return this.messages.get(`INVITE ${leg.callId}`) as SipRequest
  }

  private chargeDeparture(leg: LegLine, conf: Conf, triggeredMs: number): this {
    const last = conf.in.size === 0
    const [kind, type] = last ? (['stop', 'stop'] as const) : (['departure', 'interim'] as const)
    return this.charge(`${kind}:${nameOf(leg)}`, type, conf, leg, 'BYE', last ? undefined : conf.in.size, triggeredMs)
  }

  private charge(
    label: string,
    type: RecordType,
    conf: Conf,
    leg: LegLine,
    method: string,
    count?: number,
    atMs = this.nowMs,
  ): this {
    this.plan({
      label,
      type,
      atMs: atMs + 4,
      session: conf.session,
      callId: leg.callId,
      party: leg.user,
      method,
      ...(count === undefined ? {} : { count }),
    })
    return this.wait(10)
  }

  private plan(plan: RecordPlan): void {
    this.plans.push(plan)
  }

  private sip(dir: Direction, message: SipMessage, name?: string): this {
    if (name !== undefined && !this.messages.has(name)) this.messages.set(name, message)
    this.put(this.nowMs, { kind: 'sip', dir, flow: sipFlow, bytes: base64(message.bytes) })
    return this.wait(2)
  }

  /** A CH-1 message of its own making. */
  ch1(atMs: number, dir: Direction, conn: number, bytes: Uint8Array): void {
    this.items.push(ch1Item(atMs, dir, conn, bytes))
  }

  private put(atMs: number, fact: HistoryFact): Anchor {
    const anchor = { n: -1 }
    this.items.push({ atMs, fact: () => fact, anchor })
    return anchor
  }
}

/** The judgment over these events, as the judge gives it when fed one by one. */
export function judged(events: readonly HistoryEvent[]): Judgment {
  const judge = new Judge()
  for (const event of events) judge.step(event)
  return judge.judgment()
}

/** The creator's leg. */
export function creatorOf(conf: Conf): LegLine {
  const [leg] = conf.legs
  if (!leg) throw new RangeError('a conference without legs')
  return leg
}

/** One edit of the record with this label; all others stay. */
export function editOf(label: string, change: (plan: RecordPlan) => readonly RecordPlan[]): Edit {
  return (plan) => (plan.label === label ? change(plan) : [plan])
}

function ch1Item(atMs: number, dir: Direction, conn: number, bytes: Uint8Array, enabler = 'cdf1'): Item {
  return {
    atMs,
    fact: () => ({ kind: 'ch1', dir, door: 'diameter', enabler, conn, flow: ch1Flow, bytes: base64(bytes) }),
  }
}

function nameOf(leg: LegLine): string {
  return leg.user.slice('sip:'.length).split('@')[0] ?? leg.user
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
