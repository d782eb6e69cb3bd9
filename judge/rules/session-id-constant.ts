// One accounting session, one Session-Id.
import type { RecordRule } from './rule'

export const sessionIdConstant: RecordRule = {
  id: 'session-id-constant',
  owner: 'TP_ARR_007',
  requirement: 'RFC6733_8.8_1',
  sees: 'record',
  expected: 'the Session-Id of the START in every record of the conference',
  // RFC 6733 §8.8 — LV-15: a server that accounts per leg declares P-GRAN leg; here it is one finding that names it. Over HTTP what is sent again before
  // its session has a name is of the session that it was of.
  breach: (record, { sessionsOfEntity, repeats }) =>
    sessionsOfEntity.length > 0 && !repeats && !sessionsOfEntity.includes(record.session)
      ? `another Session-Id in ${record.type === 'start' ? 'a START where accounting was open (one session a participant? then declare P-GRAN leg)' : 'later records'}`
      : undefined,
}
