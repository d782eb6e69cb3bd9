// The flags of `ch1 im-server` that tell a participating function how it passes messages on and for whom it accounts.
import { IM_SERVER_DEFAULTS, type ImServerOptions } from '../sut/im-server/options'
import type { ParticipatingOptions } from '../sut/im-server/participating/participating-options'
import { UsageError } from './usage-error'

const PASSING = {
  proxy: { as: 'proxy', callId: 'kept' },
  b2bua: { as: 'b2bua', callId: 'kept' },
  'b2bua-new-call-id': { as: 'b2bua', callId: 'new' },
} as const

const ACCOUNTING = { user: 'user', conference: 'conference' } as const
/** For whom it accounts, as a flag says it. */
export type AccountingWord = keyof typeof ACCOUNTING
const ROLES = { controlling: 'controlling', participating: 'participating' } as const
const DOMAIN = /^([A-Za-z0-9.-]{1,255}|\[[0-9A-Fa-f:.]+\])$/

/** For the reader of flags. */
export const PARTICIPATING_FLAGS = {
  passing: { type: 'string' },
  accounting: { type: 'string' },
  served: { type: 'string' },
} as const

export const participatingHelp = `  --passing    participating function: it Record-Routes as a proxy (default), or keeps two dialogs, the Call-ID kept or new
  --accounting participating function: a START and a STOP for each served user (default), or a session for each conference with an
               INTERIM for each 200 OK or BYE that goes to the controlling function
  --served     participating function: domains of the users it serves (${IM_SERVER_DEFAULTS.participating.served.join(', ')})
`

/** The role of the server. @throws UsageError for another word */
export function roleOf(value: string | undefined): ImServerOptions['role'] {
  return value === undefined ? 'controlling' : oneOf(ROLES, '--role', value)
}

/** What the flags say; the rest is the default. @throws UsageError for a wrong value, and for a flag that the role has no use for */
export function participatingOptions(
  values: { readonly passing?: unknown; readonly accounting?: unknown; readonly served?: unknown },
  role: ImServerOptions['role'],
): ParticipatingOptions {
  const given = (['passing', 'accounting', 'served'] as const).flatMap((flag) => {
    const value = values[flag]
    return typeof value === 'string' ? [[flag, value] as const] : []
  })
  if (role !== 'participating' && given[0] !== undefined)
    throw new UsageError('only a participating function has it', `--${given[0][0]}`, 'leave it out, or --role participating')
  const { passing, accounting, served } = Object.fromEntries(given) as Partial<
    Record<'passing' | 'accounting' | 'served', string>
  >
  return {
    ...IM_SERVER_DEFAULTS.participating,
    ...(passing !== undefined && oneOf(PASSING, '--passing', passing)),
    ...(accounting !== undefined && { accounting: oneOf(ACCOUNTING, '--accounting', accounting) }),
    ...(served !== undefined && { served: domains(served) }),
  }
}

function domains(text: string): readonly string[] {
  const list = text.split(',').map((domain) => domain.trim())
  const wrong = list.find((domain) => !DOMAIN.test(domain))
  if (wrong !== undefined) throw new UsageError(`"${wrong}" is no domain`, '--served', 'for example --served home.example')
  return list
}

function oneOf<T>(words: Readonly<Record<string, T>>, flag: string, value: string): T {
  const found = Object.hasOwn(words, value) ? words[value] : undefined
  if (found === undefined) throw new UsageError(`"${value}" is not known`, flag, `one of: ${Object.keys(words).join(', ')}`)
  return found
}
