// `node -r ./tools/register.js test/judge/second/many-histories.ts [COUNT] [SEED] [FILE]`: so many random histories, judged by both.
// Standard output: the figures; FILE: the same as JSON, for publish.ts. Exit 1 with the smallest history of each contradiction.
import { writeFileSync } from 'node:fs'
import { survey, type Figures } from './survey'
import { textOf } from './survey-text'

const [count = '1000', seed = String(Date.now() % 2 ** 31), file] = process.argv.slice(2)
const kept = (figures: Figures): void => {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(figures, undefined, 1)}\n`)
}
const figures = survey(Number(count), Number(seed), Number(process.env['STOP_AFTER'] ?? 20), kept)
kept(figures)
console.log(textOf(figures))
process.exitCode = figures.found.length > 0 ? 1 : 0
