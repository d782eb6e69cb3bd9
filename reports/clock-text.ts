// Times of a history as people read them.

/** ISO 8601 in UTC with microseconds: the history's start plus `atUs`. A start that is no date gives `+<seconds> s`. */
export function instantText(wallClock: string, atUs: number): string {
  const us = instantUs(wallClock, atUs)
  if (us === undefined) return `+${(atUs / 1e6).toFixed(6)} s`
  const below = (((us % 1_000_000n) + 1_000_000n) % 1_000_000n).toString().padStart(6, '0')
  return new Date(Number((us - BigInt(below)) / 1000n)).toISOString().replace(/\.\d+Z$/, `.${below}Z`)
}

/** µs since 1970, or undefined when the start is no date. Fractions of the start beyond milliseconds are kept. */
export function instantUs(wallClock: string, atUs: number): bigint | undefined {
  const ms = Date.parse(wallClock)
  if (Number.isNaN(ms)) return undefined
  const beyondMs = /\.\d{3}(\d{1,3})/.exec(wallClock)?.[1]?.padEnd(3, '0') ?? '0'
  return BigInt(Math.floor(ms)) * 1000n + BigInt(beyondMs) + BigInt(Math.round(atUs))
}

/** Milliseconds with one decimal and thin groups: `1 203.4`. */
export function msText(us: number): string {
  const [whole = '0', tenth = '0'] = (Math.abs(us) / 1000).toFixed(1).split('.')
  return `${us < 0 ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, '\u202f')}.${tenth}`
}

/** A span of time in the unit that reads best: `320 µs`, `3.2 ms`, `1.98 s`. */
export function spanText(us: number): string {
  const size = Math.abs(us)
  const sign = us < 0 ? '−' : ''
  if (size < 1000) return `${sign}${Math.round(size)} µs`
  if (size < 1_000_000) return `${sign}${(size / 1000).toFixed(size < 10_000 ? 1 : 0)} ms`
  return `${sign}${(size / 1e6).toFixed(2)} s`
}
