// Which of the choices and legal variants a participating function has; a switch it has no use for is refused, never ignored.
import type { NoSwitch } from '../charging/trigger/choices'
import { behaviourOf, REFERENCE, type Behaviour } from '../charging/trigger/behaviour'
import { variantOf, type Variants } from '../charging/trigger/legal-variants'
import type { Accounting } from './participating-options'

/** What of the legal variants is an affair of delivery, or of the trigger of this role. The rest is a focus's. */
const VARIANTS: ReadonlySet<string> = new Set<keyof Variants>([
  ...(['recordDelayMs', 'reorderMs', 'withoutCount', 'bareLegs', 'refreshInterims', 'renewAfter'] as const),
  ...(['noResends', 'connections', 'nodes', 'clockOffMs'] as const),
])

/** The choices it can make otherwise; P-JOIN only where a conference has one session. */
const FREE: Readonly<Record<Accounting, readonly string[]>> = {
  user: ['P-NUM', 'P-PERIODIC', 'P-BUF'],
  conference: ['P-NUM', 'P-PERIODIC', 'P-BUF', 'P-JOIN'],
}

/** The reference as it is in this role. LV-10, LV-15 */
export function participatingReference(accounting: Accounting): Behaviour {
  const own = accounting === 'user' ? ({ 'P-GRAN': 'leg' } as const) : ({ 'P-JOIN': 'not-charged' } as const)
  // a MESSAGE passes, and makes no record
  const messages = { 'P-EVT-MSG': 'not-sent', 'P-EVT-MSG-FAIL': 'not-sent' } as const
  return { ...REFERENCE, choices: { ...REFERENCE.choices, ...own, ...messages } }
}

/** As {@link behaviourOf}, for this role: what it cannot show is no switch of it. */
export function participatingBehaviour(
  choices: readonly string[],
  legal: readonly string[],
  accounting: Accounting,
): ReturnType<typeof behaviourOf> {
  const reference = participatingReference(accounting)
  const read = behaviourOf(choices, legal, reference)
  if (!read.ok) return read
  for (const id of legal) {
    const row = variantOf(id)
    if (!row.ok) return row
    const isShown =
      Object.keys(row.variant.variants ?? {}).every((key) => VARIANTS.has(key)) &&
      Object.entries(row.variant.choices ?? {}).every(([id, value]) => isFree(id, value))
    if (!isShown) return refused(id)
  }
  for (const text of choices) {
    const [id = '', value = ''] = text.split('=')
    if (!isFree(id, value)) return refused(text)
  }
  return read

  function isFree(id: string, value: unknown): boolean {
    return FREE[accounting].includes(id) || Object.entries(reference.choices).some(([own, is]) => own === id && is === value)
  }

  function refused(text: string): NoSwitch {
    return {
      ok: false,
      what: `a participating function that accounts by ${accounting} cannot show ${text}`,
      mend: `leave it out; it can choose ${FREE[accounting].join(', ')}, and ${text.startsWith('P-GRAN') || text === 'LV-15' ? 'whose session it is by --accounting' : 'a conference is the controlling function’s affair'}`,
    }
  }
}
