// Allure's memory of earlier runs: the five small files that its report leaves for the next one.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const files = ['history.json', 'history-trend.json', 'duration-trend.json', 'categories-trend.json', 'retry-trend.json'] as const
/** A thousand purposes with twenty runs each are below it. */
const MOST_BYTES = 20_000_000

/** Name of a file → its JSON, as it stands. */
export type Trend = ReadonlyMap<string, string>

/** What the run in `outDir` knows of itself and those before it; of one without a report, what it was given. A file that cannot be read is left out. */
export function trendOf(outDir: string): Trend {
  const folder = ['allure-report', 'allure-results'].map((name) => path.join(outDir, name, 'history')).find(existsSync)
  const found = new Map<string, string>()
  if (folder === undefined) return found
  for (const name of files) {
    const text = readable(path.join(folder, name))
    if (text !== undefined) found.set(name, text)
  }
  return found
}

/** Lays it where `allure generate` looks for it; at once, so that a run that is stopped hands it on. */
export function handOn(outDir: string, trend: Trend): void {
  if (trend.size === 0) return
  const folder = path.join(outDir, 'allure-results', 'history')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of trend) writeFileSync(path.join(folder, name), text)
}

/** The number of this run among those of the trend, from 1: Allure puts it on the axis. */
export function orderAfter(resultsDir: string): number {
  const text = readable(path.join(resultsDir, 'history', 'history-trend.json'))
  const runs: unknown = text === undefined ? [] : JSON.parse(text)
  if (!Array.isArray(runs)) return 1
  const orders = runs.map((run: unknown) => Number((run as { readonly buildOrder?: unknown } | null)?.buildOrder ?? 0))
  return Math.max(0, ...orders.filter(Number.isSafeInteger)) + 1
}

// Whatever stands there was perhaps written halfway: a trend is worth no trouble.
function readable(file: string): string | undefined {
  try {
    if (statSync(file).size > MOST_BYTES) return undefined
    const text = readFileSync(file, 'utf8')
    JSON.parse(text)
    return text
  } catch {
    return undefined
  }
}
