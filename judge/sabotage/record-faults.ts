// A fault for each rule that looks at one record: which record, and what is done to it.
import { avpsAt, type Avp, type AvpInput, type DiameterMessage } from '@ch1/diameter/codec'
import type { RecordType } from '../history/events'
import { membersOf, rawOf, TYPE_NUMBER, u32, utf8, withAvps, withData, type Acr, type Member } from './acr'
import type { Cut } from './cut'
import type { Dated } from './rewrite'
import { eachResend, turnedBits } from './delivery-faults'
import { copied, edited, editedAnswer, ownAcrs, sabotaged, type Changes, type Sabotage } from './sabotage'

/** The sabotages of a cut that break one rule's premise. */
export type CutSaboteur = (cut: Cut) => Iterable<Sabotage>

const SERVICE = ['Service-Information'] as const
const IMS = [...SERVICE, 'IMS-Information'] as const
/** RFC 6733 §3 — the command flags. */
const P = 0x40
const T = 0x10

/** Each record of one of these types is edited, one at a time. */
function each(
  types: readonly RecordType[],
  what: string,
  edit: (message: DiameterMessage, acr: Acr) => Uint8Array,
  more: Omit<Changes, 'replace'> = {},
): CutSaboteur {
  return function* (cut) {
    for (const acr of ownAcrs(cut))
      if (acr.type && types.includes(acr.type))
        yield sabotaged(cut, `${what}, in ${acr.type.toUpperCase()}`, {
          ...more,
          replace: edited(acr, (message) => edit(message, acr)),
        })
  }
}

const ANY: readonly RecordType[] = ['interim', 'stop', 'start']

function added(path: readonly string[], ...members: readonly Member[]): (message: DiameterMessage) => Uint8Array {
  return (message) => withAvps(message, path, (avps) => [...avps.map(rawOf), ...members])
}

function without(path: readonly string[], name: string): (message: DiameterMessage) => Uint8Array {
  return (message) => withAvps(message, path, (avps) => avps.filter((avp) => avp.name !== name).map(rawOf))
}

function flipped(at: number, mask: number): (message: DiameterMessage) => Uint8Array {
  return ({ bytes }) => {
    const copy = Uint8Array.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ mask
    return copy
  }
}

function raw(code: number, data: Uint8Array, flags = P): AvpInput {
  return { code, vendorId: 0, flags, data }
}

/** These records and their answers under another Session-Id. */
function renamedSession(of: readonly Acr[], session: string): ReadonlyMap<number, Dated> {
  const rename = (one: DiameterMessage): Uint8Array => withData(one, 'Session-Id', () => utf8(session))
  return new Map(of.flatMap((acr) => [...edited(acr, rename), ...editedAnswer(acr, rename)]))
}

/** The answer to the record before this one leaves only behind it. */
function answeredLate(type: RecordType): CutSaboteur {
  return function* (cut) {
    const acrs = ownAcrs(cut)
    for (const acr of acrs) {
      const before = acrs.findLast((one) => one.session === acr.session && one.event.n < acr.event.n)
      if (acr.type !== type || !before?.answer) continue
      const { answer } = before
      yield sabotaged(cut, `the answer to the record before ${type.toUpperCase()} waits until it is there`, {
        replace: new Map([[answer.n, { ...answer, atUs: acr.event.atUs + 500 }]]),
      })
    }
  }
}

/** LV-15 — a record of a session that its START opened; where each served user has one, that is its STOP. */
function* ofOwnSession(cut: Cut): Iterable<Sabotage> {
  for (const type of ['interim', 'stop'] as const)
    for (const acr of ownAcrs(cut))
      if (acr.type === type)
        yield sabotaged(cut, `${type === 'stop' ? 'a STOP' : 'an INTERIM'} under a Session-Id of its own`, {
          replace: renamedSession([acr], `${acr.session};other`),
        })
}

/** By the id of the rule. */
export const recordFaults: Readonly<Record<string, CutSaboteur>> = {
  'acr-header': each(ANY, 'the P bit cleared', flipped(4, P)),
  'acr-mandatory-avps': each(ANY, 'Destination-Realm taken out', without([], 'Destination-Realm')),
  't-flag-on-first-send': each(ANY, 'the T bit set', flipped(4, T)),
  'acct-application-id': each(ANY, 'Acct-Application-Id 4', (message) => withData(message, 'Acct-Application-Id', () => u32(4))),
  'service-context-id': each(ANY, 'the context of multimedia messaging', (message) =>
    withData(message, 'Service-Context-Id', () => utf8('32270@3gpp.org')),
  ),
  'service-information-bits': each(ANY, 'the M bit of Service-Information cleared', (message) =>
    withAvps(message, [], (avps) =>
      avps.map((avp) => (avp.name === 'Service-Information' ? { ...(rawOf(avp) as object), flags: 0x80 } : rawOf(avp)) as Member),
    ),
  ),
  'node-functionality-present': each(ANY, 'Node-Functionality taken out', without(IMS, 'Node-Functionality')),
  'node-functionality-value': each(ANY, 'Node-Functionality S-CSCF', (message) =>
    withData(message, 'Node-Functionality', () => u32(0)),
  ),
  'role-of-node-of-mrfc': each(ANY, 'an MRFC with a Role-Of-Node', (message) =>
    withAvps(message, IMS, (avps) => [
      ...avps.filter(({ name }) => name !== 'Node-Functionality' && name !== 'Role-Of-Node').map(rawOf),
      ['Node-Functionality', 3],
      ['Role-Of-Node', 1],
    ]),
  ),
  'avp-data': each(ANY, 'an Origin-State-Id of three octets', added([], raw(278, Uint8Array.of(1, 2, 3)))),
  'avp-alignment': each(ANY, 'an AVP longer than its message', (message) => {
    const bytes = added([], raw(278, u32(1)))(message)
    bytes[bytes.length - 5] = 40 // the low octet of its length
    return bytes
  }),
  'avp-bits': each(ANY, 'a reserved AVP bit set', added([], raw(278, u32(1), 0x48))),
  'unused-avps': each(ANY, 'an Accounting-Sub-Session-Id put in', added([], ['Accounting-Sub-Session-Id', 1n])),
  'subscription-id-members': each(ANY, 'a Subscription-Id without its kind', (message) =>
    withAvps(message, ['Service-Information'], (avps) =>
      avps.map((avp) =>
        avp.name === 'Subscription-Id'
          ? [
              avp.name,
              membersOf(avp)
                .filter(({ name }) => name !== 'Subscription-Id-Type')
                .map(rawOf),
            ]
          : rawOf(avp),
      ),
    ),
  ),
  'im-information-members': function* (cut) {
    const put = added([...SERVICE, 'IM-Information'], ['Interface-Id', 'chat'])
    for (const acr of ownAcrs(cut))
      if (avpsAt(acr.message, 'Service-Information/IM-Information').length > 0)
        yield sabotaged(cut, 'an Interface-Id among the counters of messages', { replace: edited(acr, put) })
  },
  'cause-in-interim': each(['interim'], 'a Cause-Code put in', added(IMS, ['Cause-Code', 0])),
  'event-timestamps-fall': each(ANY, 'Event-Timestamp an hour back', (message) =>
    withData(message, 'Event-Timestamp', (avp) => u32(octets(avp) - 3600)),
  ),
  'session-id-constant': ofOwnSession,
  'served-session-id': ofOwnSession,
  // 3GPP TS 32.299 §7.2.145 — 1 is the controlling function
  'served-role': each(ANY, 'PoC-Server-Role of the controlling function', (message) =>
    withAvps(message, ['Service-Information', 'PoC-Information'], (avps) => [
      ...avps.filter(({ name }) => name !== 'PoC-Server-Role').map(rawOf),
      ['PoC-Server-Role', 1],
    ]),
  ),
  'session-id-origin': function* (cut) {
    const acrs = ownAcrs(cut)
    for (const session of new Set(acrs.map((acr) => acr.session)))
      yield sabotaged(cut, 'a session named after another node', {
        replace: renamedSession(
          acrs.filter((acr) => acr.session === session),
          `of-another-node.${session}`,
        ),
      })
  },
  'conferences-mixed': function* (cut) {
    const acrs = ownAcrs(cut)
    for (const acr of acrs) {
      const other = acrs.find(
        (one) => one.session !== acr.session && one.event.n < acr.event.n && isOpenAt(acrs, one.session, acr),
      )
      if (acr.type === 'interim' && other)
        yield sabotaged(cut, 'an INTERIM under the Session-Id of another conference', {
          replace: renamedSession([acr], other.session),
        })
    }
  },
  'record-after-stop': function* (cut) {
    const acrs = ownAcrs(cut)
    for (const stop of acrs) {
      const interim = acrs.find((one) => one.type === 'interim' && one.session === stop.session)
      if (stop.type === 'stop' && interim)
        yield sabotaged(cut, 'an INTERIM put in behind the STOP', {
          add: copied(interim, (stop.answer ?? stop.event).atUs + 200),
        })
    }
  },
  'record-number-unique-growing': function* (cut) {
    const acrs = ownAcrs(cut)
    for (const acr of acrs) {
      const before = acrs.findLast((one) => one.session === acr.session && one.event.n < acr.event.n)
      const [number] = before ? avpsAt(before.message, 'Accounting-Record-Number') : []
      if (acr.type === 'interim' && number)
        yield sabotaged(cut, 'an INTERIM with the number of the record before it', {
          replace: edited(acr, (message) => withData(message, 'Accounting-Record-Number', () => number.data)),
          numbersStay: true,
        })
    }
  },
  'resend-without-t': eachResend('the T bit of a resend turned', turnedBits(4)),
  // RFC 6733 §3 — the End-to-End Identifier
  'resend-renamed': eachResend('the End-to-End identifier of a resend changed', turnedBits(16, 0x40)),
  't-flag-after-error': eachResend('the T bit of a resend turned', turnedBits(4)),
  'one-outstanding': answeredLate('interim'),
  'stop-while-pending': answeredLate('stop'),
}

/** A record and its answer with another type. */
export function retyped(acr: Acr, type: RecordType): ReadonlyMap<number, Dated> {
  const retype = (message: DiameterMessage): Uint8Array =>
    withData(message, 'Accounting-Record-Type', () => u32(TYPE_NUMBER[type]))
  return new Map([...edited(acr, retype), ...editedAnswer(acr, retype)])
}

function isOpenAt(acrs: readonly Acr[], session: string, { event }: Acr): boolean {
  return !acrs.some((one) => one.session === session && one.type === 'stop' && one.event.n < event.n)
}

function octets({ data }: Avp): number {
  return data.reduce((sum, octet) => sum * 256 + octet, 0)
}
