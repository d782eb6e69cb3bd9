// Does a stored verdicts.json claim more than its histories give? A signature is not put on that.
import type { VerdictWord } from '../judge/verdict'
import type { Slice, VerdictsDocument } from '../judge/verdicts-document'

// From what was found wrong to what was found right: trouble of ours outside of every history may only worsen what they say.
const order: readonly VerdictWord[] = ['pass', 'inconclusive', 'fail', 'error']

/** What is claimed and not earned, in words. Verdicts of another suite version are compared as well: a newer rule that fails is told. */
export function unearned(stored: VerdictsDocument, again: VerdictsDocument, slices: readonly Slice[]): string | undefined {
  const ran = new Set(slices.map((slice) => slice.testPurpose))
  const found = new Map(again.results.map((one) => [one.id, one.verdict]))
  for (const { id, verdict } of stored.results) {
    const given = found.get(id)
    if (verdict === 'not-applicable') {
      if (ran.has(id)) return `says that ${id} is not applicable, and the histories hold its scenario`
    } else if (given === undefined || order.indexOf(verdict) < order.indexOf(given))
      return `says ${verdict} of ${id}, and the histories give ${given ?? 'nothing'}`
  }
  const left = again.results.find(({ id, verdict }) => verdict === 'fail' && !stored.results.some((one) => one.id === id))
  if (left) return `leaves out ${left.id}, which fails`
  const count = (word: VerdictWord): number => stored.results.filter((one) => one.verdict === word).length
  const { pass, fail, inconclusive, notApplicable, error } = stored.summary
  const counted = [count('pass'), count('fail'), count('inconclusive'), count('not-applicable'), count('error')]
  if ([pass, fail, inconclusive, notApplicable, error].join() !== counted.join()) return 'counts other verdicts than it lists'
  if (again.aborted && !stored.aborted) return 'says that the run came to its end, and a history has no seal of an end'
  if (rank(stored) > rank(again)) return `says ${stored.conformance}, and the histories give ${again.conformance}`
  return undefined
}

function rank({ conformance }: VerdictsDocument): number {
  return ['non-conformant', 'partial', 'conformant'].indexOf(conformance)
}
