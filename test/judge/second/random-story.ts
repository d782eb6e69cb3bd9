// Tells a random plan as a history: real SIP and Diameter bytes, by the story's own server, with the plan's habits and faults.
import type { LegLine } from '../sip-lines'
import { Story } from '../story'
import type { Conf } from '../story-calls'
import type { StoryOptions } from '../story-options'
import { choicesOf, topologyOf, type Act, type Habits, type RandomPlan } from './random-plan'
import { editsOf } from './random-records'
import { habitsOf, slips } from './random-slips'
import { NAMES, type Outage, type Told } from './random-told'
import type { NeighbourName } from './wrongs'

/** The story of a plan, ready to be judged. */
export function tellRandom(plan: RandomPlan): Story {
  const outage: Outage = { fromMs: Infinity, toMs: Infinity }
  const habits = habitsOf(plan)
  const firstCalls = new Map<string, string>()
  const isLastTold = plan.slips.some(({ what }) => what === 'last INTERIM')
  const s = new Story({
    ...asNeighbour(plan.neighbour),
    choices: choicesOf(habits),
    topology: topologyOf(habits),
    edit: editsOf(plan, { habits, isLastTold, outage, firstCalls }),
  }).begin('TP_SEQ_011')
  const told = Array.from({ length: plan.conferences }, (_, i) => begins(s, i, habits))
  for (const { conf } of told) firstCalls.set(conf.session, conf.legs[0]?.callId ?? '')
  for (const [nth, act] of plan.acts.entries()) {
    for (const slip of plan.slips) if (Math.min(slip.at, plan.acts.length - 1) === nth) slipsSomewhere(s, told, slip, outage)
    const one = told[act.conference % told.length]
    s.wait(act.waitMs)
    // of two connections that share the records none breaks here
    if (plan.trouble.nth === nth && habits.lines === 1) befalls(s, plan.trouble.what, outage)
    if (habits.between === 'others' && nth % 3 === 0) ofOthers(s, nth)
    if (one !== undefined && one.within.size > 0) play(s, one, act, habits)
  }
  if (plan.end === 'open') return s.wait(300).end()
  for (const one of told) ends(s, one, plan.end, habits)
  return s.wait(14_000).watchdog().wait(100).end()
}

function begins(s: Story, i: number, { startAtAck, ahead, confirmed, perLeg }: Habits): Told {
  const letter = String.fromCharCode(97 + i)
  const name = `alice-${letter}`
  const within = new Map<string, LegLine>()
  // LV-05 — whom it invites on behalf of the creator is in before the creator's own 2xx, and belongs to its START
  const before200 = (conf: Conf): void => void within.set(`zoe-${letter}`, s.brings(`zoe-${letter}`, conf, { charge: perLeg }))
  const conf = s.creates(name, {
    ackAfterMs: startAtAck ? 60 : 0,
    ...(ahead ? { answerAfterMs: 150 } : {}),
    ...(confirmed ? { before200 } : {}),
  })
  const [leg] = conf.legs
  return {
    ...{ conf, letter, ringing: new Map<string, LegLine>(), gone: [] },
    within: new Map([...(leg ? [[name, leg] as const] : []), ...within]),
  }
}

function asNeighbour(what: NeighbourName): StoryOptions {
  const without = (name: string): StoryOptions => ({
    cer: (avps) => avps.filter((avp) => !Array.isArray(avp) || avp[0] !== name),
  })
  if (what === 'CER without host') return without('Origin-Host')
  if (what === 'no vendor') return without('Supported-Vendor-Id')
  if (what === 'record before CEA') return { openAtMs: 1300 }
  if (what === 'DWA refuses') return { dwaResult: 5012 }
  return what === 'DWA late' ? { dwaAfterMs: 31_000 } : {}
}

/** In the first conference that somebody is in. */
function slipsSomewhere(s: Story, told: readonly Told[], slip: RandomPlan['slips'][number], outage: Outage): void {
  const one = told.find(({ within }) => within.size > 0)
  if (one) slips(s, one, slip, outage)
}

/** LV-25 — a record of traffic that is not ours. */
function ofOthers(s: Story, nth: number): void {
  const conf: Conf = { focus: 'sip:conf-of-others@im.example', session: `im9.im.example;7;${nth}`, legs: [], in: new Set() }
  s.acr(conf, {
    label: 'others',
    originHost: 'im9.im.example',
    type: 'start',
    callId: `call-of-others-${nth}`,
    party: 'sip:other@elsewhere.example',
    method: 'INVITE',
  })
}

function ends(s: Story, told: Told, end: RandomPlan['end'], { quietRelease, perLeg }: Habits): void {
  if (end === 'release' && quietRelease) for (const leg of told.ringing.values()) s.cancels(leg).refuses(leg, 487)
  const [creator, ...others] = [...told.within]
  for (const [name, leg] of [...others, ...(creator ? [creator] : [])]) {
    // LV-12 — the others of a release may go uncharged
    const charge = !quietRelease || perLeg || told.within.size === 1
    if (end === 'release') goes(s, told, name, () => s.expels(leg, told.conf, { charge }))
    else goes(s, told, name, () => s.leaves(leg, told.conf))
    if (end === 'drain') s.wait(100)
  }
}

function befalls(s: Story, what: RandomPlan['trouble']['what'], outage: Outage): void {
  if (what === 'lag') s.wait(400).lag(400)
  if (what !== 'broken' || outage.fromMs < Infinity) return
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
  const next = `${NAMES[(who + 1) % NAMES.length] ?? 'bob'}-${letter}`
  const [name, leg] = nth(within, who)
  const [rings, ring] = nth(ringing, who)
  const isNew = (one: string): boolean => !within.has(one) && !ringing.has(one)
  const isFree = isNew(fresh)
  const charge = habits.join
  const atBye = habits.departAtBye
  const ahead: { readonly answerAfterMs?: number } = habits.ahead ? { answerAfterMs: 150 } : {}
  if (what === 'bring' && isFree) within.set(fresh, s.brings(fresh, conf))
  else if (what === 'together' && isFree && isNew(next)) together(s, told, [fresh, next], how)
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
  } else if (what === 'join' && isFree) within.set(fresh, s.joins(fresh, conf, { charge, ...ahead }))
  else if (what === 'join slowly' && isFree)
    within.set(
      fresh,
      s.joins(fresh, conf, {
        charge,
        answerAfterMs: Math.max(how * 40, ahead.answerAfterMs ?? 0),
        ackAfterMs: how * 30,
        ack: how !== 11,
      }),
    )
  else if (what === 'turn away') {
    const away = s.turnsAway(fresh, conf.focus)
    if (habits.eventForRefusal) event(s, conf, away)
  } else if (name === undefined || leg === undefined) return
  else if (what === 'leave') goes(s, told, name, () => s.leaves(leg, conf))
  else if (what === 'leave slowly') goes(s, told, name, () => s.leaves(leg, conf, { during: () => s.wait(how * 30) }))
  else if (what === 'expel') goes(s, told, name, () => s.expels(leg, conf, { atBye }))
  else if (what === 'expel slowly') goes(s, told, name, () => s.expels(leg, conf, { answerAfterMs: how * 60, atBye }))
  else if (what === 'expel in vain')
    goes(s, told, name, () => s.expels(leg, conf, { status: how > 5 ? 481 : 'none', charge: how % 2 === 0 }))
  else if (what === 'cross') goes(s, told, name, () => s.crosses(leg, conf))
  else if (what === 'reinvite') {
    s.reinvites(leg)
    if (how > 5) beside(s, conf, leg, 'media', 'INVITE')
  } else if (what === 'refer') s.refers(leg, fresh, how > 5 ? 202 : 403)
  else if (what === 'send') {
    const method = ['OPTIONS', 'INFO', 'MESSAGE'][how % 3] ?? 'INFO'
    s.sends(leg, method)
    if (habits.eventForRefusal && method === 'MESSAGE') event(s, conf, leg, method) // LV-09
  } else if (what === 'stray') s.strays(leg, how > 5 ? 'call' : 'tags')
  else if (what === 'resend') s.resends(leg.by === 'user' ? 'INVITE' : '200', leg)
  else if (what === 'fork' && leg.by === 'server') {
    s.forks(leg)
    if (habits.forksCharged && how > 5) for (const method of ['INVITE', 'BYE']) beside(s, conf, leg, 'fork', method)
  } else if (what === 'wait' && habits.byTime && !habits.perLeg) s.acr(conf, { label: 'by time', type: 'interim' })
}

/** LV-03 — two answer within a millisecond or so, and the later one may be charged first. */
function together(s: Story, { conf, within }: Told, [one, two]: readonly [string, string], how: number): void {
  const legs = [s.invites(one, conf), s.invites(two, conf)] as const
  const charge = how > 5 ? { charge: false } : {}
  for (const leg of legs) s.answers(leg, conf, charge)
  if (how > 5)
    for (const leg of [...legs].reverse())
      s.acr(conf, {
        label: 'arrival',
        type: 'interim',
        callId: leg.callId,
        party: leg.user,
        method: 'INVITE',
        count: conf.in.size,
      })
  within.set(one, legs[0]).set(two, legs[1])
}

/** What the server may charge though nobody came or went (LV-08, LV-14). */
function beside(s: Story, conf: Conf, leg: LegLine, label: string, method: string): void {
  s.acr(conf, { label, type: 'interim', callId: leg.callId, party: leg.user, method, count: conf.in.size })
}

function event(s: Story, conf: Conf, leg: LegLine, method = 'INVITE'): void {
  s.acr(conf, {
    label: 'refused',
    type: 'event',
    session: `${conf.session};${leg.callId}`,
    callId: leg.callId,
    party: leg.user,
    method,
  })
}

function nth<V>(of: ReadonlyMap<string, V>, n: number): readonly [string, V] | readonly [undefined, undefined] {
  return [...of][n % Math.max(1, of.size)] ?? [undefined, undefined]
}
