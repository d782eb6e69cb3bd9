// Tells a random plan as a history: real SIP and Diameter bytes, by the story's own server, with the plan's habits and faults.
import type { Edit } from '../edits'
import type { RecordPlan } from '../record-plan'
import { flagBits } from '../red/row'
import type { LegLine } from '../sip-lines'
import { Story } from '../story'
import { aor, type Conf } from '../story-calls'
import { choicesOf, type Act, type Fault, type Habits, type RandomPlan } from './random-plan'

const NAMES = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory'] as const

/** A conference as it is told: who is in by which leg, and at whom it rings. */
interface Told {
  readonly conf: Conf
  readonly letter: string
  readonly within: Map<string, LegLine>
  readonly ringing: Map<string, LegLine>
  readonly gone: LegLine[]
}

/** The story of a plan, ready to be judged. */
export function tellRandom(plan: RandomPlan): Story {
  const outage: Outage = { fromMs: Infinity, toMs: Infinity }
  const s = new Story({ choices: choicesOf(plan.habits), edit: editsOf(plan, outage) }).begin('TP_SEQ_011')
  const told = Array.from({ length: plan.conferences }, (_, i): Told => {
    const letter = String.fromCharCode(97 + i)
    const name = `alice-${letter}`
    const conf = s.creates(name, { ackAfterMs: plan.habits.startAtAck ? 60 : 0 })
    const [leg] = conf.legs
    return { conf, letter, within: new Map(leg ? [[name, leg]] : []), ringing: new Map(), gone: [] }
  })
  for (const [nth, act] of plan.acts.entries()) {
    const one = told[act.conference % told.length]
    s.wait(act.waitMs)
    if (plan.trouble.nth === nth) befalls(s, plan.trouble.what, outage)
    if (one !== undefined && one.within.size > 0) play(s, one, act, plan.habits)
  }
  if (plan.end === 'open') return s.wait(300).end()
  for (const one of told) {
    const [creator, ...others] = [...one.within]
    for (const [name, leg] of [...others, ...(creator ? [creator] : [])]) {
      if (plan.end === 'release') goes(s, one, name, () => s.expels(leg, one.conf))
      else goes(s, one, name, () => s.leaves(leg, one.conf))
      if (plan.end === 'drain') s.wait(100)
    }
  }
  return s.wait(14_000).watchdog().wait(100).end()
}

/** From when on the first connection is gone, and the second one takes records. */
interface Outage {
  fromMs: number
  toMs: number
}

function befalls(s: Story, what: RandomPlan['trouble']['what'], outage: Outage): void {
  if (what === 'lag') s.wait(400).lag(400)
  if (what !== 'broken') return
  outage.fromMs = s.wait(300).peer('closed', 1).nowMs
  outage.toMs = s.wait(200).peer('open', 2).wait(20).nowMs
  s.via = { conn: 2 }
}

function goes(s: Story, told: Told, name: string, how: () => void): void {
  const leg = told.within.get(name)
  if (leg === undefined) return
  told.within.delete(name)
  how()
  told.gone.push(leg)
}

/** One act, where it is possible; nothing otherwise. */
function play(s: Story, told: Told, { what, who, how }: Act, habits: Habits): void {
  const { conf, letter, within, ringing } = told
  const fresh = `${NAMES[who % NAMES.length] ?? 'bob'}-${letter}`
  const [name, leg] = nth(within, who)
  const [rings, ring] = nth(ringing, who)
  const isFree = !within.has(fresh) && !ringing.has(fresh)
  const charge = habits.join
  if (what === 'bring' && isFree) within.set(fresh, s.brings(fresh, conf))
  else if (what === 'invite' && isFree) ringing.set(fresh, s.invites(fresh, conf, { ring: how > 2, sent: how === 1 ? 3 : 1 }))
  else if (what === 'answer' && rings !== undefined && ring !== undefined) {
    ringing.delete(rings)
    within.set(rings, s.answers(ring, conf, { status: how === 0 ? 202 : 200 }))
  } else if (what === 'refuse' && rings !== undefined && ring !== undefined) {
    ringing.delete(rings)
    s.refuses(ring, [486, 480, 603, 503, 302, 407][how % 6])
    if (habits.eventForRefusal) event(s, conf, ring)
  } else if (what === 'cancel' && rings !== undefined && ring !== undefined) {
    ringing.delete(rings)
    s.cancels(ring).refuses(ring, 487)
    if (habits.eventForRefusal) event(s, conf, ring)
  } else if (what === 'cross cancel' && rings !== undefined && ring !== undefined) {
    ringing.delete(rings)
    s.cancels(ring).answers(ring, conf, { charge: how > 5 })
    s.expels(ring, conf, { charge: how > 5 })
  } else if (what === 'join' && isFree) within.set(fresh, s.joins(fresh, conf, { charge }))
  else if (what === 'join slowly' && isFree)
    within.set(fresh, s.joins(fresh, conf, { charge, answerAfterMs: how * 40, ackAfterMs: how * 30, ack: how !== 11 }))
  else if (what === 'turn away') {
    const away = s.turnsAway(fresh, conf.focus)
    if (habits.eventForRefusal) event(s, conf, away)
  } else if (name === undefined || leg === undefined) return
  else if (what === 'leave') goes(s, told, name, () => s.leaves(leg, conf))
  else if (what === 'leave slowly') goes(s, told, name, () => s.leaves(leg, conf, { during: () => s.wait(how * 30) }))
  else if (what === 'expel') goes(s, told, name, () => s.expels(leg, conf))
  else if (what === 'expel slowly') goes(s, told, name, () => s.expels(leg, conf, { answerAfterMs: how * 60 }))
  else if (what === 'expel in vain')
    goes(s, told, name, () => s.expels(leg, conf, { status: how > 5 ? 481 : 'none', charge: how % 2 === 0 }))
  else if (what === 'cross') goes(s, told, name, () => s.crosses(leg, conf))
  else if (what === 'reinvite') {
    s.reinvites(leg)
    if (how > 5)
      s.acr(conf, { label: 'media', type: 'interim', callId: leg.callId, party: leg.user, method: 'INVITE', count: conf.in.size })
  } else if (what === 'refer') s.refers(leg, fresh, how > 5 ? 202 : 403)
  else if (what === 'send') s.sends(leg, ['OPTIONS', 'INFO', 'MESSAGE'][how % 3] ?? 'INFO')
  else if (what === 'stray') s.strays(leg, how > 5 ? 'call' : 'tags')
  else if (what === 'resend') s.resends(leg.by === 'user' ? 'INVITE' : '200', leg)
  else if (what === 'fork' && leg.by === 'server') s.forks(leg)
  else if (what === 'wait' && habits.byTime && !habits.perLeg) s.acr(conf, { label: 'by time', type: 'interim' })
}

function event(s: Story, conf: Conf, leg: LegLine): void {
  s.acr(conf, {
    label: 'refused',
    type: 'event',
    session: `${conf.session};${leg.callId}`,
    callId: leg.callId,
    party: leg.user,
    method: 'INVITE',
  })
}

function nth<V>(of: ReadonlyMap<string, V>, n: number): readonly [string, V] | readonly [undefined, undefined] {
  return [...of][n % Math.max(1, of.size)] ?? [undefined, undefined]
}

/** The habits first, then the faults, record by record in order of their occasions. */
function editsOf({ habits, faults, trouble }: RandomPlan, outage: Outage): Edit {
  const last = new Map<string, number>()
  let count = -1
  return (plan) => {
    count += 1
    const nth = count
    // who comes twice has two records of one label, and what is sent again must name one
    const told = { ...plan, label: `${plan.label}~${nth}` }
    const usual = habit(told, habits, last).map((one) => afterOutage(troubled(one, trouble, nth), outage))
    return faults.reduce<readonly RecordPlan[]>(
      (plans, fault) => (fault.nth === nth ? plans.flatMap((one, i) => (i > 0 ? [one] : broken(one, fault))) : plans),
      usual,
    )
  }
}

/** The creator's call of the nth conference: they are created first, one after the other. */
function firstCallOf(session: string): string {
  return `call-${session.split(';')[2] ?? '1'}`
}

const LEG_TYPES: Readonly<Record<string, RecordPlan['type']>> = {
  start: 'start',
  join: 'start',
  arrival: 'start',
  departure: 'stop',
  stop: 'stop',
}

/** The record as a server of these habits sends it: still legal. */
function habit(plan: RecordPlan, habits: Habits, last: Map<string, number>): readonly RecordPlan[] {
  const kind = plan.label.split(/[:~]/)[0] ?? ''
  let own: RecordPlan = { ...plan, answerAfterMs: habits.answerMs }
  if (habits.perLeg && kind !== 'refused' && plan.callId !== undefined) {
    own = { ...own, type: LEG_TYPES[kind] ?? plan.type, session: `${plan.session};${plan.callId}` }
    if (own.type !== 'start' && !last.has(own.session)) return [] // LV-10: who was not charged for coming has no session
  }
  if (habits.gaps) own = { ...own, skip: 2 }
  if (habits.firstLegOnly && !habits.perLeg && kind !== 'refused') {
    const { party: _, ...rest } = own
    own = { ...rest, callId: firstCallOf(plan.session) }
  }
  if (habits.nameless && !habits.perLeg && kind !== 'refused' && kind !== 'start') {
    const { party: _, ...rest } = own
    own = rest
  }
  if (habits.uncounted) {
    const { count: _, ...rest } = own
    own = rest
  }
  // one behind the other, as the Rf client's queue is
  const atMs = Math.max(own.atMs + habits.laterMs, (last.get(own.session) ?? 0) + 1)
  const both = habits.last === 'interim-then-stop' && kind === 'stop' && !habits.perLeg
  last.set(own.session, both ? atMs + 2 : atMs)
  own = { ...own, atMs }
  return both
    ? [
        { ...own, label: own.label.replace(/^stop/, 'last'), type: 'interim', count: 0 },
        { ...own, atMs: atMs + 2 },
      ]
    : [own]
}

/** A record for which it is too late on the first connection waits for the second. */
function afterOutage(plan: RecordPlan, { fromMs, toMs }: Outage): RecordPlan {
  if (plan.conn !== undefined || plan.atMs + (plan.answerAfterMs ?? 1) < fromMs) return plan
  return { ...plan, conn: 2, atMs: Math.max(plan.atMs, toMs) }
}

function troubled(plan: RecordPlan, { what, nth }: RandomPlan['trouble'], count: number): RecordPlan {
  if (nth !== count) return plan
  if (what === 'slow answer') return { ...plan, answerAfterMs: 1700 }
  if (what === 'no answer') return { ...plan, answer: 'none' }
  return what === 'busy' ? { ...plan, answer: 3004 } : plan
}

/** What becomes of a record that meets this fault. */
function broken(plan: RecordPlan, { what, ms, nth }: Fault): readonly RecordPlan[] {
  const again = { ...plan, label: 'more', atMs: plan.atMs + 1 + (ms % 100) }
  const other = `${NAMES[nth % NAMES.length] ?? 'bob'}-a`
  const FAULTY: Readonly<Record<Fault['what'], () => readonly RecordPlan[]>> = {
    missing: () => [],
    doubled: () => [plan, again],
    'doubled later': () => [plan, { ...again, atMs: plan.atMs + 100 + ms }],
    // nobody charges a conference before it is asked for
    early: () => [plan.type === 'start' ? plan : { ...plan, atMs: Math.max(2, plan.atMs - ms) }],
    late: () => [{ ...plan, atMs: plan.atMs + 1500 + ms }],
    'same number': () => [{ ...plan, number: 1 }],
    'low number': () => [{ ...plan, number: 0 }],
    'skipped number': () => [{ ...plan, skip: 3 }],
    'as start': () => [{ ...plan, type: 'start' }],
    'as interim': () => [{ ...plan, type: 'interim' }],
    'as stop': () => [{ ...plan, type: 'stop' }],
    'as event': () => [{ ...plan, type: 'event' }],
    ghost: () => [plan, { ...plan, label: 'ghost', type: 'interim', atMs: plan.atMs + 60 + ms }],
    'other session': () => [{ ...plan, session: `im1.im.example;1;${(ms % 3) + 1}` }],
    'new session': () => [{ ...plan, session: 'im1.im.example;9;9' }],
    'names another': () => [{ ...plan, callId: `call-${(ms % 9) + 1}`, party: aor(other) }],
    // the first judge asks for the T flag within sessions alone
    T: () => [{ ...plan, t: plan.type !== 'event' }],
    'no realm': () => [{ ...plan, without: ['Destination-Realm'] }],
    'E bit': () => [{ ...plan, patch: flagBits(0x20) }],
    version: () => [{ ...plan, patch: flagBits(0x01) }],
    'wrong method': () => [{ ...plan, method: plan.method === 'BYE' ? 'INVITE' : 'BYE' }],
    'wrong count': () => [{ ...plan, count: (plan.count ?? 0) + 7 }],
    'resent without T': () => [
      { ...plan, answer: 'none' },
      { ...again, again: plan.label, atMs: plan.atMs + 1000 },
    ],
    'resent otherwise': () => [
      { ...plan, answer: 'none' },
      { ...again, again: plan.label, atMs: plan.atMs + 1000, t: true, method: 'UPDATE' },
    ],
    unasked: () => [
      plan,
      {
        ...plan,
        label: 'unasked',
        type: 'interim',
        atMs: plan.atMs + 150 + ms,
        method: 'INVITE',
        callId: 'call-of-nobody',
        party: aor('zoe'),
      },
    ],
    swapped: () => [{ ...plan, atMs: plan.atMs + 30, number: 2 }],
  }
  return FAULTY[what]()
}
