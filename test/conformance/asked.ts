// Which purposes a run with the reference profile asks for: not those of the other role, nor of a choice it declares otherwise.
import { loadProfile, REFERENCE_PROFILE } from '../../cli/profile'
import { isOfOthers, testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'

const all: readonly TestPurpose[] = testPurposes
const { profile } = loadProfile(REFERENCE_PROFILE)

/** Not asked; test/proof/legal-variants.test.ts and test/conformance/participating.test.ts see them pass. */
export const NOT_ASKED: readonly string[] = all.filter((one) => isOfOthers(one, profile)).map(({ id }) => id)

/** What SIPp carries with its own dialog logic, and sockets do not; of the rest engines.test.ts shows the same verdicts with either. */
export const BY_SIPP_ALONE: readonly string[] = all.filter((one) => one.needs?.engine === 'sipp').map(({ id }) => id)
