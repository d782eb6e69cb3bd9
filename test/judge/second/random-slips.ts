// The scenes of a random history in which the server charges what it must not, or does not charge what it must.
import type { RecordType } from '../../../judge/history/events'
import type { RecordPlan } from '../record-plan'
import type { LegLine } from '../sip-lines'
import type { Story } from '../story'
import { aor, type Conf } from '../story-calls'
import type { Habits, RandomPlan, Slip } from './random-plan'
import type { Outage, Told } from './random-told'
import type { SlipName } from './wrongs'

/** What a slip needs of the server's habits, that it is one at all. */
const NEEDED: Readonly<Partial<Record<SlipName, Partial<Habits>>>> = {
  'event for refusal': { eventForRefusal: false, declares: true },
  'expelled early': { departAtBye: false, declares: true, perLeg: false },
  'joins early': { startAtAck: true, join: true, declares: true, perLeg: false },
  'last INTERIM': { last: 'stop', declares: true, perLeg: false },
  'declared otherwise': { join: false, declares: true, perLeg: false },
  'joins uncharged': { join: true, declares: true },
  'lost in an outage': { declares: true, lines: 1 },
  'other request': { byTime: false },
}

/** The habits of a plan, such that its slips are slips. */
export function habitsOf({ habits, slips }: RandomPlan): Habits {
  return slips.reduce<Habits>((all, { what }) => ({ ...all, ...NEEDED[what] }), habits)
}

interface Scene {
  readonly s: Story
  readonly told: Told
  readonly conf: Conf
  /** Who is not in yet. */
  readonly fresh: string
  readonly ms: number
  readonly outage: Outage
}

/** Tells the scene in a conference that somebody is in. */
export function slips(s: Story, told: Told, { what, at, ms }: Slip, outage: Outage): void {
  scenes[what]({
    s,
    told,
    conf: told.conf,
    fresh: `zed${at}${what.replaceAll(' ', '')}-${told.letter}`.toLowerCase(),
    ms,
    outage,
  })
  s.wait(60)
}

type Extra = Partial<RecordPlan> & { readonly type?: RecordType }

/** The record that must not be. */
function wrong({ s, conf }: Scene, leg: LegLine, method: string, o: Extra = {}): void {
  s.acr(conf, { label: 'slip', type: 'interim', callId: leg.callId, party: leg.user, method, count: conf.in.size, ...o })
}

function brings(scene: Scene, o: { readonly charge?: boolean } = {}): LegLine {
  const { s, conf, told, fresh } = scene
  const leg = s.brings(fresh, conf, o)
  told.within.set(fresh, leg)
  return leg
}

function goes({ told, fresh }: Scene, leg: LegLine, how: () => void): void {
  told.within.delete(fresh)
  how()
  told.gone.push(leg)
}

/** An invitation that comes to nothing, so and so. */
function refused(status: number, o: { readonly cancel?: boolean; readonly refer?: boolean; readonly record?: Extra } = {}) {
  return (scene: Scene): void => {
    const { s, conf, fresh, told } = scene
    const referrer = [...told.within.values()][0]
    if (o.refer === true && referrer) s.refers(referrer, fresh).wait(20)
    const leg = s.invites(fresh, conf)
    s.wait(40)
    if (o.cancel === true) s.cancels(leg)
    s.refuses(leg, status).wait(10)
    wrong(scene, leg, 'INVITE', o.record)
  }
}

/** Something of one who is in, that is nobody's coming or going. */
function beside(
  happens: (s: Story, leg: LegLine) => void,
  method: string,
  types: readonly RecordType[] = ['interim'],
): (scene: Scene) => void {
  return (scene) => {
    const leg = brings(scene)
    scene.s.wait(150)
    happens(scene.s, leg)
    scene.s.wait(10)
    for (const type of types) wrong(scene, leg, method, { type })
  }
}

/** It rings; the record comes; then the user answers, or does not. */
function ringing(o: { readonly refer?: boolean; readonly refuses?: boolean; readonly silent?: boolean }) {
  return (scene: Scene): void => {
    const { s, conf, fresh, told, ms } = scene
    const referrer = [...told.within.values()][0]
    if (o.refer === true && referrer) s.refers(referrer, fresh).wait(20)
    const leg = s.invites(fresh, conf, o.silent === true ? { ring: false, sent: 4 } : {})
    s.wait(20)
    wrong(scene, leg, 'INVITE')
    s.wait(250 + ms)
    if (o.silent === true) return
    if (o.refuses === true) s.refuses(leg)
    else told.within.set(fresh, s.answers(leg, conf, { charge: false }))
  }
}

const scenes: Readonly<Record<SlipName, (scene: Scene) => void>> = {
  rings: ringing({}),
  'rings in vain': ringing({ refuses: true }),
  'rings unanswered': ringing({ silent: true }),
  refers: ringing({ refer: true }),
  'refer refused': (scene) => {
    const referrer = [...scene.told.within.values()][0]
    if (!referrer) return
    scene.s.refers(referrer, scene.fresh, 403).wait(20)
    scene.s.acr(scene.conf, { label: 'slip', type: 'interim', party: aor(scene.fresh), method: 'INVITE' })
  },
  'refused refer': refused(603, { refer: true }),
  challenged: refused(407),
  failed: refused(503),
  redirected: refused(302),
  moved: refused(301),
  busy: refused(486),
  'not available': refused(480),
  cancelled: refused(487, { cancel: true }),
  'event for refusal': refused(486, { record: { type: 'event' } }),
  'resent 200': beside((s, leg) => s.resends('200', leg), 'INVITE'),
  'resent INVITE': (scene) => {
    const { s, conf, told, fresh } = scene
    const leg = s.joins(fresh, conf, { charge: false })
    told.within.set(fresh, leg)
    s.wait(150).resends('INVITE', leg).wait(10)
    wrong(scene, leg, 'INVITE')
    wrong(scene, leg, 'INVITE')
  },
  'resent BYE': (scene) => {
    const leg = brings(scene)
    goes(scene, leg, () => scene.s.leaves(leg, scene.conf))
    scene.s.wait(150).resends('BYE', leg).wait(10)
    wrong(scene, leg, 'BYE')
  },
  'expelled early': (scene) => {
    const leg = brings(scene)
    const { s, conf, ms } = scene
    s.wait(150)
    wrong(scene, leg, 'BYE', { atMs: s.nowMs + 8 })
    goes(scene, leg, () => s.expels(leg, conf, { charge: false, answerAfterMs: 300 + ms }))
  },
  'refused joiner': (scene) => {
    const leg = scene.s.turnsAway(scene.fresh, scene.conf.focus)
    scene.s.wait(10)
    wrong(scene, leg, 'INVITE')
  },
  'media twice': beside((s, leg) => s.reinvites(leg), 'INVITE', ['interim', 'interim']),
  'media START': beside((s, leg) => s.reinvites(leg), 'INVITE', ['start']),
  'refused creation': (scene) => {
    const leg = scene.s.turnsAway(scene.fresh)
    scene.s.wait(10)
    wrong(scene, leg, 'INVITE', { type: 'start', session: `${scene.conf.session};77` })
  },
  'other request': beside((s, leg) => s.sends(leg, 'INFO'), 'INFO'),
  'stray BYE': beside((s, leg) => s.strays(leg, 'call'), 'BYE'),
  'wrong tags': beside((s, leg) => s.strays(leg, 'tags'), 'BYE'),
  'joins early': (scene) => {
    const { s, conf, told, fresh, ms } = scene
    const leg = s.joins(fresh, conf, { charge: false, ackAfterMs: 300 + ms })
    told.within.set(fresh, leg)
    wrong(scene, leg, 'INVITE', { atMs: s.nowMs - 280 - ms })
  },
  'last INTERIM': () => undefined, // of every end: the teller sees to it
  'leaves twice': (scene) => {
    const leg = brings(scene)
    scene.s.wait(100)
    goes(scene, leg, () => scene.s.leaves(leg, scene.conf))
    wrong(scene, leg, 'BYE')
  },
  'declared otherwise': ({ s, conf, told, fresh }) => void told.within.set(fresh, s.joins(fresh, conf)),
  'returns uncharged': (scene) => {
    const leg = brings(scene)
    scene.s.wait(100)
    goes(scene, leg, () => scene.s.leaves(leg, scene.conf))
    scene.s.wait(200)
    brings(scene, { charge: false })
  },
  'arrives uncharged': (scene) => void brings(scene, { charge: false }),
  'joins uncharged': ({ s, conf, told, fresh }) => void told.within.set(fresh, s.joins(fresh, conf, { charge: false })),
  'leaves uncharged': (scene) => {
    const leg = brings(scene)
    scene.s.wait(100)
    goes(scene, leg, () => scene.s.leaves(leg, scene.conf, { charge: false }))
  },
  'expelled uncharged': (scene) => {
    const leg = brings(scene)
    scene.s.wait(100)
    goes(scene, leg, () => scene.s.expels(leg, scene.conf, { charge: false }))
  },
  'creator leaves uncharged': (scene) => {
    const { s, conf, told, letter } = { ...scene, letter: scene.told.letter }
    const name = `alice-${letter}`
    const leg = told.within.get(name)
    if (!leg) return
    brings(scene)
    s.wait(100)
    told.within.delete(name)
    s.leaves(leg, conf, { charge: false })
    told.gone.push(leg)
  },
  'lost in an outage': (scene) => {
    const { s, outage } = scene
    if (outage.fromMs < Infinity) return
    outage.fromMs = s.wait(300).peer('closed', 1).nowMs
    s.wait(50)
    brings(scene, { charge: false })
    outage.toMs = s.wait(150).peer('open', 2).wait(20).nowMs
    s.via = { conn: 2 }
  },
  mixed: (scene) => {
    const { s, told } = scene
    const leg = s.brings(scene.fresh, scene.conf, { charge: false })
    told.within.set(scene.fresh, leg)
    wrong(scene, leg, 'INVITE', { session: 'im1.im.example;1;2' })
  },
}
