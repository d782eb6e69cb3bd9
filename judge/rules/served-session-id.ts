// One accounting session of a participating function, one Session-Id.
import type { RecordRule } from './rule'

export const servedSessionId: RecordRule = {
  id: 'served-session-id',
  owner: 'TP_SEQ_018',
  requirement: 'RFC6733_8.8_1',
  sees: 'record',
  expected: 'the Session-Id of the START in every record of a served user, or of all those of a conference',
  about: { what: 'a second record of a session', isIn: ({ type }) => type === 'interim' || type === 'stop' },
  // RFC 6733 §8.8 — LV-15: P-GRAN says whether it is the session of a user or of a conference
  breach: (record, { sessionsOfEntity }) =>
    sessionsOfEntity.length > 0 && !sessionsOfEntity.includes(record.session) ? 'another Session-Id in later records' : undefined,
}
