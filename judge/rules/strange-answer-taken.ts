// The answer to another record was taken for the answer to this one.
import type { DemandRule } from './rule'

// RFC 6733 §9.8.3 — the record number *can* match a record with its confirmation: inferred, so it warns
export const strangeAnswerTaken: DemandRule = {
  id: 'strange-answer-taken',
  owner: 'TP_ERR_016',
  requirement: 'RFC6733_9.8.3_3',
  sees: 'demand',
  onlyWarns: true,
  claim: 'retransmission',
  binding: 'diameter',
}
