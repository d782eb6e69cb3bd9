// A choice that the profile declares one way, and the SUT was seen to make the other way: proof against the declaration, not against a clause.
import type { ChoiceRule } from './rule'

export const declaredOtherwise: ChoiceRule = {
  id: 'declared-otherwise',
  owner: 'TP_SEQ_015',
  // What is declared binds. Only what cannot be under the declaration is found here; what is merely unlikely is `choice-inconsistent`.
  requirement: 'CR_6.2.3.2_2',
  sees: 'choice',
}
