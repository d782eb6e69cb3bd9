// One session for all served users of a conference, each record of the type its occasion demands.
import type { DemandRule } from './rule'

export const servedConferenceSequence: DemandRule = {
  id: 'served-conference-sequence',
  owner: 'TP_SEQ_017',
  requirement: 'RFC6733_9.5_1',
  sees: 'demand',
}
