// What becomes of the records of a random history: first the server's habits, which are legal, then what is wrong with them.
import type { AvpInput } from '@ch1/diameter'
import type { Edit } from '../edits'
import type { RecordPlan } from '../record-plan'
import { flagBits, raw } from '../red/row'
import { aor } from '../story-calls'
import type { Fault, Habits, RandomPlan } from './random-plan'
import { NAMES, type Outage } from './random-told'
import type { FormName } from './wrongs'

/** What the teller knows beside the plan. */
export interface Telling {
  readonly habits: Habits
  /** The end of a conference is told by an INTERIM as well, though the profile declares STOP alone. */
  readonly isLastTold: boolean
  readonly outage: Outage
  /** The creator's call, by Session-Id. */
  readonly firstCalls: ReadonlyMap<string, string>
}

/** Record by record in order of their occasions. */
export function editsOf({ faults, forms, trouble }: RandomPlan, telling: Telling): Edit {
  const { habits, outage } = telling
  const last = new Map<string, number>()
  const open = [...forms]
  let count = -1
  return (plan) => {
    count += 1
    const nth = count
    // who comes twice has two records of one label, and what is sent again must name one
    const told = { ...plan, label: `${plan.label}~${nth}` }
    const usual = habit(told, telling, last, nth).map((one) => afterOutage(troubled(one, trouble, nth), outage, habits))
    const faulty = faults.reduce<readonly RecordPlan[]>(
      (plans, fault) => (fault.nth === nth ? plans.flatMap((one, i) => (i > 0 ? [one] : broken(one, fault))) : plans),
      usual,
    )
    const at = open.findIndex(
      (form) =>
        (form.nth <= nth || form.what === 'name of another node') && faulty[0] !== undefined && isFor(form.what, faulty[0]),
    )
    const [form] = at < 0 ? [] : open.splice(at, 1)
    return form === undefined ? faulty : faulty.flatMap((one, i) => (i > 0 ? [one] : FORMED[form.what](one)))
  }
}

const LEG_TYPES: Readonly<Record<string, RecordPlan['type']>> = {
  start: 'start',
  join: 'start',
  arrival: 'start',
  departure: 'stop',
  stop: 'stop',
}

/** The record as a server of these habits sends it: still legal. */
function habit(plan: RecordPlan, telling: Telling, last: Map<string, number>, nth: number): readonly RecordPlan[] {
  const { habits, isLastTold, firstCalls } = telling
  const kind = plan.label.split(/[:~]/)[0] ?? ''
  let own: RecordPlan = { ...plan, answerAfterMs: habits.answerMs }
  if (kind === 'others') return [own] // LV-25
  if (habits.perLeg && kind !== 'refused' && plan.callId !== undefined) {
    own = { ...own, type: LEG_TYPES[kind] ?? plan.type, session: `${plan.session};${plan.callId}` }
    if (own.type !== 'start' && !last.has(own.session)) return [] // LV-10: who was not charged for coming has no session
  }
  if (habits.gaps) own = { ...own, skip: 2 }
  if (habits.firstLegOnly && !habits.perLeg && kind !== 'refused') {
    const { party: _, ...rest } = own
    own = { ...rest, callId: firstCalls.get(plan.session) ?? 'call-1' }
  }
  if (habits.nameless && !habits.perLeg && kind !== 'refused' && kind !== 'start') {
    const { party: _, ...rest } = own
    own = rest
  }
  if (habits.uncounted) {
    const { count: _, ...rest } = own
    own = rest
  }
  if (habits.lines > 1) own = { ...own, conn: 1 + (nth % habits.lines) }
  if (habits.nodes > 1 && own.type !== 'start') own = { ...own, originHost: `im${1 + (nth % habits.nodes)}.im.example` }
  // LV-01 — the 2xx is an output of its own: what it charges by it leaves before
  const aheadMs = habits.ahead && !habits.startAtAck && (kind === 'start' || kind === 'join') ? 90 : 0
  // one behind the other, as the Rf client's queue is
  const atMs = Math.max(own.atMs - aheadMs + habits.laterMs, (last.get(own.session) ?? 0) + 1)
  const both = (habits.last === 'interim-then-stop' || isLastTold) && kind === 'stop' && !habits.perLeg
  last.set(own.session, both ? atMs + 2 : atMs)
  own = { ...own, atMs, ...(habits.clockMs === 0 ? {} : { eventAtMs: atMs + habits.clockMs }) }
  const all = both
    ? [
        { ...own, label: own.label.replace(/^stop/, 'last'), type: 'interim' as const, count: 0 },
        { ...own, atMs: atMs + 2 },
      ]
    : [own]
  return [...all, ...(habits.bothRoles ? ofOtherRole(plan, kind, atMs, last) : [])]
}

/** LV-16 — the participating function of the same box: a session for each user it serves. */
function ofOtherRole(plan: RecordPlan, kind: string, atMs: number, last: Map<string, number>): readonly RecordPlan[] {
  const type = LEG_TYPES[kind]
  const session = `${plan.session};pf;${plan.callId ?? ''}`
  if (type === undefined || plan.callId === undefined || (type === 'stop' && !last.has(session))) return []
  const laterMs = Math.max(atMs + 3, (last.get(session) ?? 0) + 1)
  last.set(session, laterMs)
  const { count: _, ...rest } = plan
  return [{ ...rest, label: `${plan.label}-pf`, type, session, role: 0, atMs: laterMs }]
}

/** A record for which it is too late on the first connection waits for the second. */
function afterOutage(plan: RecordPlan, { fromMs, toMs }: Outage, { tAfterLoss }: Habits): RecordPlan {
  if ((plan.conn ?? 1) !== 1 || plan.atMs + (plan.answerAfterMs ?? 1) < fromMs) return plan
  // LV-18 — behind a connection that broke T does not tell that it was sent before
  const isMarked = tAfterLoss && plan.atMs < toMs && plan.type !== 'event'
  return { ...plan, conn: 2, atMs: Math.max(plan.atMs, toMs), ...(isMarked ? { t: true } : {}) }
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
    copied: () => [plan, { ...again, again: plan.label, newEndToEnd: true, atMs: plan.atMs + 100 + ms }],
    'copied unanswered': () => [
      { ...plan, answer: 'none' },
      { ...again, again: plan.label, newEndToEnd: true, atMs: plan.atMs + 1000 },
    ],
  }
  return FAULTY[what]()
}

/** Can this record be written so? */
function isFor(what: FormName, { type }: RecordPlan): boolean {
  if (what === 'cause in INTERIM') return type === 'interim'
  return what === 'name of another node' ? type === 'start' : true
}

const FORMED: Readonly<Record<FormName, (plan: RecordPlan) => readonly RecordPlan[]>> = {
  'other application': (plan) => [{ ...plan, without: ['Acct-Application-Id'], avps: [raw(259, [0, 0, 0, 4])] }],
  'other context': (plan) => [{ ...plan, without: ['Service-Context-Id'], avps: [raw(461, octetsOf('32270@3gpp.org'))] }],
  'group without M': (plan) => [
    { ...plan, serviceInformation: { code: 873, vendorId: 10415, flags: 0x80, data: new Uint8Array() } },
  ],
  'two nodes': (plan) => [{ ...plan, ims: [['Node-Functionality', 6]] }],
  'strange node': (plan) => [{ ...plan, serviceInformation: informationOf(plan, [['Node-Functionality', 0]]) }],
  'role of an MRFC': (plan) => [
    {
      ...plan,
      serviceInformation: informationOf(plan, [
        ['Node-Functionality', 3],
        ['Role-Of-Node', 1],
      ]),
    },
  ],
  'short data': (plan) => [{ ...plan, avps: [raw(278, [1, 2, 3])] }],
  'AVP too long': (plan) => [{ ...plan, avps: [raw(278, [0, 0, 0, 1])], patch: (bytes) => void (bytes[bytes.length - 5] = 40) }],
  'reserved bit': (plan) => [{ ...plan, avps: [raw(278, [0, 0, 0, 1], 0x48)] }],
  'unused AVP': (plan) => [{ ...plan, avps: [['Accounting-Sub-Session-Id', 1n]] }],
  'identity without kind': (plan) => [
    {
      ...plan,
      serviceInformation: informationOf(
        plan,
        [['Node-Functionality', 6]],
        [['Subscription-Id-Data', plan.party ?? 'sip:nobody']],
      ),
    },
  ],
  'cause in INTERIM': (plan) => [{ ...plan, ims: [['Cause-Code', 0]] }],
  'time falls': (plan) => [{ ...plan, eventAtMs: -3_600_000 }],
  'name of another node': (plan) => [{ ...plan, originHost: 'im7.im.example' }],
  renamed: (plan) => [{ ...plan, answer: 'none' }, sentAgain(plan, 1000, { t: true, newEndToEnd: true })],
  'T behind an error': (plan) => [{ ...plan, answer: 3004 }, sentAgain(plan, 1500, { t: true })],
  'though answered': (plan) => [{ ...plan, answer: 2001 }, sentAgain(plan, 1500, { t: true })],
  'though refused': (plan) => [{ ...plan, answer: 5012 }, sentAgain(plan, 1500, {})],
}

function sentAgain(plan: RecordPlan, afterMs: number, o: Partial<RecordPlan>): RecordPlan {
  return { ...plan, label: 'again', again: plan.label, atMs: plan.atMs + afterMs, answer: 2001, ...o }
}

/** The names of a record in a Service-Information of another make. */
function informationOf(plan: RecordPlan, node: readonly AvpInput[], subscription?: readonly AvpInput[]): AvpInput {
  return [
    'Service-Information',
    [
      ...(subscription === undefined ? [] : [['Subscription-Id', subscription] as const]),
      [
        'IMS-Information',
        [
          ...(plan.method === undefined ? [] : [['Event-Type', [['SIP-Method', plan.method]]] as const]),
          ...node,
          ...(plan.callId === undefined ? [] : [['User-Session-Id', plan.callId] as const]),
          ...(plan.party === undefined ? [] : [['Calling-Party-Address', plan.party] as const]),
        ],
      ],
    ],
  ]
}

function octetsOf(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)]
}
