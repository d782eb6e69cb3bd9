// The face of the testbed.
export { Testbed, SUT } from './testbed'
export { preflight, type PreflightResult } from './preflight'
export type { Endpoint, SutPlan, TestbedPlan } from './plan'
export { readHistory, HistoryError } from './history-reader'
export { UnwritableHistory } from './unwritable-history'
export { resealed } from './reseal'
export { NotReached } from '../mocks/not-reached'
export type { Action, Match } from '../mocks/charging-enabler/rules'
