// What is only looked at breaks nothing: what is told of it is another thing.
import type { TestPurposeId } from '../../../judge/requirements/test-purposes'
import { changed, gone, moved, type Edit } from '../edits'

export interface Look {
  readonly purpose: TestPurposeId
  /** What the verdict tells of a good history, and of one that is edited so. */
  readonly told: RegExp
  readonly edit: Edit
  readonly then: RegExp
}

export const looks: readonly Look[] = [
  { purpose: 'TP_ARR_004', told: /INTERIM, record 2, 6\.0 ms after/, edit: moved('arrival:bob', 30), then: /36\.0 ms after/ },
  {
    purpose: 'TP_SEQ_013',
    told: /they agree: Number-Of-Participants 3 in INTERIM, record 2, user-count 3/,
    edit: changed('arrival:bob', { count: 5 }),
    then: /they disagree: Number-Of-Participants 5 in INTERIM, record 2, user-count 3/,
  },
  {
    purpose: 'TP_LIF_008',
    told: /\d+\.0 ms apart: the first interims by time came \d+\.0 ms and \d+\.0 ms after the Response/,
    edit: moved('time:other', 700),
    then: /[67]\d\d\.0 ms apart/,
  },
  {
    purpose: 'TP_ARR_021',
    told: /INTERIM, record 2, 6\.0 ms after/,
    edit: gone('arrival:bob'),
    then: /no record for the arrival of sip:bob/,
  },
]
