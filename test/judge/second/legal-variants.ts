// In which random histories each legal variant (spec/legal-variants.md) is; of the others, why in none.
import type { RandomPlan } from './random-plan'
import { habitsOf } from './random-slips'

type Is = (plan: RandomPlan) => boolean
const act =
  (...what: readonly RandomPlan['acts'][number]['what'][]): Is =>
  ({ acts }) =>
    acts.some((one) => what.includes(one.what))
const habit =
  (is: (habits: RandomPlan['habits']) => boolean): Is =>
  (plan) =>
    is(habitsOf(plan))
const trouble =
  (what: RandomPlan['trouble']['what']): Is =>
  (plan) =>
    plan.trouble.what === what

export const variants: Readonly<Record<string, Is>> = {
  'LV-01': habit(({ ahead, startAtAck }) => ahead && !startAtAck),
  'LV-02': habit(({ lines }) => lines > 1),
  'LV-03': act('together'),
  'LV-04': habit(({ laterMs, uncounted }) => laterMs > 0 || uncounted),
  'LV-05': habit(({ confirmed }) => confirmed),
  'LV-06': habit(({ startAtAck }) => startAtAck),
  'LV-07': habit(({ departAtBye, startAtAck }) => departAtBye || startAtAck),
  'LV-08': act('reinvite'),
  'LV-09': habit(({ eventForRefusal }) => eventForRefusal),
  'LV-10': habit(({ join }) => !join),
  'LV-11': habit(({ last }) => last !== 'stop'),
  'LV-12': (plan) => plan.end === 'release',
  'LV-13': act('expel in vain'),
  'LV-14': act('fork'),
  'LV-15': habit(({ perLeg }) => perLeg),
  'LV-16': habit(({ bothRoles }) => bothRoles),
  'LV-17': habit(({ gaps }) => gaps),
  'LV-18': (plan) => plan.habits.tAfterLoss && plan.trouble.what === 'broken',
  'LV-19': trouble('no answer'),
  'LV-20': (plan) => plan.habits.lines > 1 || plan.trouble.what === 'broken',
  'LV-21': habit(({ between }) => between === 'agent'),
  'LV-22': habit(({ nodes }) => nodes > 1),
  'LV-23': habit(({ between }) => between === 'proxy' || between === 'b2bua'),
  'LV-25': habit(({ between }) => between === 'others'),
  'LV-26': habit(({ clockMs }) => clockMs !== 0),
  'LV-27': act('turn away'),
}

export const variantsElsewhere: Readonly<Record<string, string>> = {
  'LV-24': 'a participating function: its SIP crosses the boundary twice (test/judge/served-legal.test.ts)',
  'LV-28': 'MSRP, which is in no history',
  'LV-29': 'how the server learns the address of its enabler, which no judge sees',
  'LV-30': 'when the server answers SIP, which warns in one demand only (sip-waits-for-response)',
}

/** Those this plan has. */
export function variantsOf(plan: RandomPlan): readonly string[] {
  return Object.entries(variants).flatMap(([id, is]) => (is(plan) ? [id] : []))
}
