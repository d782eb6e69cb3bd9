// An undeclared choice that the SUT made differently within one run.
import type { DemandRule } from './rule'

export const choiceInconsistent: DemandRule = {
  id: 'choice-inconsistent',
  owner: 'TP_SEQ_015',
  requirement: 'CR_6.2.3.2_2',
  sees: 'demand',
  onlyWarns: true, // design.md: undeclared choices never make a fail
}
