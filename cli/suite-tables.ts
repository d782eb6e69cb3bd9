// The tables of this suite, as traceability compares them and the page of requirements shows them.
import { catalogueGaps } from '../judge/requirements/catalogue-gaps'
import { requirements } from '../judge/requirements/clauses'
import { testPurposes } from '../judge/requirements/test-purposes'
import { rules } from '../judge/rules'
import { mutants } from '../sut/mutants'
import { featureFiles } from './feature-files'
import { notAlone } from './kills-nothing-alone'
import type { Tables } from './traceability'

/** Everything as it is; reads the features. */
export function suiteTables(): Tables {
  return { requirements, purposes: testPurposes, gaps: catalogueGaps, rules, mutants, features: featureFiles(), notAlone }
}
