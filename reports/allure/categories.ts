// The three small files beside the results: categories, environment, executor.
import { Status } from 'allure-js-commons'
import type { Category } from 'allure-js-commons/sdk'
import type { VerdictsDocument } from '../../judge/verdicts-document'
import { harmless } from '../harmless-text'

/** A result may match several, so the suite's own defects leave the inconclusive out by their message. */
export const categories: readonly Category[] = [
  { name: 'Conformance failures', matchedStatuses: [Status.FAILED] },
  { name: 'Inconclusive', matchedStatuses: [Status.BROKEN], messageRegex: '(?s)INCONCLUSIVE:.*' },
  { name: 'Suite defects', matchedStatuses: [Status.BROKEN], messageRegex: '(?s)(?!INCONCLUSIVE:).*' },
  { name: 'Not applicable', matchedStatuses: [Status.SKIPPED] },
]

/** The content of `executor.json`; `order` is the place of the run in the trend. */
export function executor(d: VerdictsDocument, order: number): Readonly<Record<string, string | number>> {
  return {
    name: 'ch1-conformance',
    type: 'ch1-conformance',
    reportName: `CH-1 conformance: ${harmless(d.sut.name, 80)} ${harmless(d.sut.version, 40)}`,
    buildOrder: order,
    buildName: `suite ${d.suite.version}, ${d.startedAt}`,
  }
}

/** What `environment.properties` says: the document's facts first, then the caller's. */
export function environmentOf(d: VerdictsDocument, extra: Readonly<Record<string, string>>): Record<string, string> {
  return {
    conformance: d.conformance + (d.aborted ? ' (aborted)' : ''),
    sut: `${d.sut.name} ${d.sut.version}`,
    role: d.sut.role,
    profile: `${d.profile.name} ${d.profile.digest}`,
    suite: `${d.suite.version} ${d.suite.digest}`,
    engine: d.engine,
    ...extra,
  }
}
