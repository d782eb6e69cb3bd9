// The catalogue of test purposes, as data, family by family. Ids are stable for ever and never reused.
import { arrivalPurposes } from './purposes/arrival'
import { contentPurposes } from './purposes/content'
import { departurePurposes } from './purposes/departure'
import { eventPurposes } from './purposes/event'
import { failurePurposes } from './purposes/failure'
import { lifePurposes } from './purposes/life'
import { mustNotPurposes } from './purposes/must-not'
import { neighbourPurposes } from './purposes/neighbour'
import { sequencePurposes } from './purposes/sequence'
import { servedPurposes } from './purposes/served'
import type { TestPurpose } from './test-purpose'

export { isOfOthers, judges, notApplicable } from './applicability'
export type { Role, TestPurpose, TestPurposeKind } from './test-purpose'

export const testPurposes = [
  ...arrivalPurposes,
  ...departurePurposes,
  ...sequencePurposes,
  ...mustNotPurposes,
  ...contentPurposes,
  ...lifePurposes,
  ...eventPurposes,
  ...failurePurposes,
  ...neighbourPurposes,
  ...servedPurposes,
] as const satisfies readonly TestPurpose[]

export type TestPurposeId = (typeof testPurposes)[number]['id']

/** The purpose with this id, or undefined. */
export function testPurpose(id: string): TestPurpose | undefined {
  return testPurposes.find((one) => one.id === id)
}
