// One good story for each test purpose with a scenario of its own, as its feature tells it. A run-wide purpose borrows one.
import { failureStories } from './failure-stories'
import type { TestPurposeId } from '../../judge/requirements/test-purposes'
import { servedStories } from './served-stories'
import { arrivalStories } from './stories/arrivals'
import { contentStories } from './stories/contents'
import { departureStories } from './stories/departures'
import { eventStories } from './stories/events'
import { intervalStories } from './stories/intervals'
import { mustNotStories } from './stories/must-nots'
import { neighbourStories } from './stories/neighbours'
import { sequenceStories } from './stories/sequences'
import { Story } from './story'
import type { StoryOptions } from './story-options'
import type { Tell } from './stories/common-scenes'

export { SETTLED_MS } from './stories/common-scenes'

export const stories: Readonly<Record<TestPurposeId, Tell>> = {
  ...failureStories,
  ...arrivalStories,
  ...departureStories,
  ...sequenceStories,
  ...intervalStories,
  ...mustNotStories,
  ...contentStories,
  ...eventStories,
  ...neighbourStories,
  ...servedStories,
}

/** The purpose whose scenario a run-wide purpose borrows. */
export function scenarioOf(id: TestPurposeId): TestPurposeId {
  if (['TP_SEQ_018', 'TP_CNT_020'].includes(id)) return 'TP_DEP_022'
  return ['TP_SEQ_012', 'TP_SEQ_014', 'TP_SEQ_015', 'TP_ERR_008'].includes(id) ? 'TP_DEP_001' : id
}

/** What a profile must declare for a purpose to apply. */
const DECLARED: Partial<Record<TestPurposeId, StoryOptions>> = {
  TP_ARR_023: { choices: { 'P-ARR-POINT': 'ack' } },
  TP_ERR_007: { choices: { 'P-BUF': 'overwrite' } },
}

/** The good story of a purpose, told under these options. */
export function tell(id: TestPurposeId, o: StoryOptions = {}): Story {
  const usual = id === 'TP_SEQ_017' ? 'conference' : 'user'
  const served = id in servedStories ? (o.served ?? usual) : undefined
  const own: StoryOptions = { ...DECLARED[id], ...o, ...(served && { served }) }
  const s = new Story(own).begin(scenarioOf(id))
  stories[id](s)
  return s.end()
}
