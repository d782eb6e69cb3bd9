// The role of the SUT in a run: which profile stands for it, and what the embedded reference is told of it.
import type { Profile } from '../judge/profile/schema'
import { participatingOptions, roleOf, type AccountingWord } from './participating-flags'
import { REFERENCE_PROFILE, REFERENCE_PROFILES } from './profile'
import { UsageError } from './usage-error'

/** The flags of `ch1 run` that speak of the role. */
export interface RoleValues {
  readonly role?: string
  readonly passing?: string
  readonly accounting?: string
}

/** The reference's own profile in the role and the accounting asked for. @throws UsageError for words that are none */
export function referenceProfile(values: RoleValues): string {
  const role = roleOf(values.role)
  const { accounting } = participatingOptions({ passing: values.passing, accounting: values.accounting }, role)
  return role === 'controlling' ? REFERENCE_PROFILE : REFERENCE_PROFILES[accounting]
}

/** The flags that were given of how the embedded participating function behaves: they say that it is the embedded one. */
export function passingSwitches(values: RoleValues): readonly string[] {
  return (['passing', 'accounting'] as const).flatMap((flag) => {
    const value = values[flag]
    return value === undefined ? [] : [`--${flag}`, value]
  })
}

/** For whom a participating function accounts: as a flag says, else as the profile declares (LV-15). */
export function accountingOf({ accounting }: RoleValues, { choices }: Pick<Profile, 'choices'>): AccountingWord {
  if (accounting !== undefined) return accounting === 'conference' ? 'conference' : 'user'
  return choices['P-GRAN'] === 'conference' ? 'conference' : 'user'
}

/**
 * What the embedded server is told of its role; its accounting is the profile's where no flag names it.
 * @throws UsageError where flag and profile contradict each other
 */
export function roleSwitches(values: RoleValues, { sut, addresses, choices }: Profile): readonly string[] {
  if (values.role !== undefined && roleOf(values.role) !== sut.role)
    throw new UsageError(`the profile declares role ${sut.role}`, `--role ${values.role}`, 'make both say the same')
  participatingOptions(values, sut.role) // refuses what a controlling function has no use for
  if (sut.role === 'controlling') return []
  const { passing } = values
  const accounting = accountingOf(values, { choices })
  if (choices['P-GRAN'] !== 'unknown' && accounting !== accountingOf({}, { choices }))
    throw new UsageError(
      `the profile declares P-GRAN: ${choices['P-GRAN']}`,
      `--accounting ${accounting}`,
      'make both say the same: leg is user, conference is conference',
    )
  return [
    ...['--role', 'participating', '--accounting', accounting],
    ...(passing === undefined ? [] : ['--passing', passing]),
    ...['--served', addresses.users],
  ]
}
