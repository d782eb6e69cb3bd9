// `node -r ./tools/register.js test/judge/second/seeded-faults-caught.ts [COUNT] [SEED] [FILE]`: which seeded faults of either judge the other
// contradicts, over so many random histories and all stories. FILE keeps where each was seen: the tests look there first
// (test/judge/second/seeded-seen.json). Exit 1 where fewer than thirty of either are caught.
import { writeFileSync } from 'node:fs'
import { keyOf, seededSurvey, type Caught, type Seen } from './seeded-survey'

const [count = '150', seed = '20261128', file] = process.argv.slice(2)
const all: Caught[] = []
for (const one of seededSurvey(Number(count), Number(seed))) {
  all.push(one)
  const by = one.at === undefined ? 'NOT CAUGHT' : one.at < Number(count) ? `random ${one.at}` : `story ${one.at - Number(count)}`
  console.log(`${one.judge.padEnd(6)}  ${by.padEnd(11)}  ${keyOf(one.fault)}`)
}
const of = (judge: Caught['judge']): readonly Caught[] => all.filter((one) => one.judge === judge)
const seen = (judge: Caught['judge']): Record<string, number> =>
  Object.fromEntries(of(judge).flatMap(({ fault, at }) => (at === undefined ? [] : [[keyOf(fault), at]])))
const found: Seen = { count: Number(count), seed: Number(seed), first: seen('first'), second: seen('second') }
for (const judge of ['first', 'second'] as const)
  console.log(`${Object.keys(found[judge]).length} of ${of(judge).length} faults in the ${judge} judge are caught by the other`)
if (file !== undefined) writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`)
process.exitCode = Object.keys(found.first).length >= 30 && Object.keys(found.second).length >= 30 ? 0 : 1
