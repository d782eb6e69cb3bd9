// A choice the documents leave open, made differently within one run, or, as far as can be inferred, otherwise than the profile declares.
import type { ChoiceRule } from './rule'

export const choiceInconsistent: ChoiceRule = {
  id: 'choice-inconsistent',
  owner: 'TP_SEQ_015',
  requirement: 'CR_6.2.3.2_2',
  sees: 'choice',
  // LV-06, LV-07, LV-10, LV-11, LV-15, LV-17 — each value is legal; a server makes one of them. Undeclared choices never make a fail.
  onlyWarns: true,
}
