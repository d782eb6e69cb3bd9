// How the charging of a server behaves: its choices and its legal variants, from the switches it was started with.
import { choiceOf, REFERENCE_CHOICES, type Choices, type NoSwitch } from './choices'
import { variantOf, type Variants } from './legal-variants'

/** Everything that is switched. */
export interface Behaviour {
  readonly choices: Choices
  readonly variants: Variants
}

/** The reference as it is. */
export const REFERENCE: Behaviour = { choices: REFERENCE_CHOICES, variants: {} }

/**
 * From `P-LAST=stop`, … and `LV-14`, …; a choice that is named wins over one that a variant makes.
 * Two variants that hold back answers do not go together: the later one counts.
 */
export function behaviourOf(
  choices: readonly string[],
  legal: readonly string[],
  reference: Behaviour = REFERENCE,
): { readonly ok: true; readonly behaviour: Behaviour } | NoSwitch {
  let behaviour = reference
  for (const id of legal) {
    const read = variantOf(id)
    if (!read.ok) return read
    behaviour = {
      choices: { ...behaviour.choices, ...read.variant.choices },
      variants: { ...behaviour.variants, ...read.variant.variants },
    }
  }
  for (const text of choices) {
    const read = choiceOf(text)
    if (!read.ok) return read
    behaviour = { ...behaviour, choices: { ...behaviour.choices, ...read.choice } }
  }
  return { ok: true, behaviour }
}
