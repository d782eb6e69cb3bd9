// The clauses we rest on, as data, document by document.
import { accountingClauses } from './clauses/accounting'
import { chargingMessageClauses } from './clauses/charging-messages'
import { diameterClauses } from './clauses/diameter'
import { imsChargingClauses } from './clauses/ims-charging'
import { omaClauses } from './clauses/oma'
import { sipClauses } from './clauses/sip'
import type { Requirement } from './requirement'

export type { Requirement } from './requirement'

export const requirements = [
  ...omaClauses,
  ...imsChargingClauses,
  ...chargingMessageClauses,
  ...accountingClauses,
  ...diameterClauses,
  ...sipClauses,
] as const satisfies readonly Requirement[]

/** Every requirement id: a typo in a test purpose does not compile. */
export type RequirementId = (typeof requirements)[number]['id']

/** `OMA CR §6.2.3.2 step 2` style text of a requirement. */
export function clauseText(id: RequirementId): string {
  const r: Requirement | undefined = requirements.find((one) => one.id === id)
  if (!r) throw new RangeError(`no requirement ${id}`)
  return `${r.document.startsWith('OMA CR') ? 'OMA CR' : r.document} ${r.clause}`
}
