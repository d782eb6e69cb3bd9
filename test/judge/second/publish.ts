// `node -r ./tools/register.js test/judge/second/publish.ts FIGURES.json… > docs/two-judges.md`: what surveys have shown, added up, as a page.
import { readFileSync } from 'node:fs'
import { noFigures, SIZE_STEP, type Figures } from './survey'
import { variants, variantsElsewhere } from './legal-variants'
import { nameOf, transitions } from './roster-transitions'
import { elsewhere } from './seen-elsewhere'
import { percent, rulesHere, shareOf, sizeAt } from './survey-text'

/** The figures of several surveys together. */
export function added(all: readonly Figures[]): Figures {
  const sum = noFigures()
  const into = (to: Record<string, number>, from: Readonly<Record<string, number>>): void => {
    for (const [key, n] of Object.entries(from)) to[key] = (to[key] ?? 0) + n
  }
  for (const one of all) {
    sum.seeds.push(...one.seeds.map((seed) => `${one.histories} of ${seed.split(' of ')[1] ?? seed}`))
    sum.found.push(...one.found)
    for (const key of ['histories', 'events', 'asked', 'unsaid', 'firstMs', 'secondMs'] as const) sum[key] += one[key]
    for (const key of ['tally', 'transitions', 'sizes'] as const) into(sum[key], one[key])
  }
  return sum
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** The page. */
export function page(figures: Figures): string {
  const { seeds, histories, events, asked, unsaid, found } = figures
  const rules = [...rulesHere]
    .sort((a, b) => shareOf(figures, `first ${a}`) - shareOf(figures, `first ${b}`))
    .map((id) => [id, percent(shareOf(figures, `first ${id}`))])
  return `# Two judges, one history

Generated; how, and what a seed means: [architecture.md](architecture.md). What is shown here comes of ${histories} random histories
(${seeds.join(', ')}) with ${events} events: ${asked} questions were put to both judges, of which the second left ${percent(unsaid / asked)} open.

**Contradictions: ${found.length}.** A history with nothing but legal variants in it that the first judge fails counts as one; there were
${figures.tally['clean right'] ?? 0} such histories that it did not fail, and ${figures.tally['clean wrong'] ?? 0} that it did.

## Sizes

Events of a history, in steps of ${SIZE_STEP}: ${[0.01, 0.1, 0.5, 0.9, 0.99, 1].map((at) => `p${100 * at} ${sizeAt(figures, at)}`).join(', ')}.

## Rules

Each rule that random histories can break, and in how many of them it was broken; the rarest first.

${table(['rule', 'histories'], rules)}

Rules that they do not break, each with the reason:

${table(
  ['rule', 'why'],
  Object.entries(elsewhere).map(([id, why]) => [id, why]),
)}

## The roster

Every way from one state of a leg to another, and how often it was taken.

${table(
  ['from', 'to', 'by', 'clause', 'taken'],
  transitions.map((one) => [one.from, one.to, one.by, one.clause, String(figures.transitions[nameOf(one)] ?? 0)]),
)}

## Legal variants

${table(
  ['variant', 'histories'],
  [
    ...Object.keys(variants).map((id) => [id, percent(shareOf(figures, `variant ${id}`))]),
    ...Object.entries(variantsElsewhere).map(([id, why]) => [id, `none: ${why}`]),
  ],
)}
`
}

if (require.main === module) {
  const files = process.argv.slice(2)
  process.stdout.write(page(added(files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Figures))))
}
