// A row of the table of verbs.test.ts, and Bob, whom it is about.
import type { Account } from '../../../../mocks/participant'
import type { Bed } from '../../participant-bed'
import { until } from '../../until'
import { sent } from '../wire-log'

/** Bob's, where a server asks for one. */
export const ACCOUNT: Account = {
  credentials: { username: 'bob', password: 'secret' },
  registrar: 'sip:home.example',
  expiresS: 600,
}

/** What goes over the wire, whatever the wire, when the commands are done. */
export interface Row {
  /** The commands that the row is about: a verb, for `will` with its word. */
  readonly of: readonly string[]
  readonly says: string
  readonly play: (bed: Bed) => Promise<void>
}

/** Bob, and whoever is to wait until the focus has its leg with him. */
export async function bobIn(bed: Bed, account?: Account) {
  const bob = await bed.participant('Bob', account)
  await bob.do('joins', [bed.focus.uri])
  await until(() => bed.focus.legs.length === 1 && sent(bed, /^ACK/).length >= 1)
  return bob
}
