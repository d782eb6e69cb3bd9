// What a good server may choose, what its records say then, and what a profile says of it.
import fc from 'fast-check'
import type { Profile } from '../../judge/profile/schema'
import { unknown } from './legal-checks'
import type { RecordPlan } from './record-plan'
import type { StoryOptions } from './story-options'

/** What a server may choose, and how the profile speaks of it. */
export interface Ways {
  readonly last: 'stop' | 'interim-then-stop'
  readonly names: 'trigger' | 'first' | 'first, with the party' | 'none'
  readonly count: 'users' | 'with the focus' | 'none'
  readonly method: boolean
  readonly join: boolean
  /** LV-06, LV-07 — START and joins are charged at the ACK, expulsions at the BYE. */
  readonly point: 'early' | 'other'
  /** LV-16 — the same box reports as participating function too. */
  readonly both: boolean
  /** LV-17 */
  readonly numbers: 'from 0 by 1' | 'growing'
  readonly declared: boolean
}

export const ways: fc.Arbitrary<Ways> = fc.record({
  last: fc.constantFrom('stop', 'interim-then-stop'),
  names: fc.constantFrom('trigger', 'trigger', 'first', 'first, with the party', 'none'),
  count: fc.constantFrom('users', 'with the focus', 'none'),
  method: fc.boolean(),
  join: fc.boolean(),
  point: fc.constantFrom('early', 'other'),
  both: fc.boolean(),
  numbers: fc.constantFrom('from 0 by 1', 'growing'),
  declared: fc.boolean(),
})

/** The profile that declares this, or knows nothing of it. */
export function saidOf({ last, count, join, point, numbers, declared, method, names }: Ways): StoryOptions {
  const said: Partial<Profile['choices']> = {
    'P-LAST': last,
    'P-JOIN': join ? 'charged' : 'not-charged',
    'P-FOCUS': count === 'with the focus' ? 'included' : 'excluded',
    'P-LEG': names.startsWith('first') ? 'initial-leg' : names === 'none' ? 'unknown' : 'trigger-leg',
    'P-NUM': numbers === 'growing' ? 'growing' : 'from-0-by-1',
    ...(point === 'other' && ({ 'P-START': 'ack', 'P-ARR-POINT': 'ack', 'P-DEP-POINT': 'bye' } as const)),
  }
  const claim = (has: boolean): 'yes' | 'no' | 'unknown' => (declared ? (has ? 'yes' : 'no') : 'unknown')
  return {
    choices: declared ? said : { ...unknown, 'P-GRAN': 'unknown', 'P-ARR-POINT': 'unknown' },
    pics: {
      'Number-Of-Participants': claim(count !== 'none'),
      'SIP-Method': claim(method),
      'User-Session-Id': claim(names !== 'none'),
      'IMS-Charging-Identifier': claim(names !== 'none'),
    },
  }
}

/** What this server's record says. */
export function chargedSo(plan: RecordPlan, { last, names, count, method, both, numbers }: Ways): readonly RecordPlan[] {
  const { count: told, method: of, party, callId, ...rest } = plan
  const asNamed =
    names === 'trigger'
      ? { ...(callId !== undefined && { callId }), ...(party !== undefined && { party }) }
      : names === 'none'
        ? { ...(party !== undefined && { party }) }
        : { callId: 'call-1', party: names === 'first' ? 'sip:alice@home.example' : (party ?? '') }
  const record: RecordPlan = {
    ...rest,
    ...asNamed,
    eventAtMs: plan.atMs,
    ...(method && of !== undefined && { method: of }),
    ...(numbers === 'growing' && { skip: plan.type === 'start' ? 5 : 2 }),
    ...(told !== undefined && count !== 'none' && { count: told + (count === 'with the focus' ? 1 : 0) }),
  }
  const beside = both ? [servedToo(plan)] : []
  if (plan.type !== 'stop' || last === 'stop') return [record, ...beside]
  const left = {
    ...record,
    label: 'last',
    type: 'interim' as const,
    ...(count !== 'none' && { count: count === 'users' ? 0 : 1 }),
  }
  return [left, { ...record, atMs: record.atMs + 1000, eventAtMs: record.atMs + 1000 }, ...beside]
}

/** The record of the participating function in the same box: START as its user comes, STOP as it goes. */
function servedToo({ count: _, ...plan }: RecordPlan): RecordPlan {
  const comes = /^(start|arrival|join)/.test(plan.label)
  return {
    ...plan,
    ...{ label: `served:${plan.label}`, type: comes ? 'start' : 'stop', role: 0 as const, eventAtMs: plan.atMs },
    session: `${plan.session};served;${plan.callId ?? ''}`,
  }
}
