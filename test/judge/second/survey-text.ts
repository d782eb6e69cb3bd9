// The figures of a survey as text for whoever runs it.
import { rules } from '../../../judge/rules'
import { variants } from './legal-variants'
import { nameOf, transitions } from './roster-transitions'
import { elsewhere } from './seen-elsewhere'
import { SIZE_STEP, type Figures } from './survey'

/** Every rule that random histories can break is to be broken in so many of them. */
export const LEAST_SHARE = 0.01

/** Rules that random histories can break. */
export const rulesHere: readonly string[] = rules.map(({ id }) => id).filter((id) => elsewhere[id] === undefined)

/** In which share of the histories. */
export function shareOf({ tally, histories }: Figures, key: string): number {
  return (tally[key] ?? 0) / Math.max(1, histories)
}

export function rulesTooRare(figures: Figures): readonly string[] {
  return rulesHere.filter((id) => shareOf(figures, `first ${id}`) < LEAST_SHARE)
}

/** A rule that is said to be seen elsewhere only, and was seen here. */
export function rulesHereAfterAll({ tally }: Figures): readonly string[] {
  return Object.keys(elsewhere).filter((id) => tally[`first ${id}`] !== undefined)
}

export function transitionsNotTaken({ transitions: taken }: Figures): readonly string[] {
  return transitions.map(nameOf).filter((name) => taken[name] === undefined)
}

export function transitionsOfNoTable({ transitions: taken }: Figures): readonly string[] {
  return Object.keys(taken).filter((name) => !transitions.some((one) => nameOf(one) === name))
}

export function variantsTooRare(figures: Figures): readonly string[] {
  return Object.keys(variants).filter((id) => shareOf(figures, `variant ${id}`) < LEAST_SHARE)
}

/** Events of the history at this share of all, rounded down to {@link SIZE_STEP}. */
export function sizeAt({ sizes, histories }: Figures, share: number): number {
  let seen = 0
  for (const [size, n] of Object.entries(sizes).sort((a, b) => Number(a[0]) - Number(b[0]))) {
    seen += n
    if (seen > share * histories || seen === histories) return Number(size)
  }
  return 0
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}

export function textOf(figures: Figures): string {
  const { seeds, histories, events, firstMs, secondMs, asked, unsaid, found, tally } = figures
  const rows = Object.keys(tally)
    .sort()
    .map((key) => `  ${percent(shareOf(figures, key)).padStart(9)}  ${key}`)
  const lack = (what: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]
  return [
    `${histories} histories (${seeds.join(', ')}), ${events} events; first judge ${rate(events, firstMs)} events/s, second ${rate(events, secondMs)}`,
    `events of a history, in steps of ${SIZE_STEP}: p10 ${sizeAt(figures, 0.1)}, median ${sizeAt(figures, 0.5)}, p90 ${sizeAt(figures, 0.9)}, most ${sizeAt(figures, 1)}`,
    `${asked} questions, ${percent(unsaid / Math.max(1, asked))} of which the second cannot say; ${found.length} contradictions`,
    ...rows,
    ...lack(
      'rules in less than 1 %',
      rulesTooRare(figures).map((id) => `${id} ${percent(shareOf(figures, `first ${id}`))}`),
    ),
    ...lack('rules that should not be seen here', rulesHereAfterAll(figures)),
    ...lack('transitions not taken', transitionsNotTaken(figures)),
    ...lack('transitions of no table', transitionsOfNoTable(figures)),
    ...lack('legal variants in less than 1 %', variantsTooRare(figures)),
    ...found.map((one) => `\n${one}`),
  ].join('\n')
}

function rate(events: number, ms: number): string {
  return Math.round((1000 * events) / ms).toLocaleString('en')
}
