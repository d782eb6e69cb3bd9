// The record behind an interim by time does not have the number behind that one's.
import type { DemandRule } from './rule'

export const numberBehindInterimByTime: DemandRule = {
  id: 'number-behind-interim-by-time',
  owner: 'TP_SEQ_008',
  requirement: 'RFC6733_9.8.3_2',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-NUM', as: 'from-0-by-1' },
}
