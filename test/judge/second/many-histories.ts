// `node -r ./tools/register.js test/judge/second/many-histories.ts [COUNT] [SEED]`: so many random histories, judged by both.
// Standard output: the figures. Exit 1 with the smallest history of each kind of contradiction.
import { survey } from './survey'

const [count = '1000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
const { text, contradictions } = survey(Number(count), Number(seed), Number(process.env['STOP_AFTER'] ?? 20))
console.log(text)
process.exitCode = contradictions > 0 ? 1 : 0
