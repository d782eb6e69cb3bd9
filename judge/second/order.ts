// Within one accounting session: START first, numbers unique and growing, nothing after STOP, what is sent again is what was sent.
import type { Opinion } from './opinion'
import type { RecordSeen, Sending } from './records-seen'
import type { Surroundings } from './surroundings'

type Check = (session: string, records: readonly RecordSeen[], around: Surroundings) => Opinion

const opinion = (
  matter: Opinion['matter'],
  about: string,
  bad: readonly RecordSeen[],
  unclear: boolean,
  facts: string,
): Opinion => ({
  matter,
  word: bad.length > 0 ? 'broken' : unclear ? 'cannot say' : 'ok',
  about,
  events: bad.map((record) => record.first.n),
  facts:
    bad.length > 0
      ? `${facts}: ${bad.map(nameOf).join(', ')}`
      : unclear
        ? 'over several connections, too close to tell'
        : 'all in order',
})

export function nameOf({ type, number, first }: RecordSeen): string {
  return `${type?.toUpperCase() ?? 'record'} ${number ?? '?'} (event ${first.n})`
}

// RFC 6733 §9.8.3 — (Session-Id, number) is unique. Growing: by the order of sending over one connection (LV-20)
export const numbers: Check = (session, records) => {
  const bad = records.filter((record, i) => {
    const { number, first } = record
    if (number === undefined) return false
    const before = records.slice(0, i)
    return before.some((other) => other.number === number || (other.first.line === first.line && (other.number ?? -1) > number))
  })
  return opinion('numbers', session, bad, false, 'a number used before, or below one before it on the same connection')
}

// RFC 6733 §9.5 — STOP ends the session. Over another connection nobody knows which was sent first, or how long one was kept (LV-20)
export const afterStop: Check = (session, records, { grainUs }) => {
  const stop = records.find((record) => record.type === 'stop')
  if (stop === undefined) return opinion('after-stop', session, [], false, '')
  const isLater = ({ first }: RecordSeen): boolean =>
    first.line === stop.first.line ? first.n > stop.first.n : first.atUs > stop.first.atUs
  const later = records.filter(isLater)
  const isHigher = ({ number }: RecordSeen): boolean => number !== undefined && stop.number !== undefined && number > stop.number
  const bad = later.filter((record) => record.first.line === stop.first.line)
  const close = later.some(
    (record) => !bad.includes(record) && (isHigher(record) || record.first.atUs <= stop.first.atUs + grainUs),
  )
  return opinion('after-stop', session, bad, close, 'behind the STOP')
}

// RFC 6733 §8.2, §9.5 — a session opens with START. Only asked of what came over the connection of the START
export const startFirst: Check = (session, all, { grainUs }) => {
  const records = all.filter((record) => record.type !== 'event')
  const start = records.find((record) => record.type === 'start')
  if (start === undefined) return opinion('start-first', session, [], records.length > 0, '')
  const before = records.filter((record) => record.first.atUs < start.first.atUs && (record.number ?? -1) < (start.number ?? 0))
  const bad = before.filter((record) => record.first.line === start.first.line && record.first.atUs < start.first.atUs - grainUs)
  return opinion('start-first', session, bad, before.length > bad.length, 'before the START')
}

// P-NUM from-0-by-1, RFC 6733 §9.8.3: a SHOULD where it is not declared
export const consecutive: Check = (session, records, { profile, isBlurred }) => {
  const told = records.flatMap((record) => (record.number === undefined ? [] : [record.number])).sort((a, b) => a - b)
  const isDeclared = profile.choices['P-NUM'] === 'from-0-by-1'
  const gap = told.findIndex((number, i) => number !== i)
  const isQuiet = !isBlurred({ fromUs: records[0]?.first.atUs ?? 0, toUs: records.at(-1)?.first.atUs ?? 0 })
  const word = gap < 0 ? 'ok' : isDeclared && isQuiet ? 'broken' : 'cannot say'
  const facts = gap < 0 ? `0 to ${told.length - 1}` : `number ${told[gap] ?? '?'} where ${gap} belongs`
  return { matter: 'consecutive', word, about: session, events: records.map((record) => record.first.n), facts }
}

// RFC 6733 §9.4, §3 — T and all it said when there was no answer; no T after an error; nothing after a success
export const resends: Check = (session, records, around) => {
  const unclear: RecordSeen[] = []
  const bad = records.filter((record) => {
    const faults = record.sendings.slice(1).map((again, i) => resendFault(record.sendings.slice(0, i + 1), again, around))
    if (faults.includes('perhaps')) unclear.push(record)
    return faults.includes('yes')
  })
  return opinion('resend', session, bad, unclear.length > 0, 'sent again otherwise than it was sent, or without need')
}

function resendFault(
  before: readonly Sending[],
  again: Sending,
  { profile, grainUs, isBlurred }: Surroundings,
): 'yes' | 'no' | 'perhaps' {
  const [first] = before
  const answered = before.flatMap(({ answer }) => (answer === undefined || answer.atUs > again.atUs ? [] : [answer]))
  if (first === undefined) return 'no'
  // an agent, or a connection that broke, may have sent it again (LV-18, LV-20)
  const isTroubled = profile.topology.ch1 === 'agent' || isBlurred({ fromUs: first.atUs, toUs: again.atUs })
  const isUnlike =
    again.number !== first.number ||
    again.content !== first.content ||
    (again.endToEnd !== first.endToEnd && answered.length === 0 && again.line === first.line)
  if (isUnlike) return again.resent ? 'yes' : 'perhaps'
  const success = answered.find(({ result, matches }) => matches && Math.floor(result / 1000) === 2)
  if (success !== undefined && success.atUs < again.atUs - grainUs) return isTroubled ? 'perhaps' : 'yes'
  if (success !== undefined) return 'perhaps'
  if (answered.length === 0) return again.resent ? 'no' : isTroubled ? 'perhaps' : 'yes'
  return 'no'
}

// RFC 6733 §3, LV-18 — T on what was never sent before: a direct connection, none ever lost, nothing waiting for its answer
export const firstT: Check = (session, records, around) => {
  const marked = records.filter(({ first }) => first.resent)
  const { profile, isTroubledBefore, isWaitingAt } = around
  // of a session that we did not see opened, by a record that tells for whom, we do not know what was sent before
  const [opening] = records
  const isNamed = opening !== undefined && opening.callIds.length + opening.icids.length + opening.parties.size > 0
  const isKnown = isNamed && opening.type === 'start'
  const isCalm = ({ first }: RecordSeen): boolean =>
    profile.topology.ch1 === 'direct' &&
    first.line === opening?.first.line && // LV-20
    !isTroubledBefore(first.atUs) &&
    !isWaitingAt(first.atUs, first.n)
  const bad = isKnown ? marked.filter(isCalm) : []
  return opinion('first-t', session, bad, marked.length > bad.length, 'T on a first sending')
}

export const header: Check = (session, records) => ofForm('header', session, records, 'RFC 6733 §3', (one) => one.header)
export const mandatory: Check = (session, records) =>
  ofForm('mandatory', session, records, 'TS 32.299 §6.2.2', (one) => one.mandatory)

function ofForm(
  matter: Opinion['matter'],
  session: string,
  records: readonly RecordSeen[],
  clause: string,
  faultOf: (one: Sending) => string,
): Opinion {
  const bad = records.flatMap(({ sendings }) => sendings.filter((one) => faultOf(one) !== ''))
  return {
    matter,
    word: bad.length > 0 ? 'broken' : 'ok',
    about: session,
    events: bad.map(({ n }) => n),
    facts: bad.length > 0 ? `${clause}: ${bad.map((one) => `event ${one.n}: ${faultOf(one)}`).join('; ')}` : 'well formed',
  }
}

// 3GPP TS 32.299 §7.1.8, TP_SEQ_009 — an observation: it fails nobody
export const timeOrder: Check = (session, records) => {
  const told = records.filter((record) => record.atMs !== undefined && record.number !== undefined)
  const ordered = [...told].sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
  const bad = ordered.filter((record, i) => i > 0 && (record.atMs ?? 0) < (ordered[i - 1]?.atMs ?? 0))
  return opinion('time-order', session, bad, false, 'an Event-Timestamp below the one before')
}

export const sessionChecks: readonly Check[] = [
  ...[numbers, afterStop, startFirst, consecutive, resends],
  ...[firstT, header, mandatory, timeOrder],
]
